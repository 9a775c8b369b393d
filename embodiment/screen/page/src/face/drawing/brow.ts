/** One brow: a short brush stroke, full near the nose and thinner at the temple. */

import type { Pose } from "../pose";
import { d, move, put, svg } from "./svg";
import { turn } from "./turn";

const WEIGHT = 6.2; // half of the stroke at its fullest

export class Brow {
  readonly root = svg("path", { fill: "var(--face-brow)" });

  constructor(private readonly side: -1 | 1) {}

  draw(pose: Pose): void {
    const left = this.side < 0;
    const inUp = left ? pose.browInL : pose.browInR;
    const outUp = left ? pose.browOutL : pose.browOutR;
    const seen = turn(this.side * 61, -63, pose.yaw, pose.pitch);
    put(this.root, "transform", move(seen.x, seen.y, seen.scaleX, seen.scaleY));
    const s = this.side;
    const inX = s * (-24 - pose.browKnit * 7);
    const inY = 1 - inUp * 17 + pose.browKnit * 8;
    const outX = s * 30;
    const outY = 3 - outUp * 15;
    const bendX = s * 4;
    const bendY = -9 - ((inUp + outUp) / 2) * 15;
    const w = WEIGHT;
    put(
      this.root,
      "d",
      d(
        ...["M", inX, inY - w, "C", inX + s * 14, inY - w - 3, bendX, bendY - w, outX, outY - w * 0.5],
        ...["C", outX + s * 5, outY, outX + s * 3, outY + w * 0.6, outX - s * 2, outY + w * 0.5],
        ...["C", bendX, bendY + w * 1.6, inX + s * 14, inY + w - 1, inX + s, inY + w],
        ...["C", inX - s * 7, inY + w, inX - s * 7, inY - w + 1, inX, inY - w, "Z"],
      ),
    );
  }
}
