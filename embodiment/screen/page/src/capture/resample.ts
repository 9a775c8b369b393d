/**
 * A streaming resampler: any rate to another, by a windowed sinc that keeps out what the new rate cannot hold.
 *
 * For browsers that cannot open a microphone at 16 kHz.
 */

const LOBES = 12; // zero crossings on each side
const STEPS = 256; // of the kernel's table, between two crossings
const EDGE = 0.92; // share of the narrower band that passes

export class Resampler {
  private kept: Float32Array;
  private readonly step: number; // input samples for one output sample
  private readonly cut: number;
  private readonly reach: number; // input samples to each side
  private readonly table: Float32Array;
  private at: number; // place of the next output sample within `kept`

  constructor(from: number, to: number) {
    this.step = from / to;
    this.cut = EDGE * Math.min(1, to / from);
    this.reach = Math.ceil(LOBES / this.cut);
    this.table = kernel();
    this.kept = new Float32Array(this.reach); // silence before the first sample
    this.at = this.reach;
  }

  /** What `input` adds to the output; the rest waits for what comes next. */
  push(input: Float32Array): Float32Array {
    const all = new Float32Array(this.kept.length + input.length);
    all.set(this.kept);
    all.set(input, this.kept.length);
    const out: number[] = [];
    while (this.at + this.reach < all.length) {
      out.push(this.sample(all, this.at));
      this.at += this.step;
    }
    const used = Math.max(0, Math.floor(this.at) - this.reach);
    this.kept = all.slice(used);
    this.at -= used;
    return Float32Array.from(out);
  }

  private sample(input: Float32Array, at: number): number {
    const first = Math.max(0, Math.ceil(at - this.reach));
    const last = Math.min(input.length - 1, Math.floor(at + this.reach));
    let sum = 0;
    for (let i = first; i <= last; i += 1) {
      const place = Math.abs(i - at) * this.cut * STEPS;
      const low = Math.floor(place);
      const a = this.table[low] ?? 0;
      const b = this.table[low + 1] ?? 0;
      sum += (input[i] ?? 0) * (a + (b - a) * (place - low));
    }
    return sum * this.cut;
  }
}

/** One half of a sinc under a Blackman window. */
function kernel(): Float32Array {
  return Float32Array.from({ length: LOBES * STEPS + 2 }, (_, i) => {
    const x = i / STEPS;
    const sinc = x === 0 ? 1 : Math.sin(Math.PI * x) / (Math.PI * x);
    const turn = Math.PI * Math.min(1, x / LOBES);
    return sinc * (0.42 + 0.5 * Math.cos(turn) + 0.08 * Math.cos(2 * turn));
  });
}
