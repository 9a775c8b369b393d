/** Fewer pixels where the computer cannot keep up: a soft face that moves beats a sharp one that jerks. */

const SLOW = 1 / 18; // seconds a frame; at rest the face draws every other one
const LOOKED_AT = 30; // frames
const LEAST = 0.5;

export class Sharpness {
  private seconds = 0;
  private frames = 0;

  /** `ratio` is how many pixels are drawn for one of the layout. */
  constructor(public ratio: number) {}

  /** Takes note of a frame; true when the ratio was lowered. */
  slowed(dt: number): boolean {
    this.seconds += dt;
    this.frames += 1;
    if (this.frames < LOOKED_AT) return false;
    const slow = this.seconds / this.frames > SLOW;
    this.seconds = this.frames = 0;
    if (!slow || this.ratio <= LEAST) return false;
    this.ratio = Math.max(LEAST, this.ratio * 0.75);
    return true;
  }
}
