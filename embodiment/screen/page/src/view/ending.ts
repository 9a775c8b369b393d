/** The page they keep: the plan in one sentence, the filled sheet, and what to do with it all. */

import type { SheetView } from "../link/messages";
import { button, h, say } from "./dom";
import { printOnly } from "./print";

export class Ending {
  private readonly title = h("h1", { tabIndex: -1 }, "That's all for now");
  private readonly plan = h("p", { className: "plan" });
  private readonly sheet = h("div", { className: "kept" });
  private readonly status = h("p", { className: "ending-status", attrs: { role: "status" } });
  private readonly ask: HTMLElement;
  private readonly acts: HTMLElement;
  private readonly wipe: HTMLButtonElement;
  readonly root: HTMLElement;

  constructor(acts: { remove: () => void; resume: () => void }) {
    const report = h("a", { className: "button", href: "report", target: "_blank", rel: "noopener" }, "See the report");
    this.wipe = button("Delete all of it", () => this.confirm(true));
    const again = button("Carry on talking", acts.resume);
    this.acts = h("div", { className: "row" }, button("Print", () => printOnly("ending"), "main"), report, again, this.wipe);
    this.ask = h("div", { className: "confirm", hidden: true, attrs: { role: "group", "aria-label": "Delete all of it?" } });
    const yes = button("Yes, delete all of it", () => this.remove(acts.remove), "danger");
    const no = button("No, keep it", () => this.confirm(false));
    this.ask.append(h("p", {}, "This deletes everything from this conversation. It cannot be undone."), h("div", { className: "row" }, yes, no));
    this.root = h("section", { className: "card ending", hidden: true, attrs: { "aria-label": "The end of the conversation" } });
    this.root.append(this.title, this.plan, this.sheet, this.acts, this.ask, this.status);
  }

  show(plan: string, sheet: SheetView | null): void {
    this.update(plan, sheet);
    this.root.hidden = false;
  }

  focus(): void {
    this.title.focus();
  }

  /** What arrives after the end (the goodbye, a last answer) still finds its place. */
  update(plan: string, sheet: SheetView | null): void {
    say(this.plan, plan);
    this.plan.hidden = plan === "";
    this.sheet.replaceChildren(...(sheet ? filled(sheet) : []));
  }

  hide(): void {
    this.root.hidden = true;
  }

  /** Everything is gone, as the record itself told. */
  deleted(): void {
    this.update("", null);
    this.acts.hidden = true;
    say(this.status, "All of it is deleted. You can close this page.");
  }

  /** It could not be deleted; why, in one line. */
  notDeleted(why: string): void {
    this.acts.hidden = false;
    say(this.status, why);
  }

  private confirm(asking: boolean): void {
    this.ask.hidden = !asking;
    this.acts.hidden = asking;
    (asking ? this.ask.querySelector("button") : this.wipe)?.focus();
  }

  private remove(remove: () => void): void {
    this.ask.hidden = true;
    say(this.status, "Deleting …");
    remove();
  }
}

function filled(sheet: SheetView): HTMLElement[] {
  const answered = sheet.fields.filter((field) => field.shown && field.status !== "skipped" && field.status !== "passed");
  if (answered.length === 0) return [];
  const list = h("dl");
  for (const field of answered) list.append(h("dt", {}, field.label || field.prompt), h("dd", {}, field.shown));
  const name = sheet.sheet.replace(/[^\p{L}\p{N}_-]/gu, "_");
  const paper = h("a", { className: "button", href: `sheets/${name}.pdf`, target: "_blank", rel: "noopener" }, "Take it home as a PDF");
  return [h("h2", {}, sheet.title), list, h("p", {}, paper)];
}
