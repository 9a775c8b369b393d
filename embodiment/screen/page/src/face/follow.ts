/** A number that follows its target without overshoot (a critically damped spring), whatever the frame rate. */

export class Follow {
  private speed = 0;

  constructor(public value: number) {}

  /** `settle` is the time in seconds to cover nine tenths of the way. */
  step(target: number, settle: number, dt: number): number {
    const omega = 3.89 / settle;
    const gap = this.value - target;
    const pull = this.speed + omega * gap;
    const fade = Math.exp(-omega * dt);
    this.value = target + (gap + pull * dt) * fade;
    this.speed = (this.speed - omega * pull * dt) * fade;
    return this.value;
  }
}
