/** From a FacePose message to what the face understands. */

import { CALM, type FaceOrder } from "../face/animator";
import { MODES, type Mode } from "../face/modes";
import type { FacePose } from "../link/messages";

/** Before the first hello, and after the last. */
export const GREETING: FaceOrder = { ...CALM, expression: "warm", valence: 0.2 };
export const PARTING: FaceOrder = { ...CALM, mode: "waiting", expression: "calm", heavy: true };
/** After the last, beside people to reach: no smile. */
export const GRAVE: FaceOrder = { ...PARTING, expression: "concerned" };

const STALE = 3; // seconds; an older gesture is over and not to be done again after a reload

export function orderOf(pose: FacePose, now: number): FaceOrder {
  const { expression, valence, arousal, gaze_x, gaze_y, strength, heavy } = pose;
  const mode = (MODES as readonly string[]).includes(pose.mode) ? (pose.mode as Mode) : CALM.mode;
  const gesture = now - pose.stamp < STALE ? pose.gesture : "";
  return { mode, expression, valence, arousal, gaze_x, gaze_y, gesture, strength, heavy };
}
