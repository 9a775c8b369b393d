/** Cuts a stream of samples into frames of 512 as signed 16-bit little-endian. */

export const FRAME = 512;

export class Framer {
  private readonly view = new DataView(new ArrayBuffer(FRAME * 2));
  private filled = 0;

  /** The frames that `samples` (-1 to 1) completes. */
  push(samples: Float32Array): ArrayBuffer[] {
    const frames: ArrayBuffer[] = [];
    for (const sample of samples) {
      const bounded = Math.max(-1, Math.min(1, sample));
      this.view.setInt16(this.filled * 2, Math.round(bounded * 32767), true);
      this.filled += 1;
      if (this.filled < FRAME) continue;
      frames.push(this.view.buffer.slice(0) as ArrayBuffer);
      this.filled = 0;
    }
    return frames;
  }
}
