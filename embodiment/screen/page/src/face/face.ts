/** The living face: an animator and a likeness, run by the screen's own frames. */

import { Animator, CALM, type FaceOrder, type Sounding } from "./animator";
import { Portrait } from "./drawing/portrait";
import { Halt } from "./halt";
import type { Likeness } from "./likeness";
import { REST, clamp, type Pose } from "./pose";

const LONGEST_STEP = 0.1; // seconds; a tab that slept must not leap

export class Face {
  pose: Pose = { ...REST };
  private readonly portrait = new Portrait();
  private likeness: Likeness = this.portrait;
  private readonly animator: Animator;
  private readonly halted = new Halt();
  private asked: FaceOrder = CALM;
  private asleep = false;
  private resting = false; // this frame is left out
  private last: number;

  constructor(private readonly sounding: () => Sounding | null) {
    this.last = performance.now() / 1000;
    const still = matchMedia("(prefers-reduced-motion: reduce)").matches;
    this.animator = new Animator(Math.random, this.last, still);
    requestAnimationFrame(this.frame);
  }

  get root(): Element {
    return this.likeness.root;
  }

  /** Shows itself by a model from now on; null for the drawing. */
  wear(model: Likeness | null): void {
    const next = model ?? this.portrait;
    if (next === this.likeness) return;
    this.root.replaceWith(next.root);
    this.likeness = next;
  }

  get order(): FaceOrder {
    return this.animator.order;
  }

  get openness(): number {
    return this.likeness.openness;
  }

  command(order: FaceOrder): void {
    this.asked = order;
    this.apply(order.gesture);
  }

  /** Breathes along with an exercise; `fullness` 0 to 1, or null for its own breath again. */
  breathe(fullness: number | null): void {
    this.animator.pacedBreath = fullness;
  }

  /** Eyes closed, whatever is commanded: the connection is lost, or the session is over. */
  sleep(asleep: boolean): void {
    if (this.asleep === asleep) return;
    this.asleep = asleep;
    this.apply("");
  }

  /** Stops where it is; what is commanded with it or later is seen after a moment. */
  halt(): void {
    this.halted.begin(this.pose, performance.now() / 1000);
  }

  private apply(gesture: string): void {
    const order = this.asleep ? { ...CALM, mode: "asleep" as const } : { ...this.asked, gesture };
    this.animator.command(order, performance.now() / 1000);
    this.resting = true; // no frame is left out before it shows
  }

  private readonly frame = (stamp: number): void => {
    requestAnimationFrame(this.frame);
    const sounding = this.sounding();
    // Breath and drift need no more than thirty frames a second; blinks, jumps, nods and speech get them all.
    this.resting = !this.resting && sounding === null && !this.animator.quick;
    if (this.resting) return;
    const now = stamp / 1000;
    const dt = clamp(now - this.last, 0.001, LONGEST_STEP);
    this.last = now;
    this.pose = this.halted.step(this.animator.step(now, dt, sounding), now);
    this.likeness.draw(this.pose, dt);
  };
}
