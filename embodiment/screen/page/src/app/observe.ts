/** What tests and measurements may see of the page: `window.alongside`. Nothing in it changes anything. */

import type { Face } from "../face/face";
import type { Pose } from "../face/pose";
import type { Link } from "../link/link";
import type { Player } from "../sound/player";

export interface Noted {
  t: number; // seconds since the epoch
  what: string; // a word or two; never what a person said
}

export interface Alongside {
  mouth: () => number; // openness as drawn, 0 to 1
  level: () => number; // root mean square of what is audible now, 0 to 1
  expression: () => string;
  pose: () => Pose; // every number of the last frame
  readonly mode: string;
  readonly playing: boolean;
  readonly act: string; // the act that is audible, or ""
  readonly connected: boolean;
  readonly phase: string;
  readonly events: readonly Noted[]; // the newest last
}

declare global {
  interface Window {
    alongside: Alongside;
  }
}

const REMEMBERED = 500;

export class Notes {
  readonly events: Noted[] = [];

  add(what: string): void {
    this.events.push({ t: (performance.timeOrigin + performance.now()) / 1000, what });
    if (this.events.length > REMEMBERED) this.events.shift();
  }
}

export function expose(face: Face, player: Player, link: Link, notes: Notes, phase: () => string): void {
  window.alongside = {
    mouth: () => face.openness,
    level: () => player.level(),
    expression: () => face.order.expression,
    pose: () => ({ ...face.pose }),
    get mode() {
      return face.order.mode;
    },
    get playing() {
      return player.playing !== "";
    },
    get act() {
      return player.playing;
    },
    get connected() {
      return link.connected;
    },
    get phase() {
      return phase();
    },
    events: notes.events,
  };
}
