/** One tab for each session, with how it stands on it: a shape and a word. */

import { h } from "../../view/dom";
import type { Session } from "../session";
import { shape, type Shape } from "../shapes";

const STANDS: Record<string, [Shape, string]> = {
  waiting: ["ring", "not begun"],
  on: ["circle", "talking"],
  paused: ["bars", "paused"],
  stopped: ["square", "stopped"],
  ended: ["square", "ended"],
  away: ["broken", "no line"],
  line: ["hand", "line waits"],
  warning: ["triangle", "look"],
  danger: ["octagon", "danger"],
};

export class Tabs {
  readonly root = h("div", { className: "tabs", attrs: { role: "tablist", "aria-label": "Sessions" } });
  private drawn = "";
  private keys: string[] = [];

  constructor(
    private readonly show: (key: string) => void,
    private readonly drop: (key: string) => void,
  ) {
    this.root.addEventListener("keydown", (event) => this.move(event));
  }

  nth(index: number): boolean {
    const key = this.keys[index];
    if (key) this.show(key);
    return key !== undefined;
  }

  draw(sessions: Session[], now: string): void {
    this.keys = sessions.map(({ key }) => key);
    const wanted = JSON.stringify([now, sessions.map((session) => [session.key, session.name, stands(session), session.gone])]);
    if (wanted === this.drawn) return;
    this.drawn = wanted;
    const held = this.root.contains(document.activeElement);
    this.root.replaceChildren(...sessions.map((session, index) => this.tab(session, index, session.key === now)));
    this.root.hidden = sessions.length === 0;
    if (held) this.root.querySelector<HTMLElement>('[aria-selected="true"]')?.focus();
  }

  private tab(session: Session, index: number, now: boolean): HTMLElement {
    const kind = stands(session);
    const [mark, word] = STANDS[kind] ?? ["ring", kind];
    const tab = h(
      "button",
      {
        type: "button",
        className: `tab is-${kind}`,
        attrs: { role: "tab", "aria-selected": String(now), "aria-controls": "panel", tabindex: now ? "0" : "-1", "data-key": session.key },
        on: { click: () => this.show(session.key) },
      },
      shape(mark),
      h("span", { className: "tab-name" }, session.name),
      h("span", { className: "tab-word" }, word),
    );
    if (index < 9) tab.setAttribute("aria-keyshortcuts", String(index + 1));
    if (!session.gone) return tab;
    tab.append(h("span", { className: "tab-close", attrs: { "aria-hidden": "true" }, title: "Close: Delete", on: { click: (event) => this.close(event, session.key) } }, "×"));
    return tab;
  }

  private close(event: MouseEvent, key: string): void {
    event.stopPropagation();
    this.drop(key);
  }

  private move(event: KeyboardEvent): void {
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    const at = this.keys.indexOf(this.root.querySelector<HTMLElement>('[aria-selected="true"]')?.dataset.key ?? "");
    if (step && this.keys.length) {
      this.show(this.keys[(at + step + this.keys.length) % this.keys.length] ?? "");
      event.preventDefault();
    }
    if (event.key === "Delete" && this.root.querySelector('[aria-selected="true"] .tab-close')) this.drop(this.keys[at] ?? "");
  }
}

/** The most pressing thing about a session. */
function stands(session: Session): string {
  const worst = session.pressing[0]?.level;
  if (worst === "danger") return "danger";
  if (session.line) return "line";
  return worst ?? session.status;
}
