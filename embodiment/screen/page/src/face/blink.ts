/**
 * Blinks: when they come and how the lid moves.
 *
 * Gaps are log-normal (Bentivoglio 1997: 17 a minute at rest, 26 in conversation); the lid falls in about 66 ms, is
 * shut for 10 to 60 and opens in 130 to 200 (a third are partial). While a clause is being spoken a blink waits for
 * its end, as people's do.
 */

import { clamp } from "./pose";
import { between, logNormal, type Random } from "./random";

export interface Blink {
  close: number; // seconds
  shut: number;
  open: number;
  depth: number; // 1 shuts the eye
}

export interface Attention {
  gap: number; // median seconds between blinks
  holding: boolean; // mid-clause: put it off
}

const SPREAD = 0.6;
const DOUBLE = 0.08; // share of blinks with another right behind
const LONGEST_HOLD = 2.5; // seconds a blink can be put off

export function newBlink(random: Random): Blink {
  const whole = random() > 0.3;
  return {
    close: between(random, 0.06, 0.072),
    shut: between(random, 0.01, 0.06),
    open: between(random, 0.13, 0.2),
    depth: whole ? 1 : between(random, 0.6, 0.8),
  };
}

/** How far the lid is down, 0 to 1, `t` seconds after the blink began. */
export function closure(blink: Blink, t: number): number {
  if (t < 0) return 0;
  if (t < blink.close) return blink.depth * ease(t / blink.close);
  if (t < blink.close + blink.shut) return blink.depth;
  const rest = (t - blink.close - blink.shut) / blink.open;
  return rest >= 1 ? 0 : blink.depth * (1 - ease(Math.sqrt(rest)));
}

export class Blinker {
  private blink: Blink | null = null;
  private began = 0;
  private due: number;

  constructor(
    private readonly random: Random,
    now: number,
  ) {
    this.due = now + between(random, 0.8, 2.5);
  }

  get active(): boolean {
    return this.blink !== null;
  }

  step(now: number, attention: Attention): number {
    if (!this.blink && now >= this.due && (!attention.holding || now >= this.due + LONGEST_HOLD)) this.start(now, attention.gap);
    if (!this.blink) return 0;
    const { close, shut, open } = this.blink;
    if (now - this.began >= close + shut + open) this.blink = null;
    return this.blink ? closure(this.blink, now - this.began) : 0;
  }

  /** A natural place for one: the end of a clause, a large move of the eyes. */
  invite(now: number, within = 1): void {
    if (!this.blink && this.due - now < within) this.due = now;
  }

  private start(now: number, gap: number): void {
    this.blink = newBlink(this.random);
    this.began = now;
    const pause = this.random() < DOUBLE ? 0.35 : clamp(logNormal(this.random, gap, SPREAD), 0.7, 14);
    this.due = now + this.blink.close + this.blink.shut + this.blink.open + pause;
  }
}

function ease(share: number): number {
  return share * share * (3 - 2 * share);
}
