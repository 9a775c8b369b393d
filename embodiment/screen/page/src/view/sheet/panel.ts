/** The worksheet beside the face. */

import type { Move, SheetField, SheetView } from "../../link/messages";
import { announce } from "../announce";
import { button, h, say } from "../dom";
import { Answers } from "./answers";
import { Question } from "./question";

export interface SheetActs {
  answer: (move: Move, field: string, value: string) => void;
  fold: () => void;
}

const ANSWERED = new Set<SheetField["status"]>(["filled", "heard", "skipped"]);

export class Panel {
  private readonly title = h("h2", { className: "sheet-title" });
  private readonly lead = h("p", { className: "sheet-lead" });
  private readonly line = h("div", { className: "progress", attrs: { role: "progressbar", "aria-label": "Progress", "aria-valuemin": "0", "aria-valuemax": "100" } });
  private readonly question: Question;
  private readonly answers: Answers;
  private readonly entry: HTMLButtonElement;
  private readonly pause: HTMLButtonElement;
  private readonly forms: Record<"offered" | "open" | "paused" | "done", HTMLElement>;
  readonly root: HTMLElement;
  private view: SheetView | null = null;
  private asked = "";

  constructor(private readonly acts: SheetActs) {
    const move = (name: Move) => (): void => acts.answer(name, this.view?.current ?? "", "");
    this.question = new Question(() => this.enter());
    this.answers = new Answers((key, value) => acts.answer("edit", key, value));
    this.entry = button("Next", () => this.enter(), "main");
    this.pause = button("Pause", move("pause"));
    this.forms = {
      offered: row(button("Yes, let's", move("start"), "main"), button("Not now", move("stop"))),
      open: h("div", {}, this.question.root, row(this.entry, button("Back", move("back")), button("Skip", move("skip")), this.pause)),
      paused: row(button("Carry on", move("resume"), "main"), button("Put it away", move("stop"))),
      done: row(button("Close", acts.fold, "main"), h("a", { className: "button", href: "sheet", target: "_blank", rel: "noopener" }, "Print it")),
    };
    this.root = h("section", { className: "card sheet", hidden: true, attrs: { "aria-label": "Worksheet" } });
    this.root.append(this.line, this.title, this.lead, ...Object.values(this.forms), this.answers.root);
  }

  update(view: SheetView): void {
    this.view = view;
    const status = view.status === "none" ? "paused" : view.status;
    for (const [name, form] of Object.entries(this.forms)) form.hidden = name !== status;
    say(this.title, view.title);
    say(this.lead, lead(view));
    this.lead.hidden = this.lead.textContent === "";
    this.root.dataset.status = status;
    this.progress(view.progress);
    const current = view.fields.find((field) => field.key === view.current);
    if (status === "open" && current) this.ask(view, current);
    const earlier = view.fields.filter((field) => ANSWERED.has(field.status) && (status !== "open" || field.key !== view.current));
    this.answers.update(status === "offered" ? [] : earlier);
  }

  /** Words as they are being heard, while a question is open. */
  hear(words: string): void {
    if (this.view?.status === "open") this.question.hear(words);
  }

  private ask(view: SheetView, current: SheetField): void {
    this.question.update(current, view.sheet);
    say(this.entry, current.status === "heard" ? "Yes, keep that" : "Next");
    const asked = `${current.key} ${current.problem}`;
    if (asked !== this.asked) announce([current.problem, current.prompt || current.label].filter(Boolean).join(" "));
    this.asked = asked;
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
  const count = view.fields.length;
  if (view.status === "offered") return `We could fill this in together: ${count === 1 ? "one question" : `${count} questions`}, as slowly as you like. You can stop at any point.`;
  if (view.status === "paused") return "Paused. Your answers are safe, and we can carry on whenever you want.";
  if (view.status === "done") return "All done. You can still touch an answer to change it.";
  return "";
}
