/**
 * From a clip's visemes to the mouth at any moment of it.
 *
 * Neighbours blend by dominance (Cohen and Massaro): each shape's pull is whole inside its own time and falls off
 * exponentially outside it, sooner or later by how early the mouth prepares it. Lips that must meet (PP, FF) meet.
 */

import { clamp } from "./pose";
import { CLOSED, MOUTH_PARTS, mouthTarget, type MouthShape, type MouthTarget } from "./visemes";

export interface Viseme {
  name: string;
  start: number; // seconds from the clip's start
  end: number;
  weight: number;
}

interface Placed extends MouthTarget {
  start: number;
  end: number;
  weight: number;
  before: number; // fall-off ahead of it
  silent: boolean;
}

const AFTER = 0.024; // seconds
const OPENING = 0.055; // the first shape after silence is prepared for longer
const REST_PULL = 0.12; // of the shut mouth, always
const LEAST_CLOSED = 0.045;
const CLOSING = 0.04;

export class MouthTrack {
  private readonly placed: Placed[];

  constructor(visemes: readonly Viseme[]) {
    this.placed = visemes
      .filter((each) => each.end >= each.start)
      .map((each, i, all) => {
        const found = mouthTarget(each.name);
        const silent = each.name === "sil";
        const before = !silent && (i === 0 || all[i - 1]?.name === "sil") ? Math.max(OPENING, found.lead) : found.lead;
        return { ...found, start: each.start, end: each.end, weight: clamp(each.weight, 0, 1.3), before, silent };
      });
  }

  at(t: number): MouthShape {
    const sum = { ...CLOSED };
    let pull = REST_PULL;
    for (const each of this.placed) {
      const off = t < each.start ? (each.start - t) / each.before : t > each.end ? (t - each.end) / AFTER : 0;
      if (off > 7) continue;
      const force = each.force * Math.exp(-off);
      pull += force;
      for (const part of MOUTH_PARTS) sum[part] += force * each.shape[part] * each.weight;
    }
    for (const part of MOUTH_PARTS) sum[part] /= pull;
    return this.close(sum, t);
  }

  /** Where a clause is under way: not between its pauses. */
  speaking(t: number): boolean {
    return this.placed.some((each) => !each.silent && t >= each.start - 0.05 && t <= each.end + 0.05);
  }

  private close(shape: MouthShape, t: number): MouthShape {
    for (const each of this.placed) {
      if (!each.closes) continue;
      const end = Math.max(each.end, each.start + LEAST_CLOSED);
      const share = clamp(Math.min((t - each.start) / CLOSING + 1, (end - t) / CLOSING + 1), 0, 1);
      if (share <= 0) continue;
      for (const part of MOUTH_PARTS) shape[part] += (each.shape[part] - shape[part]) * share;
    }
    return shape;
  }
}

/** A mouth for sound that came without visemes: it opens with the level. */
export function mouthOfLevel(level: number): MouthShape {
  return { ...CLOSED, open: clamp(level * 3.2, 0, 0.6), wide: 0.1 };
}
