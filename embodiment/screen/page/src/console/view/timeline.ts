/** Bottom: the session from its beginning to now, with what was marked on it. */

import { h, say } from "../../view/dom";
import type { Mark, MarkKind, Session } from "../session";
import { shape, type Shape } from "../shapes";

const SHAPES: Partial<Record<MarkKind, Shape>> = { risk: "octagon", flag: "triangle", marker: "flag", note: "flag", stop: "square", pause: "bars", hand: "hand" };
const LEAST = 300; // seconds that are shown at least
const LATE = 80; // % of the line from which on words stand left of their mark
const LETTER = 0.75; // % of the line that a letter takes

export class Timeline {
  private readonly marks = h("ol", { className: "marks", attrs: { "aria-label": "Marks" } });
  private readonly now = h("span", { className: "timeline-now" });
  private readonly clock = h("span", { className: "timeline-clock" });
  readonly root = h("section", { className: "timeline", attrs: { "aria-label": "Timeline" } }, this.marks, h("div", { className: "timeline-line" }, this.now), this.clock);
  private drawn = "";

  draw(session: Session): void {
    const last = session.marks[session.marks.length - 1]?.at ?? session.began;
    const over = session.status === "stopped" || session.status === "ended" || session.status === "away";
    const passed = session.began ? Math.max(0, (over ? last : Date.now() / 1000) - session.began) : 0;
    const whole = Math.max(LEAST, passed);
    say(this.clock, clock(passed));
    this.now.style.width = `${(100 * passed) / whole}%`;
    const wanted = `${session.key} ${session.marks.length} ${Math.round(whole)}`;
    if (wanted === this.drawn) return;
    this.drawn = wanted;
    const free = [-Infinity, -Infinity];
    this.marks.replaceChildren(...session.marks.map((mark) => {
      const at = (100 * (mark.at - session.began)) / whole;
      return item(mark, at, rowFor(mark, at, free), clock(mark.at - session.began));
    }));
  }
}

/** The first of two rows with room for its words, which then is `free` only after them; -1 where there is none. */
function rowFor(mark: Mark, at: number, free: number[]): number {
  if (mark.label === "" || mark.kind === "turn") return -1;
  const wide = 3 + mark.label.length * LETTER;
  const from = at > LATE ? at - wide : at;
  const row = free.findIndex((end) => end <= from);
  if (row >= 0) free[row] = from + wide;
  return row;
}

/** `row` is where its words stand; below 0 there is no room for them, and pointing at the mark tells them. */
function item(mark: Mark, at: number, row: number, when: string): HTMLElement {
  const drawn = SHAPES[mark.kind];
  const words = mark.label || mark.kind;
  const label = h("span", { className: row >= 0 ? "mark-label" : "unseen" }, words, h("span", { className: "unseen" }, ` at ${when}`));
  const found = h("li", { className: `mark is-${mark.kind} row-${row} ${at > LATE ? "is-late" : ""}`, title: `${when} ${words}` }, drawn ? shape(drawn) : h("i", { className: "tick" }), label);
  found.style.left = `${at}%`;
  return found;
}

function clock(seconds: number): string {
  const whole = Math.max(0, Math.round(seconds));
  const hours = Math.floor(whole / 3600);
  const rest = `${String(Math.floor(whole / 60) % 60).padStart(2, "0")}:${String(whole % 60).padStart(2, "0")}`;
  return hours ? `${hours}:${rest}` : rest;
}
