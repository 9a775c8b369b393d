/** The worksheet beside the face. */

import type { Move, SheetField, SheetView } from "../../link/messages";
import { announce } from "../announce";
import { button, h, say } from "../dom";
import { Answers } from "./answers";
import { Question } from "./question";

export interface SheetActs {
  answer: (move: Move, field: string, value: string) => void;
  fold: () => void;
  breathe: (fullness: number | null) => void;
}

type Form = "offered" | "open" | "paused" | "done";

const ANSWERED = new Set<SheetField["status"]>(["filled", "heard", "skipped"]);

export class Panel {
  private readonly title = h("h2", { className: "sheet-title" });
  private readonly lead = h("p", { className: "sheet-lead" });
  private readonly line = h("div", { className: "progress", attrs: { role: "progressbar", "aria-label": "Progress", "aria-valuemin": "0", "aria-valuemax": "100" } });
  private readonly question: Question;
  private readonly answers: Answers;
  private readonly body: HTMLElement; // what scrolls, between the title and the moves
  private readonly entry: HTMLButtonElement;
  private readonly forms: Record<Form, HTMLElement>;
  readonly root: HTMLElement;
  private view: SheetView | null = null;
  private asked = "";

  constructor(private readonly acts: SheetActs) {
    const move = (name: Move) => (): void => acts.answer(name, this.view?.current ?? "", "");
    const keep = (value: string): void => acts.answer("edit", this.view?.current ?? "", value);
    this.question = new Question({ submit: () => this.enter(), keep, begin: move("start"), breathe: acts.breathe });
    this.answers = new Answers((key, value) => acts.answer("edit", key, value));
    this.entry = button("Next", () => this.enter(), "main");
    this.forms = {
      offered: row(button("Yes, let's", move("start"), "main"), button("Not now", move("stop"))),
      open: row(this.entry, button("Back", move("back")), button("Skip", move("skip")), button("Pause", move("pause"))),
      paused: row(button("Carry on", move("resume"), "main"), button("Put it away", move("stop"))),
      done: row(button("Close", acts.fold, "main"), h("a", { className: "button", href: "sheet", target: "_blank", rel: "noopener" }, "Print it")),
    };
    this.root = h("section", { className: "card sheet", hidden: true, attrs: { "aria-label": "Worksheet" } });
    this.body = h("div", { className: "sheet-body" }, this.lead, this.question.root, this.answers.root);
    this.root.append(this.line, this.title, this.body, ...Object.values(this.forms));
  }

  update(view: SheetView): void {
    const before = this.view;
    this.view = view;
    const status = view.status === "none" ? "paused" : view.status;
    const handled = this.byKeyboard;
    for (const [name, form] of Object.entries(this.forms)) form.hidden = name !== status;
    this.question.root.hidden = status !== "open";
    say(this.title, view.title);
    say(this.lead, lead(view));
    this.lead.hidden = this.lead.textContent === "";
    Object.assign(this.root.dataset, { sheet: view.sheet, status, field: view.current });
    this.progress(view.progress);
    const current = view.fields.find((field) => field.key === view.current);
    if (status === "open" && current) this.ask(view, current, handled);
    else this.rest(view, before, handled);
    const earlier = view.fields.filter((field) => ANSWERED.has(field.status) && (status !== "open" || field.key !== view.current));
    this.answers.update(status === "offered" ? [] : earlier);
  }

  /** Words as they are being heard, while a question is open. */
  hear(words: string): void {
    if (this.view?.status === "open") this.question.hear(words);
  }

  /** Someone finds their way through the sheet by keyboard: what comes next gets the focus. */
  private get byKeyboard(): boolean {
    return this.root.contains(document.activeElement) && document.activeElement?.matches(":focus-visible") === true;
  }

  private ask(view: SheetView, current: SheetField, handled: boolean): void {
    this.question.update(current, view.sheet);
    say(this.entry, current.status === "heard" ? "Keep it" : "Next");
    const asked = `${view.sheet} ${current.key} ${current.problem}`;
    if (asked !== this.asked) {
      announce([current.problem, current.prompt || current.label].filter(Boolean).join(" "));
      this.body.scrollTo({ top: 0 });
      if (handled) this.question.focus();
    }
    this.asked = asked;
  }

  /** Offered, paused or done: no question is asked, and nothing runs. */
  private rest(view: SheetView, before: SheetView | null, handled: boolean): void {
    this.question.rest();
    this.asked = "";
    if (view.status === before?.status && view.sheet === before.sheet) return;
    announce(`${view.title}. ${lead(view)}`);
    if (handled) this.forms[view.status === "none" ? "paused" : view.status].querySelector("button")?.focus();
  }

  private enter(): void {
    const value = this.question.value();
    if (value === null) {
      this.question.focus();
      announce("Nothing is entered yet. You can also skip this one.");
      return;
    }
    this.question.settle();
    this.acts.answer("enter", this.view?.current ?? "", value);
  }

  private progress(share: number): void {
    const whole = Math.round(Math.min(1, Math.max(0, share)) * 100);
    this.line.style.setProperty("--share", String(whole / 100));
    this.line.setAttribute("aria-valuenow", String(whole));
  }
}

function row(...controls: HTMLElement[]): HTMLElement {
  return h("div", { className: "row" }, ...controls);
}

function lead(view: SheetView): string {
  if (view.status === "offered") return "We could fill this in together, one question at a time and as slowly as you like. You can skip any of them, pause, or stop at any point.";
  if (view.status === "paused") return "Paused. Your answers are safe, and we can carry on whenever you want.";
  if (view.status === "done") return "All done. You can still touch an answer to change it.";
  return "";
}
