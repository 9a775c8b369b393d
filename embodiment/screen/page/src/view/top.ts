/** The quiet line above: the companion's name, and what may be shown or hidden. */

import { h, say } from "./dom";
import { icon, type Icon } from "./icons";

export interface TopActs {
  words: () => void;
  sheet: () => void;
  people: () => void;
  consent: () => void;
}

export class Top {
  private readonly name = h("p", { className: "top-name" });
  private readonly people: Quiet;
  private readonly consent: Quiet;
  private readonly words: Quiet;
  private readonly sheet: Quiet;
  readonly root: HTMLElement;

  constructor(acts: TopActs) {
    this.people = new Quiet("people", acts.people, "quiet-people");
    this.words = new Quiet("words", acts.words);
    this.sheet = new Quiet("sheet", acts.sheet);
    this.people.button.hidden = true;
    this.consent = new Quiet("consent", acts.consent, "quiet-consent");
    this.consent.button.hidden = true;
    this.consent.label("What is kept");
    this.people.label("People to reach");
    this.showWords(true);
    this.showSheet("Worksheet", false);
    this.root = h("header", { className: "top" }, this.name, this.people.button, this.consent.button, this.words.button, this.sheet.button);
  }

  call(name: string): void {
    say(this.name, name);
  }

  showWords(shown: boolean): void {
    this.words.label("Words");
    this.words.button.setAttribute("aria-pressed", String(shown));
  }

  showSheet(label: string, open: boolean, there = true): void {
    this.sheet.label(label);
    this.sheet.button.hidden = !there;
    this.sheet.button.setAttribute("aria-expanded", String(open));
  }

  /** What is kept can be looked at and changed. */
  offerConsent(given: boolean): void {
    this.consent.button.hidden = !given;
  }

  showPeople(shown: boolean): void {
    this.people.button.hidden = !shown;
  }
}

class Quiet {
  readonly button: HTMLButtonElement;
  private readonly text = h("span", { className: "quiet-label" });

  constructor(name: Icon, act: () => void, className = "") {
    this.button = h("button", { type: "button", className: `quiet ${className}`.trim(), on: { click: act } }, icon(name), this.text);
  }

  label(text: string): void {
    say(this.text, text);
  }
}
