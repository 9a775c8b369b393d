/** What must not be missed, across the page: shape, words, and one button that says it was seen. */

import { announce } from "../../view/announce";
import { button, h } from "../../view/dom";
import type { Alarm, Session } from "../session";
import { shape } from "../shapes";

export class Alarms {
  readonly root = h("section", { className: "alarms", hidden: true, attrs: { "aria-label": "Alarms", role: "region" } });
  private drawn = "";
  private known = new Set<string>();
  private shown: Alarm[] = [];

  constructor(private readonly seen: (id: string) => void) {}

  /** Marks the worst as seen; false where there is none. */
  first(): boolean {
    const alarm = this.shown[0];
    if (alarm) this.seen(alarm.id);
    return alarm !== undefined;
  }

  /** Gives whether a warning is new. */
  draw(sessions: Session[], now: string): boolean {
    const found = sessions.flatMap((session) => session.pressing.map((alarm) => ({ session, alarm })));
    found.sort((a, b) => Number(b.alarm.level === "danger") - Number(a.alarm.level === "danger"));
    this.shown = found.map(({ alarm }) => alarm);
    const fresh = found.filter(({ session, alarm }) => !this.known.has(`${session.key} ${alarm.id}`));
    for (const { session, alarm } of fresh) {
      this.known.add(`${session.key} ${alarm.id}`);
      announce(alarm.what);
    }
    const wanted = JSON.stringify([now, found.map(({ session, alarm }) => [session.key, alarm.id])]);
    if (wanted !== this.drawn) {
      this.drawn = wanted;
      const [first] = found;
      this.root.hidden = first === undefined;
      this.root.replaceChildren(...(first ? [this.row(first.alarm, first.session, first.session.key === now, found.length - 1)] : []));
    }
    return fresh.some(({ alarm }) => alarm.level === "warning");
  }

  private row(alarm: Alarm, session: Session, here: boolean, more: number): HTMLElement {
    const where = here ? "" : `${session.name}: `;
    const seen = button("Seen", () => this.seen(alarm.id), "alarm-seen");
    seen.append(h("kbd", {}, "S"));
    return h(
      "div",
      { className: `alarm is-${alarm.level}` },
      shape(alarm.level === "danger" ? "octagon" : "triangle"),
      h("p", { className: "alarm-what" }, where, alarm.what),
      more > 0 && h("span", { className: "alarm-more" }, `and ${more} more`),
      seen,
    );
  }
}
