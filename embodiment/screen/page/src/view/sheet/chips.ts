/** Short answers side by side, one of which may be picked, and unpicked by a second touch. */

import { h } from "../dom";

export interface Chip {
  value: string;
  label: string;
  short?: string; // the beginning of it, where that is all that stands on the chip and the rest is only read out
}

export class Chips {
  readonly root: HTMLElement;
  private readonly buttons = new Map<string, HTMLButtonElement>();
  private chosen = "";

  constructor(label: string, chips: readonly Chip[], picked: (value: string) => void) {
    this.root = h("div", { className: "chips", attrs: { role: "group", "aria-label": label } });
    for (const chip of chips) {
      const press = (): void => {
        this.mark(this.chosen === chip.value ? "" : chip.value);
        picked(this.chosen);
      };
      const button = h("button", { type: "button", className: "chip", on: { click: press } });
      const short = chip.short ?? chip.label;
      button.append(short, h("span", { className: "unseen" }, chip.label.slice(short.length)));
      this.buttons.set(chip.value, button);
      this.root.append(button);
    }
    this.mark("");
  }

  get value(): string {
    return this.chosen;
  }

  mark(value: string): void {
    this.chosen = value;
    for (const [each, button] of this.buttons) button.setAttribute("aria-pressed", String(each === value));
  }
}
