/** Alarms by ear: two falling tones again and again for danger, one for a warning, a soft one for a line that waits. */

const AGAIN = 2500; // ms between two calls of a danger that nobody has seen

export type Tone = "danger" | "warning" | "line";

const TONES: Record<Tone, readonly (readonly [hertz: number, from: number, length: number])[]> = {
  danger: [
    [880, 0, 0.22],
    [622, 0.26, 0.3],
    [880, 0.62, 0.22],
    [622, 0.88, 0.3],
  ],
  warning: [[587, 0, 0.35]],
  line: [[440, 0, 0.12]],
};

export class Sound {
  on = true;
  /** How often each was sounded. */
  readonly sounded: Record<Tone, number> = { danger: 0, warning: 0, line: 0 };
  private context: AudioContext | null = null;
  private timer = 0;

  /** A browser lets a page sound only once somebody has touched it. */
  get ready(): boolean {
    return this.context?.state === "running";
  }

  wake(): void {
    this.context ??= new AudioContext();
    void this.context.resume();
  }

  /** Call while there is a danger that nobody has seen. */
  alarm(danger: boolean): void {
    if (danger && !this.timer) {
      this.play("danger");
      this.timer = window.setInterval(() => this.play("danger"), AGAIN);
    }
    if (!danger && this.timer) {
      clearInterval(this.timer);
      this.timer = 0;
    }
  }

  play(tone: Tone): void {
    if (!this.on || !this.context || !this.ready) return;
    this.sounded[tone] += 1;
    for (const [hertz, from, length] of TONES[tone]) {
      const at = this.context.currentTime + from;
      const oscillator = new OscillatorNode(this.context, { type: "triangle", frequency: hertz });
      const gain = new GainNode(this.context, { gain: 0 });
      gain.gain.setValueAtTime(0, at);
      gain.gain.linearRampToValueAtTime(tone === "line" ? 0.08 : 0.25, at + 0.015);
      gain.gain.linearRampToValueAtTime(0, at + length);
      oscillator.connect(gain).connect(this.context.destination);
      oscillator.start(at);
      oscillator.stop(at + length + 0.02);
    }
  }
}
