/**
 * A pose: every number that the drawing needs, and nothing else.
 *
 * `L` and `R` are the viewer's left and right. Brows, smile and slant run from -1 to 1, the other shapes from 0 to 1
 * unless told otherwise; angles are degrees.
 */

export interface Pose {
  browInL: number; // raised
  browInR: number;
  browOutL: number;
  browOutR: number;
  browKnit: number; // inner ends drawn together and down
  lidL: number; // upper lid: 0 shut, 1 at rest, 1.3 wide
  lidR: number;
  underL: number; // lower lid: 0 at rest, 1 pushed up, as when the cheeks rise
  underR: number;
  slant: number; // outer corners droop
  gazeX: number; // -1..1, as FacePose
  gazeY: number; // -1..1, up is negative
  pupil: number; // 1 at rest
  smile: number;
  skew: number; // one corner higher than the other
  open: number;
  wide: number; // -1..1
  round: number;
  press: number;
  tuck: number; // lower lip under the upper teeth
  teeth: number;
  tongue: number;
  cheek: number;
  yaw: number; // the face turns towards the viewer's right
  pitch: number; // down
  roll: number; // clockwise
  lean: number; // nearer
  breath: number; // chest, 0..1
  hand: number; // hand behind the ear
}

export const REST: Readonly<Pose> = {
  browInL: 0.1,
  browInR: 0.16,
  browOutL: 0,
  browOutR: 0.04,
  browKnit: 0,
  lidL: 1,
  lidR: 0.97,
  underL: 0,
  underR: 0.03,
  slant: 0,
  gazeX: 0,
  gazeY: 0,
  pupil: 1,
  smile: 0.3,
  skew: 0.12,
  open: 0,
  wide: 0,
  round: 0,
  press: 0,
  tuck: 0,
  teeth: 0,
  tongue: 0,
  cheek: 0.12,
  yaw: -2.5,
  pitch: 0,
  roll: 0.8,
  lean: 0,
  breath: 0,
  hand: 0,
};

export type Part = keyof Pose;
export const PARTS = Object.keys(REST) as Part[];

/** What differs from rest, added to it. */
export type Change = Partial<Pose>;

/** `pose` with each of `change` added, `share` of it. In place. */
export function add(pose: Pose, change: Change, share = 1): Pose {
  for (const [part, value] of Object.entries(change) as [Part, number][]) pose[part] += value * share;
  return pose;
}

export function clamp(value: number, low: number, high: number): number {
  return Math.min(high, Math.max(low, value));
}

export function mix(from: number, to: number, share: number): number {
  return from + (to - from) * share;
}
