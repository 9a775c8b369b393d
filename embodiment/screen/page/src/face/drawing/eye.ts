/** One eye: white, iris, a catch-light that stays where it is, and two lids with weight. */

import { clamp, mix, type Pose } from "../pose";
import { d, move, put, svg } from "./svg";
import { turn } from "./turn";

const HALF = 37; // from corner to corner, half
const SHUT = 14; // where the lids meet
const UPPER = -31; // apex of the upper lid at rest
const LOWER = 28;
const PUSHED = 0; // apex of the lower lid when the cheeks rise
const SOCKET = -41; // where the upper lid begins
const TRAVEL_X = 13; // of the iris at the end of the gaze
const TRAVEL_Y = 9;

export class Eye {
  readonly root = svg("g");
  private readonly clip = svg("path");
  private readonly white = svg("path", { fill: "var(--face-eye)" });
  private readonly shade = svg("path", { fill: "var(--face-eye-shade)" });
  private readonly iris = svg("g");
  private readonly glint = svg("circle", { cx: -8, cy: -10, r: 6.6, fill: "var(--face-glint)" });
  private readonly lid = svg("path", { fill: "var(--face-lid)" });
  private readonly line = svg("path", { fill: "var(--face-ink)" });
  private readonly under = svg("path", { class: "face-crease" });

  constructor(
    private readonly side: -1 | 1,
    name: string,
  ) {
    this.iris.append(
      svg("circle", { r: 23.5, fill: "var(--face-iris)" }),
      svg("path", { d: "M -17 9 A 19.5 19.5 0 0 0 17 9 A 24 24 0 0 1 -17 9 Z", fill: "var(--face-iris-light)" }),
      svg("circle", { r: 14, fill: "var(--face-pupil)" }),
    );
    const inside = svg("g", { "clip-path": `url(#${name})` }, this.white, this.iris, this.shade, this.glint);
    this.root.append(svg("clipPath", { id: name }, this.clip), this.lid, inside, this.under, this.line);
  }

  draw(pose: Pose): void {
    const left = this.side < 0;
    const seen = turn(this.side * 60, -2, pose.yaw, pose.pitch);
    put(this.root, "transform", move(seen.x, seen.y, seen.scaleX, seen.scaleY));
    const open = clamp(left ? pose.lidL : pose.lidR, 0, 1.35);
    const push = clamp(left ? pose.underL : pose.underR, 0, 1.1);
    const upper = Math.min(SHUT, mix(SHUT, UPPER, open) + pose.gazeY * 5 * Math.min(1, open));
    const pushed = mix(LOWER, PUSHED, push);
    const lower = mix(Math.min(pushed, SHUT), pushed, clamp((SHUT - upper) / 14, 0, 1));
    const tilt = pose.slant * 8 * Math.min(1, open + 0.2);
    const lids = `${this.curve(upper, tilt)} ${this.back(lower, 0)} Z`;
    put(this.clip, "d", lids);
    put(this.white, "d", lids);
    put(this.shade, "d", `${this.curve(upper - 4, tilt)} ${this.back(upper + 8, tilt)} Z`);
    put(this.lid, "d", `${this.curve(Math.min(SOCKET, upper - 3), tilt * 0.6)} ${this.back(Math.max(upper, lower), 0)} Z`);
    put(this.line, "d", `${this.curve(upper - 4.6, tilt)} ${this.back(upper, tilt)} Z`);
    const fold = lower + 11;
    put(this.under, "d", d("M", -this.side * HALF * 0.55, fold - 7, "Q", 0, fold + 2, this.side * HALF * 0.72, fold - 9));
    put(this.under, "opacity", clamp(push * 1.2 - 0.12, 0, 0.9).toFixed(2));
    put(this.iris, "transform", move(pose.gazeX * TRAVEL_X, pose.gazeY * TRAVEL_Y, pose.pupil));
  }

  /** A lid's edge from the inner to the outer corner; steep at the corners when far from shut. */
  private curve(apex: number, tilt: number): string {
    const { inner, outer, innerY, outerY } = this.corners(tilt);
    const bulge = this.bulge(apex);
    return d("M", inner, innerY, "C", inner * bulge, (apex - tilt) / 0.76, outer * bulge, (apex + tilt) / 0.76, outer, outerY);
  }

  /** The same edge from the outer corner back to the inner. */
  private back(apex: number, tilt: number): string {
    const { inner, outer, innerY } = this.corners(tilt);
    const bulge = this.bulge(apex);
    return d("C", outer * bulge, (apex + tilt) / 0.76, inner * bulge, (apex - tilt) / 0.76, inner, innerY);
  }

  private bulge(apex: number): number {
    return 0.62 + 0.36 * clamp(Math.abs(apex) / 30, 0, 1);
  }

  private corners(tilt: number): { inner: number; outer: number; innerY: number; outerY: number } {
    return { inner: -this.side * HALF, outer: this.side * HALF, innerY: 3 - tilt * 0.3, outerY: 2 + tilt * 0.5 };
  }
}
