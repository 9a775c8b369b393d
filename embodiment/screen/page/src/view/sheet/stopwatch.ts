/** Seconds that run and rest. The clock is handed in, so that tests need not wait. */

export class Stopwatch {
  private before = 0; // seconds run until the last rest
  private since: number | null = null;

  constructor(private readonly clock: () => number = () => performance.now() / 1000) {}

  get running(): boolean {
    return this.since !== null;
  }

  get seconds(): number {
    return this.before + (this.since === null ? 0 : this.clock() - this.since);
  }

  run(): void {
    this.since ??= this.clock();
  }

  rest(): void {
    this.before = this.seconds;
    this.since = null;
  }

  /** At rest, at that many seconds. */
  setTo(seconds: number): void {
    this.before = seconds;
    this.since = null;
  }
}
