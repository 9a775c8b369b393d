/** How long each part takes to nine tenths of a new expression, in seconds (real ones: onset 0.4 to 0.8). */

import type { Part } from "./pose";

const SECONDS: Partial<Record<Part, number>> = {
  lidL: 0.3,
  lidR: 0.3,
  pupil: 0.9,
  yaw: 0.65,
  pitch: 0.65,
  roll: 0.8,
  lean: 0.9,
  hand: 0.6,
  cheek: 0.8,
  open: 0.4,
};

export function settle(part: Part, heavy: boolean): number {
  return (SECONDS[part] ?? 0.55) * (heavy ? 1.6 : 1);
}
