/** For whoever would rather type: a box that sends on Enter. */

import { h, say, unique } from "./dom";

const MOST = 5000; // characters at once, as the server takes them

export class Typing {
  private readonly label = h("label", { className: "unseen" });
  private readonly box: HTMLTextAreaElement;
  readonly root: HTMLFormElement;

  constructor(send: (text: string) => void) {
    const id = unique("typing");
    this.label.htmlFor = id;
    this.box = h("textarea", { id, rows: 1, maxLength: MOST, placeholder: "Write here", autocomplete: "off" });
    const submit = (): void => {
      const text = this.box.value.trim();
      if (!text) return;
      this.box.value = "";
      send(text);
      this.box.focus();
    };
    this.box.addEventListener("keydown", (event) => {
      if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
      event.preventDefault();
      submit();
    });
    this.root = h("form", { className: "typing", hidden: true }, this.label, this.box, h("button", { type: "submit", className: "main" }, "Send"));
    this.root.addEventListener("submit", (event) => {
      event.preventDefault();
      submit();
    });
  }

  get open(): boolean {
    return !this.root.hidden;
  }

  to(name: string): void {
    say(this.label, `Write to ${name}`);
  }

  show(open: boolean, focus = true): void {
    this.root.hidden = !open;
    if (open && focus) this.box.focus();
  }
}
