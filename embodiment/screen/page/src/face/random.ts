/** Chance, from any source of numbers in [0, 1): Math.random on the page, a fixed one in tests. */

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

/** Ornstein and Uhlenbeck's noise: wanders, comes back, never repeats. */
export class Wander {
  value = 0;

  constructor(
    private readonly random: Random,
    private readonly deviation: number,
    private readonly tau: number, // seconds
  ) {}

  step(dt: number): number {
    const keep = Math.exp(-dt / this.tau);
    this.value = this.value * keep + this.deviation * Math.sqrt(1 - keep * keep) * normal(this.random);
    return this.value;
  }
}
