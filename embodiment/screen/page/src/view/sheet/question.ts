/** The question that is asked now: its words on top, its field below, and what went wrong if anything did. */

import type { SheetField } from "../../link/messages";
import { h, say, unique } from "../dom";
import type { Editor } from "./editor";
import { editor } from "./kinds";

export interface QuestionActs {
  submit: () => void;
  keep: (value: string) => void;
  begin: () => void;
  breathe: (fullness: number | null) => void;
}

export class Question {
  private readonly prompt = h("h3", { id: unique("prompt"), className: "question-prompt" });
  private readonly help = h("p", { id: unique("help"), className: "question-help" });
  private readonly problem = h("p", { id: unique("problem"), className: "question-problem" });
  private readonly before = h("button", { type: "button", className: "question-before", hidden: true });
  private readonly place = h("div", { className: "question-field" });
  readonly root = h("div", { className: "question" }, this.prompt, this.help, this.before, this.place, this.problem);
  private editor: Editor | null = null;
  private key = "";
  private shown = "";
  private touched = false;

  constructor(private readonly acts: QuestionActs) {}

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
    this.offer(field);
    const state = `${field.value} ${field.status} ${field.part}`;
    if (state !== this.shown && (!this.touched || this.editor?.shared)) this.editor?.show(field.value, field.status === "heard", field.part);
    this.shown = state;
  }

  /** Words as they are being heard, shown lighter until the sheet has them. */
  hear(words: string): void {
    if (!this.touched || this.editor?.shared) this.editor?.hear(words);
  }

  /** The sheet rests: nothing runs on in it. */
  rest(): void {
    this.editor?.rest?.();
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

  /** An answer from another day, to be taken over by a touch. */
  private offer(field: SheetField): void {
    this.before.hidden = field.offered === "" || field.value !== "";
    this.before.replaceChildren(h("span", { className: "question-before-when" }, "Last time"), h("span", {}, field.offered_shown));
    this.before.onclick = () => {
      this.editor?.show(field.offered, false, "");
      this.touched = true;
      this.before.hidden = true;
      this.focus();
    };
  }

  private build(field: SheetField, key: string): void {
    this.key = key;
    this.shown = "";
    this.touched = false;
    this.rest();
    const held = this.place.contains(document.activeElement);
    this.editor = editor({
      field,
      labelled: this.prompt.id,
      described: `${this.help.id} ${this.problem.id}`,
      changed: () => (this.touched = true),
      ...this.acts,
    });
    this.place.replaceChildren(this.editor.root);
    if (held) this.editor.focus();
  }
}
