/**
 * Held while the person talks, where the companion listens only then: with a pointer, or with the space bar
 * while no field or other control has the focus.
 */

import { Hold } from "../app/hold";
import { h } from "./dom";
import { icon } from "./icons";

const ELSEWHERE = "input, textarea, select, button, a, summary, [contenteditable], [role=slider]";

export class Talk {
  private readonly hold: Hold;
  private readonly label = h("span");
  readonly root: HTMLButtonElement;

  constructor(tell: (down: boolean) => void) {
    this.hold = new Hold((down) => {
      this.show(down);
      tell(down);
    });
    this.root = h("button", { type: "button", className: "control control-talk", hidden: true, title: "Or hold the space bar" }, icon("talk"), this.label);
    this.show(false);
    this.listen();
  }

  /** Whether there is such a key now. */
  offer(offered: boolean): void {
    this.root.hidden = !offered;
    if (!offered) this.hold.releaseAll();
  }

  private listen(): void {
    const up = (event: PointerEvent): void => this.hold.release(`pointer ${event.pointerId}`);
    this.root.addEventListener("pointerdown", (event) => {
      if (event.button !== 0) return;
      this.root.setPointerCapture(event.pointerId);
      this.hold.press(`pointer ${event.pointerId}`);
    });
    for (const name of ["pointerup", "pointercancel", "lostpointercapture"] as const) this.root.addEventListener(name, up);
    this.root.addEventListener("contextmenu", (event) => event.preventDefault()); // a long touch is no question for a menu
    // A screen reader presses without holding: once to begin, once more to end.
    this.root.addEventListener("click", (event) => {
      if (event.detail === 0) this.hold.down ? this.hold.releaseAll() : this.hold.press("click");
    });
    document.addEventListener("keydown", (event) => this.key(event, true));
    document.addEventListener("keyup", (event) => this.key(event, false));
    window.addEventListener("blur", () => this.hold.releaseAll());
    document.addEventListener("visibilitychange", () => document.hidden && this.hold.releaseAll());
  }

  private key(event: KeyboardEvent, down: boolean): void {
    if (this.root.hidden || event.code !== "Space") return;
    if (!down) this.hold.release("space"); // wherever the focus went meanwhile
    const target = event.target instanceof Element ? event.target : null;
    if (target !== this.root && target?.closest(ELSEWHERE)) return;
    if (event.ctrlKey || event.altKey || event.metaKey) return;
    event.preventDefault(); // neither scrolls nor clicks
    if (down && !event.repeat) this.hold.press("space");
  }

  private show(down: boolean): void {
    this.root.setAttribute("aria-pressed", String(down));
    this.label.textContent = down ? "Listening" : "Hold to talk";
  }
}
