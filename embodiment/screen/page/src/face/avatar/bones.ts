/**
 * From a pose to the turns of a VRM model's bones, and to where its eyes point.
 *
 * Degrees about the model's own axes while it faces the viewer: x nods down, y turns towards the viewer's right,
 * z tips anticlockwise. A turn of the head is shared with the neck, a lean and a breath with the spine.
 */

import { DEGREES } from "../gaze";
import { clamp, type Pose } from "../pose";

export type Bone =
  | "head"
  | "neck"
  | "upperChest"
  | "chest"
  | "spine"
  | "leftShoulder"
  | "rightShoulder"
  | "leftUpperArm"
  | "rightUpperArm"
  | "leftLowerArm"
  | "rightLowerArm";
export type Turn = readonly [x: number, y: number, z: number];

const HEAD = 0.62; // of a turn; the neck does the rest
const ARMS_DOWN = 71; // a model stands with its arms stretched out
const LEAN = 7; // degrees of the spine at a whole lean

export function turns(pose: Pose): Record<Bone, Turn> {
  const share = (of: number, lift: number): Turn => [pose.pitch * of - lift, pose.yaw * of, -pose.roll * of];
  const lean = pose.lean * LEAN;
  const sway = pose.roll * 0.12;
  const rise = pose.breath * 1.6;
  return {
    head: share(HEAD, lean * 0.35),
    neck: share(1 - HEAD, lean * 0.35 - pose.breath * 0.5),
    upperChest: [lean * 0.2 - pose.breath * 0.9, 0, 0],
    chest: [lean * 0.4 - pose.breath * 0.6, 0, 0],
    spine: [lean * 0.4, pose.yaw * 0.08, -sway],
    leftShoulder: [0, 0, rise],
    rightShoulder: [0, 0, -rise],
    leftUpperArm: [0, 0, -ARMS_DOWN],
    rightUpperArm: [0, 0, ARMS_DOWN],
    leftLowerArm: [0, -12, 0],
    rightLowerArm: [0, 12, 0],
  };
}

/** Degrees of the eyes in the head. They stay on what they look at while the head turns and nods. */
export function eyes(pose: Pose): { yaw: number; pitch: number } {
  return {
    yaw: clamp(pose.gazeX * DEGREES - pose.yaw, -35, 35),
    pitch: clamp(pose.gazeY * DEGREES - pose.pitch, -25, 25),
  };
}
