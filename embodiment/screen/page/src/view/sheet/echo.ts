/**
 * What was handed in comes back as what the sheet holds. While several are on their way, an earlier one that
 * comes back would undo a later touch for a moment, so it is passed over.
 */

const LONGEST = 1500; // milliseconds; then what the sheet says counts, whatever it is

export class Echo {
  private awaited: string[] = [];
  private timer: ReturnType<typeof setTimeout> | undefined;

  /** That was handed in. */
  told(value: string): void {
    this.awaited.push(value);
  }

  /** The sheet holds this; `show` is called now, later, or not at all where something newer comes first. */
  heard(value: string, show: () => void): void {
    clearTimeout(this.timer);
    const place = this.awaited.findIndex((each) => same(each, value));
    if (place >= 0) this.awaited.splice(0, place + 1);
    if (this.awaited.length === 0) return show();
    this.timer = setTimeout(() => {
      this.awaited = [];
      show();
    }, LONGEST);
  }
}

function same(told: string, held: string): boolean {
  try {
    return JSON.stringify(JSON.parse(told)) === JSON.stringify(JSON.parse(held || "[]"));
  } catch {
    return false;
  }
}
