/**
 * Expressions by name, as changes from rest, and the continuous blend by valence and arousal.
 *
 * The companion never shows anger, disgust, contempt or fear: such names (they are part of hri_msgs) come out as the
 * face of someone who takes it seriously.
 */

import { add, type Change, REST, type Pose } from "./pose";

const both = (name: "browIn" | "browOut" | "lid" | "under", value: number): Change => ({ [`${name}L`]: value, [`${name}R`]: value });

export const SHAPES = {
  neutral: {},
  listening: { browInL: 0.3, browInR: 0.36, browOutL: 0.38, browOutR: 0.54, ...both("lid", 0.15), smile: 0.02, roll: 5.5, lean: 0.8, yaw: 4, pupil: 0.07 },
  thinking: {
    ...{ browInL: 0.04, browOutL: 0.1, browInR: 0.38, browOutR: 0.5, browKnit: 0.14, lidL: -0.12, lidR: -0.05 },
    ...{ smile: -0.3, skew: 0.55, press: 0.5, wide: -0.4, yaw: 4, pitch: -3.5, roll: -2.5 },
  },
  warm: { ...both("browIn", 0.18), ...both("browOut", 0.12), ...both("lid", -0.1), ...both("under", 0.34), smile: 0.55, cheek: 0.38, roll: -2.5, lean: 0.2, pupil: 0.05 },
  concerned: {
    ...{ browInL: 0.62, browInR: 0.7, browOutL: -0.2, browOutR: -0.16, browKnit: 0.35, slant: 0.34 },
    ...{ ...both("lid", 0.04), smile: -0.55, press: 0.2, wide: -0.2, roll: 5, lean: 0.4, pitch: 1.5, cheek: -0.06 },
  },
  sad_with: {
    ...{ browInL: 0.74, browInR: 0.68, browOutL: -0.46, browOutR: -0.42, slant: 0.62, ...both("lid", -0.24), ...both("under", 0.12) },
    ...{ smile: -0.64, press: 0.25, wide: -0.2, pitch: 5, roll: -5.5, gazeY: 0.12, cheek: -0.1 },
  },
  amused: {
    ...{ ...both("browIn", 0.3), browOutL: 0.35, browOutR: 0.6, ...both("lid", -0.12), ...both("under", 0.95) },
    ...{ smile: 0.8, skew: 0.3, open: 0.34, wide: 0.25, cheek: 0.75, roll: 4.5, pitch: -2.5 },
  },
  serious: {
    ...{ browInL: -0.06, browInR: 0, browOutL: -0.12, browOutR: -0.06, browKnit: 0.46, ...both("lid", -0.1), ...both("under", 0.14) },
    ...{ smile: -0.34, press: 0.5, skew: -0.1, pitch: 2, yaw: 2, roll: -0.6, lean: 0.2, cheek: -0.12 },
  },
  happy: { ...both("browIn", 0.22), ...both("browOut", 0.35), ...both("lid", -0.12), ...both("under", 0.7), smile: 0.75, open: 0.1, wide: 0.25, cheek: 0.6, roll: -2 },
  surprised: { ...both("browIn", 0.75), ...both("browOut", 0.85), ...both("lid", 0.3), smile: -0.3, open: 0.3, round: 0.4, pitch: -3, lean: -0.2, pupil: -0.08 },
  curious: { browInL: 0.15, browOutL: 0.15, browInR: 0.4, browOutR: 0.6, ...both("lid", 0.1), smile: 0.18, roll: 6, lean: 0.35 },
  calm: { ...both("lid", -0.16), ...both("under", 0.1), ...both("browIn", 0.05), smile: 0.2, cheek: 0.1 },
  tired: { ...both("lid", -0.38), ...both("browIn", 0.1), ...both("browOut", -0.2), slant: 0.3, pitch: 3 },
} satisfies Record<string, Change>;

export type Shape = keyof typeof SHAPES;

/** hri_msgs/Expression and everyday names to ours. */
const SAME: Record<string, Shape> = {
  sad: "sad_with",
  empathic: "sad_with",
  despaired: "sad_with",
  disappointed: "sad_with",
  rejected: "sad_with",
  guilty: "concerned",
  vulnerable: "concerned",
  pleading: "concerned",
  scared: "concerned",
  horrified: "concerned",
  disgusted: "concerned",
  embarrassed: "concerned",
  concern: "concerned",
  angry: "serious",
  furious: "serious",
  annoyed: "serious",
  suspicious: "serious",
  skeptical: "thinking",
  confused: "curious",
  interested: "curious",
  attentive: "listening",
  amazed: "surprised",
  excited: "happy",
  encouraging: "warm",
  friendly: "warm",
  smile: "warm",
  bored: "calm",
  relaxed: "calm",
  asleep: "tired",
};

export function shapeOf(name: string): Shape {
  const plain = name.trim().toLowerCase().replaceAll("-", "_");
  if (plain in SHAPES) return plain as Shape;
  return SAME[plain] ?? "neutral";
}

/** Valence and arousal colour any expression a little, and a neutral one clearly. */
export function expressed(name: string, valence: number, arousal: number): Pose {
  const shape = shapeOf(name);
  const pose = add({ ...REST }, SHAPES[shape]);
  const share = shape === "neutral" ? 1 : 0.35;
  add(pose, SHAPES.warm, Math.max(0, valence) * share * 0.9);
  add(pose, SHAPES.concerned, Math.max(0, -valence) * share * 0.8);
  add(pose, { ...both("lid", 0.14), ...both("browOut", 0.3), pupil: 0.06 }, arousal * share);
  return pose;
}
