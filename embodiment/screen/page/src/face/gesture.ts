/**
 * Gestures: things the head does once.
 *
 * Nods follow Mori, Den and Jokinen 2025: the first cycle is the largest, they shrink, the last is extra small.
 */

import type { Change } from "./pose";

interface Movement {
  lasts: number; // seconds
  at: (t: number) => Change;
}

const slow = (heavy: boolean): number => (heavy ? 1.35 : 1);

function nod(cycles: number, degrees: number, cycleSeconds: number): Movement {
  return {
    lasts: cycles * cycleSeconds,
    at: (t) => {
      const cycle = Math.min(cycles - 1, Math.floor(t / cycleSeconds));
      const share = t / cycleSeconds - cycle;
      const last = cycles > 1 && cycle === cycles - 1 ? 0.6 : 1;
      return { pitch: degrees * 0.7 ** cycle * last * Math.sin(Math.PI * share) ** 2 };
    },
  };
}

/** Goes to `change`, stays, and comes back. */
function hold(change: Change, rise: number, stay: number, fall: number): Movement {
  return {
    lasts: rise + stay + fall,
    at: (t) => {
      const share = t < rise ? t / rise : t < rise + stay ? 1 : 1 - (t - rise - stay) / fall;
      return scaled(change, share * share * (3 - 2 * share));
    },
  };
}

function movement(name: string, heavy: boolean): Movement | null {
  const k = slow(heavy);
  switch (name) {
    case "nod":
      return nod(1, 6, 0.38 * k);
    case "double_nod":
      return nod(2 + (heavy ? 0 : 1), 7.5, 0.42 * k);
    case "slow_nod":
      return nod(1, 7, 0.9 * k);
    case "tilt":
      return hold({ roll: 5.5, yaw: 1.5 }, 0.5 * k, 1.8, 0.8 * k);
    case "lean":
      return hold({ lean: 0.7, pitch: 1 }, 0.6 * k, 2.2, 0.9 * k);
    case "in_breath":
      return hold({ breath: 0.9, pitch: -1.2, browInL: 0.1, browInR: 0.1 }, 0.4, 0.1, 0.7);
    case "brows":
      return hold({ browInL: 0.3, browInR: 0.34, browOutL: 0.36, browOutR: 0.42, lidL: 0.05, lidR: 0.05, pitch: -0.7 }, 0.14, 0.22, 0.4 * k);
    case "beat":
      return hold({ pitch: 2.2, browOutL: 0.1, browOutR: 0.14 }, 0.14, 0.04, 0.22);
    default:
      return null;
  }
}

export class Gestures {
  private running: { movement: Movement; began: number; strength: number }[] = [];

  get active(): boolean {
    return this.running.length > 0;
  }

  /** Begins a gesture by name; an unknown name does nothing and says so. */
  begin(name: string, strength: number, heavy: boolean, now: number): boolean {
    const found = movement(name, heavy);
    if (found) this.running.push({ movement: found, began: now, strength });
    return found !== null;
  }

  step(now: number): Change[] {
    this.running = this.running.filter((each) => now - each.began < each.movement.lasts);
    return this.running.map((each) => scaled(each.movement.at(Math.max(0, now - each.began)), each.strength));
  }
}

function scaled(change: Change, share: number): Change {
  return Object.fromEntries(Object.entries(change).map(([part, value]) => [part, value * share])) as Change;
}
