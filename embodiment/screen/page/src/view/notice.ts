/** One line that tells what is wrong and what to do: the most pressing of those that stand. */

import { announce } from "./announce";
import { h, say } from "./dom";

const ORDER = ["connection", "session", "microphone", "hearing", "voice", "camera", "problem"] as const;
export type Topic = (typeof ORDER)[number];

export class Notice {
  private readonly line = h("p", { className: "notice-line" });
  readonly root = h("div", { className: "notice", hidden: true }, this.line);
  private readonly standing = new Map<Topic, string>();
  private readonly timers = new Map<Topic, number>();

  /** Sets or (with "") clears what stands for a topic; with `seconds` it clears by itself. */
  set(topic: Topic, text: string, seconds = 0): void {
    clearTimeout(this.timers.get(topic));
    if (text) this.standing.set(topic, text);
    else this.standing.delete(topic);
    if (text && seconds > 0) this.timers.set(topic, window.setTimeout(() => this.set(topic, ""), seconds * 1000));
    this.show();
  }

  /** What stands for a topic, or "". */
  get(topic: Topic): string {
    return this.standing.get(topic) ?? "";
  }

  private show(): void {
    const first = ORDER.find((topic) => this.standing.has(topic));
    const text = first ? (this.standing.get(first) ?? "") : "";
    if (text && text !== this.line.textContent) announce(text);
    say(this.line, text);
    this.root.hidden = text === "";
  }
}
