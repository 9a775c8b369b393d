/** The mouth: one line when shut, one soft opening when not; teeth and tongue only where a sound shows them. */

import { clamp, type Pose } from "../pose";
import { d, move, n, put, svg } from "./svg";
import { turn } from "./turn";

export class Mouth {
  readonly root = svg("g");
  private readonly clip = svg("path");
  private readonly inside = svg("path", { fill: "var(--face-mouth)" });
  private readonly teeth = svg("path", { fill: "var(--face-teeth)" });
  private readonly tongue = svg("ellipse", { fill: "var(--face-tongue)" });
  private readonly lips = svg("path", { class: "face-lips" });
  private readonly chin = svg("path", { class: "face-crease" });

  constructor(name: string) {
    const within = svg("g", { "clip-path": `url(#${name})` }, this.inside, this.tongue, this.teeth);
    this.root.append(svg("clipPath", { id: name }, this.clip), this.chin, within, this.lips);
  }

  draw(pose: Pose): void {
    const seen = turn(0, 67, pose.yaw, pose.pitch);
    put(this.root, "transform", move(seen.x, seen.y, seen.scaleX, seen.scaleY));
    const open = clamp(pose.open, 0, 1);
    const round = clamp(pose.round, 0, 1);
    const half = (33 + pose.wide * 8 + Math.max(0, pose.smile) * 7 - pose.press * 3) * (1 - round * 0.55) - open * 2;
    const lift = pose.smile * 11 * (1 - round * 0.6);
    const left = -lift + pose.skew * 2.5;
    const right = -lift - pose.skew * 2.5;
    const flat = clamp(pose.press, 0, 1);
    const bow = pose.smile * 6 * (1 - flat * 0.4);
    const upper = bow - open * (13 - bow * 0.4) - round * 5 - pose.tuck * 1.5;
    const lower = bow + open * 38 + round * 5 + 0.4 - pose.tuck * 3;
    const spread = 0.5 + round * 0.22 + open * 0.16;
    const shape = d(
      ...["M", -half, left, "C", -half * spread, left * 0.15 + upper * 1.25, half * spread, right * 0.15 + upper * 1.25, half, right],
      ...["C", half * (spread + 0.12), right * 0.15 + lower * 1.3, -half * (spread + 0.12), left * 0.15 + lower * 1.3, -half, left, "Z"],
    );
    put(this.clip, "d", shape);
    put(this.inside, "d", shape);
    put(this.lips, "d", shape);
    put(this.lips, "stroke-width", n(6.4 - flat * 1.2 - open * 1.4));
    this.drawInside(pose, half, upper, lower, open);
    put(this.chin, "d", d("M", -11, lower + 15, "Q", 0, lower + 18, 12, lower + 14.5));
    put(this.chin, "opacity", (0.35 + flat * 0.3).toFixed(2));
  }

  private drawInside(pose: Pose, half: number, upper: number, lower: number, open: number): void {
    const teeth = clamp(pose.teeth, 0, 1);
    put(this.teeth, "d", d("M", -half, -30, "L", half, -30, "L", half * 0.7, upper + 6, "Q", 0, upper + 9, -half * 0.7, upper + 6, "Z"));
    put(this.teeth, "opacity", clamp((teeth - 0.15) / 0.35, 0, 1).toFixed(2));
    put(this.tongue, "cx", "1");
    put(this.tongue, "cy", n(lower + 3 - open * 4 - pose.tongue * 5));
    put(this.tongue, "rx", n(half * 0.58));
    put(this.tongue, "ry", n(7 + open * 8));
    put(this.tongue, "opacity", clamp(open * 3 - 0.3 + pose.tongue, 0, 1).toFixed(2));
  }
}
