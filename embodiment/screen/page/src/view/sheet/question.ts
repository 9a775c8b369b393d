/** The question that is asked now: its words on top, its field below, and what went wrong if anything did. */

import type { SheetField } from "../../link/messages";
import { h, say, unique } from "../dom";
import { editor, type Editor } from "./editor";

export class Question {
  private readonly prompt = h("h3", { id: unique("prompt"), className: "question-prompt" });
  private readonly help = h("p", { id: unique("help"), className: "question-help" });
  private readonly problem = h("p", { id: unique("problem"), className: "question-problem" });
  private readonly place = h("div", { className: "question-field" });
  readonly root = h("div", { className: "question" }, this.prompt, this.help, this.place, this.problem);
  private editor: Editor | null = null;
  private key = "";
  private shown = "";
  private touched = false;

  constructor(private readonly submitted: () => void) {}

  /** Shows a field. What the person is entering is left alone. */
  update(field: SheetField, of: string): void {
    const key = `${of} ${field.key} ${field.kind}`;
    if (key !== this.key) this.build(field, key);
    say(this.prompt, field.prompt || field.label);
    say(this.help, field.help);
    this.help.hidden = field.help === "";
    const problem = field.problem;
    say(this.problem, problem);
    this.problem.hidden = problem === "";
    this.place.classList.toggle("has-problem", problem !== "");
    const state = `${field.value} ${field.status}`;
    if (state !== this.shown && !this.touched) this.editor?.show(field.value, field.status === "heard");
    this.shown = state;
  }

  /** Words as they are being heard, shown lighter until the sheet has them. */
  hear(words: string): void {
    if (!this.touched) this.editor?.hear(words);
  }

  value(): string | null {
    return this.editor?.value() ?? null;
  }

  /** The entry was handed in: from now on the sheet's own word counts again. */
  settle(): void {
    this.touched = false;
  }

  focus(): void {
    this.editor?.focus();
  }

  private build(field: SheetField, key: string): void {
    this.key = key;
    this.shown = "";
    this.touched = false;
    const held = this.place.contains(document.activeElement);
    this.editor = editor({
      field,
      labelled: this.prompt.id,
      described: `${this.help.id} ${this.problem.id}`,
      changed: () => (this.touched = true),
      submit: this.submitted,
    });
    this.place.replaceChildren(this.editor.root);
    if (held) this.editor.focus();
  }
}
