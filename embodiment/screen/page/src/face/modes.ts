/** What each mode adds to the expression, and how lively the face is in it. */

import { SHAPES, shapeOf } from "./expressions";
import { add, type Change, type Pose } from "./pose";

export const MODES = ["idle", "listening", "thinking", "speaking", "waiting", "cannot_hear", "asleep"] as const;
export type Mode = (typeof MODES)[number];

const CANNOT_HEAR: Change = {
  ...{ hand: 1, roll: 6.5, yaw: -6, lean: 0.5, browInL: 0.5, browInR: 0.45, browOutL: 0.3, browOutR: 0.35 },
  ...{ lidL: 0.08, lidR: 0.08, smile: -0.1, wide: -0.15 },
};
const ASLEEP: Change = { lidL: -1, lidR: -0.97, pitch: 3.5, roll: -2, smile: -0.05, underL: 0.1, underR: 0.1 };

/** The mode's own change; a named expression keeps the upper hand. */
export function colour(pose: Pose, mode: Mode, expression: string): void {
  const shape = shapeOf(expression);
  const plain = shape === "neutral" || shape === "calm";
  if (mode === "listening" && shape !== "listening") add(pose, SHAPES.listening, plain ? 0.85 : 0.4);
  if (mode === "thinking" && shape !== "thinking") add(pose, SHAPES.thinking, plain ? 0.9 : 0.6);
  if (mode === "waiting") add(pose, SHAPES.calm, plain ? 0.9 : 0.4);
  if (mode === "idle" && plain) add(pose, SHAPES.warm, 0.25);
  if (mode === "cannot_hear") add(pose, CANNOT_HEAR);
  if (mode === "asleep") add(pose, ASLEEP);
}

/** Median seconds between blinks: about 17 a minute listening, 24 speaking, fewer when it matters. */
export function blinkGap(mode: Mode, heavy: boolean): number {
  if (heavy) return 5;
  return mode === "speaking" ? 2.3 : mode === "waiting" ? 3.6 : 3;
}
