/** What is kept, one stream a line: asked before anything begins, and changed at any time after. */

import type { Consent, ConsentLine } from "../link/messages";
import { announce } from "./announce";
import { button, h, say, unique } from "./dom";

export interface ConsentActs {
  /** All choices at once, which answers the question. */
  confirm: (chosen: Record<string, boolean>) => void;
  /** One of them changed after it was answered: in force at once. */
  change: (stream: string, yes: boolean) => void;
  /** Not taking part at all. */
  decline: () => void;
  close: () => void;
}

export class ConsentCard {
  private readonly title = h("h1", { tabIndex: -1 });
  private readonly text = h("div", { className: "consent-text" });
  private readonly lines = h("fieldset", { className: "consent-lines" });
  private readonly confirm: HTMLButtonElement;
  private readonly decline: HTMLButtonElement;
  private readonly done: HTMLButtonElement;
  private readonly note = h("p", { className: "consent-note" });
  private readonly boxes = new Map<string, HTMLInputElement>();
  readonly root: HTMLElement;
  private shown = "";
  private asked = false;

  constructor(private readonly acts: ConsentActs) {
    this.confirm = button("Go on with these", () => acts.confirm(this.chosen()), "main");
    this.decline = button("I'd rather not take part", acts.decline);
    this.done = button("Close", acts.close, "main");
    this.root = h("section", { className: "card consent", hidden: true, attrs: { "aria-label": "What is kept" } });
    this.root.append(this.title, this.text, this.lines, this.note, h("div", { className: "row" }, this.confirm, this.decline, this.done));
  }

  update(consent: Consent): void {
    this.asked = consent.status === "asked";
    say(this.title, consent.title);
    const key = consent.lines.map((line) => line.stream).join(" ") + consent.paragraphs.join(" ");
    if (key !== this.shown) this.build(consent);
    this.shown = key;
    for (const line of consent.lines) this.mark(line);
    this.confirm.hidden = !this.asked;
    this.decline.hidden = !this.asked;
    this.done.hidden = this.asked;
    this.text.hidden = !this.asked;
    const heard = consent.lines.some((line) => line.heard !== "");
    say(this.note, heard ? "What you said is ticked here. It counts once you go on." : this.asked ? "" : "A change counts at once.");
    this.note.hidden = this.note.textContent === "";
  }

  show(): void {
    if (this.root.hidden) announce(this.title.textContent ?? "");
    this.root.hidden = false;
  }

  hide(): void {
    this.root.hidden = true;
  }

  focus(): void {
    this.title.focus();
  }

  private build(consent: Consent): void {
    this.boxes.clear();
    this.text.replaceChildren(...consent.paragraphs.map((words) => h("p", {}, words)));
    this.lines.replaceChildren(h("legend", {}, "You decide about each of these"), ...consent.lines.map((line) => this.line(line)));
  }

  private line({ stream, text, about }: ConsentLine): HTMLElement {
    const box = h("input", { type: "checkbox", id: unique("stream"), attrs: { "data-stream": stream } });
    const why = h("span", { className: "consent-about", id: unique("about") }, about);
    if (about) box.setAttribute("aria-describedby", why.id);
    box.addEventListener("change", () => {
      if (!this.asked) this.acts.change(stream, box.checked);
      else if (!box.checked) this.acts.change(stream, false); // a no does not wait
    });
    this.boxes.set(stream, box);
    return h("div", { className: "consent-line" }, h("label", { htmlFor: box.id }, box, h("span", {}, text)), about ? why : null);
  }

  /** What holds is shown; while it is asked, what the person has ticked themselves is left alone. */
  private mark({ stream, given, heard }: ConsentLine): void {
    const box = this.boxes.get(stream);
    if (!box) return;
    if (!this.asked) box.checked = given;
    else if (heard !== "" && heard !== box.dataset["heard"]) box.checked = heard === "yes";
    else if (given) box.checked = true;
    box.dataset["heard"] = heard;
    box.parentElement?.classList.toggle("unsettled", heard !== "" && this.asked);
  }

  private chosen(): Record<string, boolean> {
    return Object.fromEntries([...this.boxes].map(([stream, box]) => [stream, box.checked]));
  }
}
