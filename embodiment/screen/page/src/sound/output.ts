/** The way out: one audio context, one gain for all, and a meter of what is audible now. */

const FADE = 0.02; // seconds

export class Output {
  readonly context = new AudioContext({ latencyHint: "interactive" });
  readonly entry: GainNode;
  private meter: Meter;
  private pausing = 0;

  constructor() {
    this.entry = this.context.createGain();
    this.entry.connect(this.context.destination);
    this.meter = new Meter(this.context, this.entry);
  }

  /** Fades to silence and stands still there: what plays goes on later where it was. */
  pause(): void {
    clearTimeout(this.pausing);
    this.fade(0);
    this.pausing = window.setTimeout(() => void this.context.suspend(), 1000 * FADE + 15);
  }

  /** Moves on from a pause. */
  go(): void {
    clearTimeout(this.pausing);
    // What was on its way when the sound stood still never sounds: no meter may show it afterwards.
    this.meter.remove();
    this.meter = new Meter(this.context, this.entry);
    void this.context.resume().then(() => this.fade(1));
  }

  private fade(to: number): void {
    const { gain } = this.entry;
    const now = this.context.currentTime;
    gain.cancelScheduledValues(now);
    gain.setValueAtTime(gain.value, now);
    gain.linearRampToValueAtTime(to, now + FADE);
  }

  /** The context's time of the sample that leaves the loudspeaker now. */
  audible(): number {
    const { currentTime, outputLatency, baseLatency } = this.context;
    const { contextTime, performanceTime } = this.context.getOutputTimestamp();
    const guess = Math.max(0, currentTime - (outputLatency || baseLatency || 0));
    if (!contextTime || !performanceTime || this.context.state !== "running") return guess;
    const told = contextTime + (performance.now() - performanceTime) / 1000;
    return told <= currentTime + 0.02 && told > currentTime - 0.6 ? Math.min(told, currentTime) : guess;
  }

  /** Root mean square of the last 21 ms or so that were audible, 0 to 1. */
  level(): number {
    if (this.context.state !== "running") return 0;
    return this.meter.level(this.context.currentTime - this.audible());
  }
}

/** How loud it is. The graph runs ahead of the loudspeaker; the meter is held back to what is audible. */
class Meter {
  private readonly delay: DelayNode;
  private readonly analyser: AnalyserNode;
  private readonly window: Float32Array<ArrayBuffer>;

  constructor(
    context: AudioContext,
    private readonly source: AudioNode,
  ) {
    this.delay = context.createDelay(1);
    this.analyser = context.createAnalyser();
    this.analyser.fftSize = 1024;
    this.window = new Float32Array(this.analyser.fftSize);
    source.connect(this.delay).connect(this.analyser);
  }

  /** Root mean square of the last 21 ms that sounded `behind` seconds ago. */
  level(behind: number): number {
    this.delay.delayTime.value = Math.min(0.9, Math.max(0, behind));
    this.analyser.getFloatTimeDomainData(this.window);
    let sum = 0;
    for (const sample of this.window) sum += sample * sample;
    return Math.sqrt(sum / this.window.length);
  }

  remove(): void {
    this.source.disconnect(this.delay);
    this.delay.disconnect();
  }
}
