/**
 * The eyes: they jump, they do not glide.
 *
 * A saccade of A degrees lasts 21 + 2.2 A milliseconds. Between jumps the eyes make hops of half a degree to two, from
 * one of the person's eyes to the other and to the mouth; nothing else moves them.
 */

import { clamp, mix } from "./pose";
import { between, type Random } from "./random";

export const DEGREES = 25; // of the eyes at the end of FacePose's -1..1

const REFIX = 2.4; // degrees

export interface Point {
  x: number;
  y: number;
}

export function saccadeSeconds(degrees: number): number {
  return (21 + 2.2 * degrees) / 1000;
}

export class Gaze {
  private from: Point = { x: 0, y: 0 };
  private to: Point = { x: 0, y: 0 };
  private began = 0;
  private lasts = 0;
  private travelling = false;
  private aim: Point = { x: 0, y: 0 };
  private hopDue: number;
  private hop: Point = { x: 0, y: 0 };

  constructor(
    private readonly random: Random,
    now: number,
  ) {
    this.hopDue = now + 0.5;
  }

  /** Looks somewhere from now on. Returns how far the eyes will jump, in degrees. */
  look(target: Point, now: number): number {
    const far = distance(target, this.aim) * DEGREES;
    if (far < 0.3) return 0;
    this.aim = { x: clamp(target.x, -1, 1), y: clamp(target.y, -1, 1) };
    this.hop = { x: 0, y: 0 };
    this.jump(now);
    return far;
  }

  /** Looks again at what it looks at: what comes first when something happens. */
  refix(now: number): void {
    this.hopDue = now + between(this.random, 0.5, 1);
    const way = (this.hop.x > 0 ? Math.PI : 0) + between(this.random, -0.6, 0.6);
    this.hop = { x: (REFIX / DEGREES) * Math.cos(way), y: (REFIX / DEGREES) * Math.sin(way) };
    this.jump(now);
  }

  get moving(): boolean {
    return this.travelling;
  }

  /** Where the eyes are. `still` (0 to 1) makes the small hops rarer and smaller. */
  step(now: number, still: number): Point {
    if (now >= this.hopDue) {
      this.hopDue = now + between(this.random, 0.3, 0.8) * (1 + 3 * still) + (this.random() < 0.4 ? between(this.random, 0.5, 1.8) : 0);
      const size = (between(this.random, 0.5, 2) / DEGREES) * (1 - 0.6 * still);
      const way = this.random() * 2 * Math.PI;
      this.hop = { x: size * Math.cos(way), y: size * Math.sin(way) * 0.7 };
      this.jump(now);
    }
    return this.at(now);
  }

  private at(now: number): Point {
    const share = this.lasts > 0 ? clamp((now - this.began) / this.lasts, 0, 1) : 1;
    this.travelling = share < 1;
    const eased = share * share * share * (10 + share * (6 * share - 15)); // least jerk
    return { x: mix(this.from.x, this.to.x, eased), y: mix(this.from.y, this.to.y, eased) };
  }

  private jump(now: number): void {
    this.from = this.at(now);
    this.to = { x: this.aim.x + this.hop.x, y: this.aim.y + this.hop.y };
    this.began = now;
    this.travelling = true;
    this.lasts = saccadeSeconds(distance(this.from, this.to) * DEGREES);
  }
}

function distance(a: Point, b: Point): number {
  return Math.hypot(a.x - b.x, a.y - b.y);
}
