/** The words, one or two lines under the face: the person's as they are heard, the companion's as they are said. */

import { h, say } from "./dom";

export class Captions {
  private readonly who = h("span", { className: "captions-who" });
  private readonly settled = h("span");
  private readonly unsettled = h("span", { className: "unsettled" });
  private readonly line = h("p", { className: "captions-line" }, this.who, this.settled, this.unsettled);
  readonly root = h("div", { className: "captions" }, this.line);

  /** What was heard so far; the first `stable` characters will not change. */
  hearing(text: string, stable: number): void {
    this.show("You", text.slice(0, stable), text.slice(stable));
  }

  heard(text: string): void {
    this.show("You", text, "");
  }

  saying(text: string): void {
    this.show("", text, "");
  }

  /** Shows or hides the words; returns whether they are shown now. */
  toggle(): boolean {
    this.line.hidden = !this.line.hidden;
    return !this.line.hidden;
  }

  private show(who: string, settled: string, unsettled: string): void {
    this.root.dataset.speaker = who ? "participant" : "companion";
    say(this.who, who);
    say(this.settled, settled);
    say(this.unsettled, unsettled);
    // A long turn shows its end, which is what is being said.
    this.line.scrollTop = who ? this.line.scrollHeight : 0;
  }
}
