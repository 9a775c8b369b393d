/** Breathing: 12 to 14 a minute, in for two fifths and out for three; slower and smaller in a hard moment. */

import { between, type Random } from "./random";

export class Breath {
  private began: number;
  private lasts: number;

  constructor(
    private readonly random: Random,
    now: number,
  ) {
    this.lasts = 60 / 13;
    this.began = now - this.lasts * random();
  }

  /** How full the chest is, 0 to 1. */
  step(now: number, heavy: boolean, asleep: boolean): number {
    if (now - this.began >= this.lasts) {
      this.began = now;
      const rate = asleep ? between(this.random, 8, 9) : heavy ? between(this.random, 9.5, 10.5) : between(this.random, 12, 14);
      this.lasts = 60 / rate;
    }
    const share = (now - this.began) / this.lasts;
    const full = share < 0.4 ? half(share / 0.4) : 1 - half((share - 0.4) / 0.6);
    return full * (heavy ? 0.7 : 1);
  }
}

function half(share: number): number {
  return (1 - Math.cos(Math.PI * Math.min(1, share))) / 2;
}
