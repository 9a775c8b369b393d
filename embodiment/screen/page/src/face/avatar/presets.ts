/**
 * From a pose to the expression presets that every VRM model has: five mouths, five feelings, two lids.
 *
 * All is read from the pose, which has eased to where it is: so a model moves as the drawing does. Models differ, and
 * their presets are made to be seen from afar; no feeling is ever shown whole.
 */

import { clamp, type Pose } from "../pose";
import type { MouthShape } from "../visemes";

export const LIPS = ["aa", "ih", "ou", "ee", "oh"] as const;
export const FEELINGS = ["happy", "angry", "sad", "relaxed", "surprised", "neutral"] as const;
export type Lip = (typeof LIPS)[number];
export type Feeling = (typeof FEELINGS)[number];

const MOST = 0.8; // of a feeling
const AWAKE = 0.06; // of "surprised", for wide eyes alone
const FROWN = 0.22; // the most of "angry": drawn-together brows, and no anger

/** How far each preset opens the mouth, as our own mouth shapes have it. */
export const OPENS: Readonly<Record<Lip, number>> = { aa: 0.74, ih: 0.24, ou: 0.2, ee: 0.42, oh: 0.5 };

const part = (value: number, from: number, to: number): number => clamp((value - from) / (to - from), 0, 1);

/** The five mouths whose blend opens, widens and rounds as this one does; each of the five alone comes out whole. */
export function lips(mouth: Pick<MouthShape, "open" | "wide" | "round">): Record<Lip, number> {
  const open = clamp(mouth.open, 0, 1);
  const round = clamp(mouth.round, 0, 1);
  const far = part(open, OPENS.ou, OPENS.oh);
  const ou = part(round, 0, 0.95) * (1 - far);
  const oh = part(round, 0, 0.55) * far;
  const left = Math.max(0, open - ou * OPENS.ou - oh * OPENS.oh);
  const spread = Math.max(0, mouth.wide - 0.11 * open); // a mouth that opens widens a little by itself
  const tall = part(left, OPENS.ih, OPENS.ee);
  const ih = Math.min(part(spread, 0, 0.42) * (1 - tall), left / OPENS.ih);
  const ee = part(spread, 0, 0.3) * tall;
  const aa = part(left - ih * OPENS.ih - ee * OPENS.ee, 0, OPENS.aa);
  return { aa, ih, ou, ee, oh };
}

export function feelings(pose: Pose): Record<Feeling, number> {
  const browIn = (pose.browInL + pose.browInR) / 2;
  const brows = (browIn + (pose.browOutL + pose.browOutR) / 2) / 2;
  const lid = Math.max(pose.lidL, pose.lidR);
  const happy = part(pose.cheek, 0.2, 0.8);
  const shown = {
    happy: happy * MOST,
    angry: FROWN * part(pose.browKnit, 0, 0.55) * part(-browIn, -0.3, 0.05),
    sad: Math.min(MOST, part(pose.slant * 0.9 - Math.min(0, pose.smile) * 0.4, 0, 1)),
    relaxed: (1 - happy) * part(pose.smile, 0.3, 0.7) * part(-lid, -0.985, -0.83),
    surprised: MOST * part(brows, 0.4, 0.85) * part(lid, 1, 1.25) + AWAKE * part(lid, 1, 1.12),
  };
  const sum = Object.values(shown).reduce((all, each) => all + each, 0);
  const fit = sum > 1 ? 1 / sum : 1;
  for (const name of Object.keys(shown) as (keyof typeof shown)[]) shown[name] *= fit;
  return { ...shown, neutral: Math.max(0, 1 - sum) };
}

/** How far its own left and right lid are down: its left is the viewer's right. */
export function lids(pose: Pose): { blinkLeft: number; blinkRight: number } {
  return { blinkLeft: clamp(1 - pose.lidR, 0, 1), blinkRight: clamp(1 - pose.lidL, 0, 1) };
}
