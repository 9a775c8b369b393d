/** One line that tells what is wrong and what to do: the most pressing of those that stand. */

import { announce } from "./announce";
import { button, h, say } from "./dom";

const ORDER = ["connection", "session", "pause", "microphone", "hearing", "voice", "camera", "problem"] as const;
export type Topic = (typeof ORDER)[number];

export class Notice {
  private readonly line = h("p", { className: "notice-line" });
  private readonly act = button("", () => this.acts(), "notice-act");
  readonly root = h("div", { className: "notice", hidden: true }, this.line, this.act);
  private acts: () => void = () => undefined;
  private readonly standing = new Map<Topic, string>();
  private offered: Topic | null = null;
  private readonly timers = new Map<Topic, number>();

  /** Sets or (with "") clears what stands for a topic; with `seconds` it clears by itself. */
  set(topic: Topic, text: string, seconds = 0): void {
    clearTimeout(this.timers.get(topic));
    if (text) this.standing.set(topic, text);
    else this.standing.delete(topic);
    if (text && seconds > 0) this.timers.set(topic, window.setTimeout(() => this.set(topic, ""), seconds * 1000));
    this.show();
  }

  /** Sets a line with something the person can do about it. */
  offer(topic: Topic, text: string, label: string, acts: () => void): void {
    this.set(topic, text);
    this.offered = topic;
    this.acts = acts;
    say(this.act, label);
    this.show();
  }

  private show(): void {
    const first = ORDER.find((topic) => this.standing.has(topic));
    const text = first ? (this.standing.get(first) ?? "") : "";
    if (text && text !== this.line.textContent) announce(text);
    say(this.line, text);
    this.root.dataset.topic = first ?? "";
    this.act.hidden = first === undefined || first !== this.offered;
    this.root.hidden = text === "";
  }
}
