/** Whether the person holds the talk key, by pointer or keyboard: told once when it goes down, and when all are up. */

export class Hold {
  private readonly by = new Set<string>();

  constructor(private readonly tell: (down: boolean) => void) {}

  get down(): boolean {
    return this.by.size > 0;
  }

  press(by: string): void {
    const before = this.down;
    this.by.add(by);
    if (!before) this.tell(true);
  }

  release(by: string): void {
    if (this.by.delete(by) && !this.down) this.tell(false);
  }

  /** The window lost the person's attention, or the conversation is over: no key is believed to be held. */
  releaseAll(): void {
    const before = this.down;
    this.by.clear();
    if (before) this.tell(false);
  }
}
