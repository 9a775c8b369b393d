/** The next line, and what a person makes of it: approve, edit, replace, hold, drop; or words of their own. */

import { announce } from "../../view/announce";
import { h, say } from "../../view/dom";
import type { Proposed, Verdict } from "../messages";
import type { Session } from "../session";

type Writing = "edit" | "replace" | "speak";

const LABELS: Record<Writing, string> = {
  edit: "The same line in other words",
  replace: "Something else instead",
  speak: "Say as the companion",
};
const KEYS: Record<string, Verdict> = { a: "approve", e: "edit", r: "replace", h: "hold", d: "drop", w: "speak" };

export class Next {
  private line: Proposed | null = null;
  private writing: Writing | null = null;
  private of = "";
  private can = false;
  private readonly head = h("h3", {}, "Next line");
  private readonly top = h("div", { className: "next-top" }, this.head);
  private readonly left = h("span", { className: "next-left" });
  private readonly time = h("span", { className: "next-time", attrs: { "aria-hidden": "true" } }, this.left);
  private readonly why = h("p", { className: "next-why" });
  private readonly words = h("p", { className: "next-words", tabIndex: 0, attrs: { "aria-live": "polite" } });
  private readonly refused = h("p", { className: "next-refused", attrs: { role: "alert" } });
  private readonly box = h("textarea", { className: "next-box", rows: 2, maxLength: 1000, id: "next-box" });
  private readonly label = h("label", { className: "next-label", htmlFor: "next-box" });
  private readonly write = h("div", { className: "next-write", hidden: true }, this.label, this.box);
  private readonly buttons = new Map<Verdict, HTMLButtonElement>();
  private readonly send = this.button("Say it", "Enter", () => this.give(), "is-main");
  private readonly cancel = this.button("Cancel", "Esc", () => this.leave());
  private readonly choices = h("div", { className: "next-row" });
  private readonly finish = h("div", { className: "next-row", hidden: true }, this.send, this.cancel);
  readonly root = h("div", { className: "next" }, this.top, this.time, this.words, this.why, this.write, this.refused, this.choices, this.finish);

  constructor(private readonly decide: (verdict: Verdict, text: string, act: string) => void) {
    const labels: [Verdict, string][] = [
      ["approve", "Approve"],
      ["edit", "Edit"],
      ["replace", "Replace"],
      ["hold", "Hold"],
      ["drop", "Drop"],
      ["speak", "Speak"],
    ];
    for (const [verdict, label] of labels) {
      const key = Object.keys(KEYS).find((letter) => KEYS[letter] === verdict) ?? "";
      const made = this.button(label, key.toUpperCase(), () => this.choose(verdict), verdict === "approve" ? "is-main" : "");
      this.buttons.set(verdict, made);
      (verdict === "speak" ? this.top : this.choices).append(made);
    }
    this.box.addEventListener("keydown", (event) => {
      if (event.key === "Enter" && !event.shiftKey && !event.isComposing) {
        event.preventDefault();
        this.give();
      }
      if (event.key === "Escape") this.leave();
    });
  }

  /** True where the key meant something here. */
  press(key: string): boolean {
    const verdict = KEYS[key];
    const made = verdict && this.buttons.get(verdict);
    if (!verdict || !made || made.hidden || made.disabled || this.writing) return false;
    this.choose(verdict);
    return true;
  }

  /** Puts the writing away; what waits goes on waiting. */
  leave(): void {
    if (!this.writing) return;
    const back = this.buttons.get(this.writing);
    this.writing = null;
    this.box.value = "";
    this.show();
    back?.focus();
  }

  draw(session: Session): void {
    const { line } = session;
    if (line && line.act_id !== this.line?.act_id) announce("A line waits for you");
    if (this.writing && this.writing !== "speak" && line?.act_id !== this.of) this.leave();
    this.line = line;
    this.can = session.connected && !["stopped", "ended"].includes(session.status);
    const last = session.lines.filter(({ who }) => who === "companion").pop();
    say(this.head, line ? (line.status === "held" ? "Next line, held" : "Next line, waits for you") : "Last line");
    say(this.words, line?.text ?? last?.text ?? (session.hello?.approval ? "Each line will wait here for you." : "It has said nothing yet."));
    const about = line ? [line.kind + (line.focus ? ` (${line.focus})` : ""), ...line.reasons.slice(0, 2)].join(" · ") : "";
    say(this.why, about);
    say(this.refused, session.refused);
    this.root.classList.toggle("is-waiting", line !== null);
    const passed = (performance.now() - session.proposedAt) / 1000;
    const rest = line?.status === "waiting" && line.seconds > 0 ? Math.max(0, 1 - passed / line.seconds) : 0;
    this.time.classList.toggle("is-idle", rest === 0);
    this.left.style.width = `${rest * 100}%`;
    this.left.style.transition = rest && rest < 1 ? "width 1s linear" : "none";
    this.show();
  }

  private choose(verdict: Verdict): void {
    if (verdict === "edit" || verdict === "replace" || verdict === "speak") return this.open(verdict);
    if (this.line) this.decide(verdict, "", this.line.act_id);
  }

  private open(writing: Writing): void {
    if (writing !== "speak") {
      if (!this.line) return;
      this.of = this.line.act_id;
      if (this.line.status === "waiting") this.decide("hold", "", this.of); // it takes a while to write
    }
    this.writing = writing;
    this.box.value = writing === "edit" ? (this.line?.text ?? "") : "";
    say(this.label, LABELS[writing]);
    this.show();
    this.box.focus();
    if (writing === "edit") this.box.select();
  }

  private give(): void {
    const text = this.box.value.trim();
    if (!this.writing || !text) return;
    this.decide(this.writing, text, this.writing === "speak" ? "" : this.of);
    this.leave();
  }

  private show(): void {
    for (const [verdict, made] of this.buttons) {
      made.hidden = verdict !== "speak" && this.line === null;
      made.disabled = !this.can || (verdict === "hold" && this.line?.status === "held");
    }
    this.write.hidden = this.finish.hidden = this.writing === null;
    this.choices.hidden = this.writing !== null || this.line === null;
  }

  private button(label: string, key: string, act: () => void, className = ""): HTMLButtonElement {
    return h("button", { type: "button", className: `next-button ${className}`, on: { click: act } }, label, h("kbd", {}, key));
  }
}
