/** An earlier answer, quiet, that can be touched to change. */

import type { SheetField } from "../../link/messages";
import { button, h, say } from "../dom";
import { Question } from "./question";

const nothing = (): void => undefined;
/** A card tells nobody before it is kept. */
const ALONE = { keep: nothing, begin: nothing, breathe: nothing };

export class Card {
  private readonly label = h("span", { className: "answer-label" });
  private readonly shown = h("span", { className: "answer-shown" });
  private readonly hint = h("span", { className: "answer-hint" }, "Change");
  private readonly face: HTMLButtonElement;
  private question: Question | null = null;
  private field: SheetField | null = null;
  readonly root = h("li", { className: "answer" });

  constructor(private readonly edited: (key: string, value: string) => void) {
    this.face = h("button", { type: "button", className: "answer-face", on: { click: () => this.open() } });
    this.face.append(this.label, this.shown, this.hint);
    this.root.append(this.face);
  }

  update(field: SheetField): void {
    this.field = field;
    say(this.label, field.label || field.prompt);
    say(this.shown, field.status === "skipped" ? "Skipped" : field.shown);
    this.shown.classList.toggle("unsettled", field.status === "heard" || field.status === "skipped");
    this.question?.update({ ...field, prompt: field.label || field.prompt }, "card");
  }

  private open(): void {
    if (!this.field) return;
    this.question = new Question({ ...ALONE, submit: () => this.keep() });
    this.update(this.field);
    const row = h("div", { className: "row" });
    row.append(button("Keep this", () => this.keep(), "main"), button("Leave it as it was", () => this.close()));
    this.root.replaceChildren(this.question.root, row);
    this.question.focus();
  }

  private keep(): void {
    const value = this.question?.value() ?? null;
    if (value === null || !this.field) return;
    this.edited(this.field.key, value);
    this.close();
  }

  private close(): void {
    this.question?.rest();
    this.question = null;
    this.root.replaceChildren(this.face);
    this.face.focus();
  }
}
