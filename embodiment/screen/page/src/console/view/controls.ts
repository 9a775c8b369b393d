/** Bottom right: Stop, large, and what else an operator does to a session. */

import { announce } from "../../view/announce";
import { h, say } from "../../view/dom";
import type { Session } from "../session";
import { shape } from "../shapes";

interface Acts {
  stop: () => void;
  pause: () => void;
  note: (kind: "note" | "marker", text: string) => void;
  session: (value: "start" | "end") => void;
}

const SURE = 3000; // ms in which ending a session has to be pressed again

export class Controls {
  /** For each stop: milliseconds from the press to the session's own word that it was said. */
  readonly stops: number[] = [];
  private session: Session | null = null;
  private pressed = 0;
  private armed = false;
  private sure = 0;
  private readonly stopWord = h("span", { className: "stop-word" }, "Stop");
  private readonly stopHint = h("span", { className: "stop-hint" }, "Esc twice");
  private readonly stopButton = h("button", { type: "button", className: "stop", on: { click: () => this.acts.stop() } }, shape("octagon"), this.stopWord, this.stopHint);
  private readonly pauseButton = this.button("Pause", "P", () => this.acts.pause());
  private readonly markButton = this.button("Marker", "M", () => this.acts.note("marker", ""));
  private readonly noteButton = this.button("Note", "N", () => this.write(true));
  private readonly sessionButton = this.button("Begin", "B", () => this.begin());
  private readonly box = h("input", { className: "note-box", maxLength: 1000, autocomplete: "off", attrs: { "aria-label": "Note, for the record" }, placeholder: "Note, then Enter" });
  private readonly note = h("div", { className: "note", hidden: true }, this.box);
  readonly root = h(
    "div",
    { className: "controls" },
    h("div", { className: "controls-grid" }, this.pauseButton, this.markButton, this.noteButton, this.sessionButton),
    this.note,
    this.stopButton,
  );

  constructor(private readonly acts: Acts) {
    this.box.addEventListener("keydown", (event) => {
      if (event.key === "Enter" && this.box.value.trim()) {
        event.preventDefault(); // or the button that gets the focus is pressed with it
        this.acts.note("note", this.box.value.trim());
        this.write(false);
      }
      if (event.key === "Escape") this.write(false);
    });
  }

  press(key: string): boolean {
    const made = { p: this.pauseButton, m: this.markButton, n: this.noteButton, b: this.sessionButton }[key];
    if (!made || made.disabled) return false;
    made.click();
    return true;
  }

  /** Escape was pressed once: the next one stops. */
  arm(armed: boolean): void {
    this.stopButton.classList.toggle("is-armed", armed);
    this.armed = armed;
    this.hint();
  }

  private hint(): void {
    say(this.stopHint, this.armed ? "Esc again" : this.session?.status === "stopped" ? "" : "Esc twice");
  }

  stopping(): void {
    this.pressed = performance.now();
  }

  stopped(stop: { by: string }): void {
    if (this.pressed) this.stops.push(performance.now() - this.pressed);
    this.pressed = 0;
    announce(`Stopped by ${stop.by}`);
  }

  draw(session: Session | null): void {
    if (session !== this.session) this.write(false);
    this.session = session;
    const status = session?.status ?? "away";
    const live = session !== null && session.connected;
    this.label(this.pauseButton, status === "paused" ? "Go on" : "Pause");
    this.pauseButton.setAttribute("aria-pressed", String(status === "paused"));
    this.pauseButton.disabled = !live || (status !== "on" && status !== "paused");
    this.markButton.disabled = this.noteButton.disabled = !live;
    const over = status === "stopped" || status === "ended" || status === "waiting";
    this.label(this.sessionButton, over ? (status === "waiting" ? "Begin" : "Begin again") : this.sure ? "Sure?" : "End");
    this.sessionButton.disabled = !live;
    this.stopButton.disabled = !live;
    this.stopButton.classList.toggle("is-done", status === "stopped");
    say(this.stopWord, status === "stopped" ? "Stopped" : "Stop");
    this.hint();
  }

  private begin(): void {
    const status = this.session?.status;
    if (status === "stopped" || status === "ended" || status === "waiting") return this.acts.session("start");
    clearTimeout(this.sure);
    if (this.sure) this.acts.session("end");
    this.sure = this.sure ? 0 : window.setTimeout(() => this.unsure(), SURE);
    this.draw(this.session);
  }

  private unsure(): void {
    this.sure = 0;
    this.draw(this.session);
  }

  private write(on: boolean): void {
    if (this.note.hidden === !on) return;
    this.note.hidden = !on;
    this.box.value = "";
    if (on) this.box.focus();
    else this.noteButton.focus();
  }

  private label(made: HTMLButtonElement, text: string): void {
    const word = made.firstElementChild;
    if (word instanceof HTMLElement) say(word, text);
  }

  private button(label: string, key: string, act: () => void): HTMLButtonElement {
    return h("button", { type: "button", className: "control", on: { click: act } }, h("span", {}, label), h("kbd", {}, key));
  }
}
