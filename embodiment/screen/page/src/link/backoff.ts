/** How long to wait before the next attempt: soon at first, never longer than eight seconds, never all pages at once. */

import type { Random } from "../face/random";

const FIRST = 0.4;
const LONGEST = 8;

export function backoff(attempt: number, random: Random): number {
  return Math.min(LONGEST, FIRST * 2 ** attempt) * (0.75 + 0.5 * random());
}
