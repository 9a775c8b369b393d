/** Short answers side by side, one of which may be picked, and unpicked by a second touch. */

import { h, say } from "../dom";

export interface Chip {
  value: string;
  label: string;
  short?: string; // what stands on it, where the whole label is only read out
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
      say(button, chip.short ?? chip.label);
      if (chip.short) button.setAttribute("aria-label", chip.label);
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
