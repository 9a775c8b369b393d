/** Paced breathing in numbers: where in which breath a moment falls, and where on the square that is. */

export type Part = "in" | "full" | "out" | "empty";

const PARTS: readonly Part[] = ["in", "full", "out", "empty"];

/** A breath as four lengths in seconds: in, held, out, held. */
export type Pattern = readonly number[];

export interface Moment {
  part: Part;
  share: number; // of the part, 0 to 1
  left: number; // whole seconds left of it, counted down to 1
  round: number; // the first is 0
  over: boolean;
}

export function withoutHolds(pattern: Pattern): Pattern {
  return [pattern[0] ?? 0, 0, pattern[2] ?? 0, 0];
}

export function roundLength(pattern: Pattern): number {
  return pattern.reduce((sum, length) => sum + Math.max(0, length), 0);
}

export function momentAt(pattern: Pattern, rounds: number, seconds: number): Moment {
  const whole = roundLength(pattern);
  if (whole <= 0 || seconds >= whole * rounds) return { part: "out", share: 1, left: 0, round: rounds, over: true };
  const round = Math.floor(seconds / whole);
  let within = seconds - round * whole;
  for (const [place, part] of PARTS.entries()) {
    const length = Math.max(0, pattern[place] ?? 0);
    if (within < length) return { part, share: within / length, left: Math.max(1, Math.ceil(length - within)), round, over: false };
    within -= length;
  }
  return { part: "in", share: 0, left: Math.max(1, Math.ceil(pattern[0] ?? 1)), round: Math.min(rounds, round + 1), over: false };
}

/** How full the chest is, 0 to 1, easing in and out. */
export function fullness({ part, share }: Moment): number {
  if (part === "full") return 1;
  if (part === "empty") return 0;
  const eased = (1 - Math.cos(Math.PI * share)) / 2;
  return part === "in" ? eased : 1 - eased;
}

/**
 * How far round the square, 0 to 1, from its lower left corner: a side for each part, and where the breath is
 * not held, half the way round for each of the two that are left.
 */
export function wayRound(pattern: Pattern, { part, share }: Moment): number {
  const parts = PARTS.filter((_, place) => (pattern[place] ?? 0) > 0);
  const place = parts.indexOf(part);
  return place < 0 ? 0 : (place + share) / parts.length;
}
