/** Where the page stands: before the first hello, talking, saying goodbye, or at the end. */

import type { Act, Hello } from "../link/messages";

export type Phase = "connecting" | "welcome" | "talking" | "ended" | "refused";

export interface Turns {
  welcome: (hello: Hello) => void;
  talk: () => void;
  end: () => void;
}

const NO_GOODBYE = 10; // seconds to wait for one after the session was ended
const READING = 0.08; // seconds a character, for a goodbye that makes no sound
const AFTERGLOW = 1.5; // seconds the face stays after its last word

export class Phases {
  now: Phase = "connecting";
  private hello: Hello | null = null;
  private goodbye = "";
  private timer = 0;

  constructor(
    private readonly heading: HTMLElement,
    private readonly turns: Turns,
  ) {
    this.enter("connecting");
  }

  /** The session was under way before this page came. */
  get resumed(): boolean {
    return this.hello?.resumed ?? false;
  }

  /** A page that was here before goes on where it was, unless it is to ask for something that it did without. */
  greeted(hello: Hello, asks = false): void {
    const same = this.hello?.session === hello.session;
    this.hello = hello;
    if (same && !asks && this.now !== "connecting" && this.now !== "refused") return;
    this.enter("welcome");
    this.turns.welcome(hello);
  }

  begin(): void {
    clearTimeout(this.timer);
    this.goodbye = "";
    this.enter("talking");
    this.turns.talk();
    this.heading.focus();
  }

  /** Someone started or ended the session. */
  session(started: boolean): void {
    if (started && this.now === "ended" && this.hello) {
      this.enter("welcome");
      this.turns.welcome({ ...this.hello, resumed: true });
    }
    if (started) return;
    if (this.now === "talking" && !this.goodbye) this.endIn(NO_GOODBYE);
    if (this.now === "welcome" || this.now === "connecting") this.end();
  }

  acted(act: Act): void {
    if (act.kind !== "goodbye" || this.now !== "talking") return;
    this.goodbye = act.act_id;
    this.endIn(NO_GOODBYE + act.text.length * READING);
  }

  actEnded(id: string): void {
    if (id === this.goodbye && this.now === "talking") this.endIn(AFTERGLOW);
  }

  /** The person goes on after a goodbye: it was none. */
  goesOn(): void {
    clearTimeout(this.timer);
    this.goodbye = "";
  }

  end(): void {
    clearTimeout(this.timer);
    if (this.now === "ended") return;
    this.enter("ended");
    this.turns.end();
  }

  refused(): void {
    this.enter("refused");
  }

  private endIn(seconds: number): void {
    clearTimeout(this.timer);
    this.timer = window.setTimeout(() => this.end(), seconds * 1000);
  }

  private enter(phase: Phase): void {
    this.now = phase;
    document.body.dataset.phase = phase;
  }
}
