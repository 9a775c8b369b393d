/** Chance, from any source of numbers in [0, 1): Math.random on the page, a fixed one in tests. */

import { Follow } from "./follow";

export type Random = () => number;

/** A standard normal number (Box and Muller). */
export function normal(random: Random): number {
  const u = Math.max(random(), 1e-12);
  return Math.sqrt(-2 * Math.log(u)) * Math.cos(2 * Math.PI * random());
}

/** A log-normal number with this median; `spread` is the standard deviation of its logarithm. */
export function logNormal(random: Random, median: number, spread: number): number {
  return median * Math.exp(spread * normal(random));
}

export function between(random: Random, low: number, high: number): number {
  return low + (high - low) * random();
}

const SMOOTH = 0.3; // of its time, to follow the noise: a head has weight and cannot tremble

/** Ornstein and Uhlenbeck's noise, followed by something with weight: wanders, comes back, never repeats. */
export class Wander {
  private noise = 0;
  private readonly slow = new Follow(0);

  constructor(
    private readonly random: Random,
    private readonly deviation: number,
    private readonly tau: number, // seconds
  ) {}

  step(dt: number): number {
    const keep = Math.exp(-dt / this.tau);
    this.noise = this.noise * keep + this.deviation * Math.sqrt(1 - keep * keep) * normal(this.random);
    return this.slow.step(this.noise, this.tau * SMOOTH, dt);
  }

  get value(): number {
    return this.slow.value;
  }
}
