/** Right: the relationship, measure by measure and never as one number, and safety. */

import { h, say } from "../../view/dom";
import type { Measure } from "../messages";
import type { Session } from "../session";
import { shape, type Shape } from "../shapes";
import { ConductView } from "./conduct";

const ALLIANCE = ["task", "bond", "goal"] as const;
const CHANNELS = ["words", "feeling", "voice"] as const;
const SIDES = ["participant", "companion", "gap"] as const;
const FOLLOWERS = ["participant", "companion", "both"] as const;
const FIGURES = ["Relationship", "Conduct"] as const;
const SAFETY: Record<string, [Shape, string]> = {
  none: ["circle", "No sign of risk"],
  moderate: ["triangle", "Raised risk"],
  high: ["octagon", "High risk"],
};

export class Relation {
  private readonly alliance = ALLIANCE.map((name) => new Row(name, SIDES));
  private readonly synchrony = CHANNELS.map((name) => new Row(name, FOLLOWERS));
  private readonly level = h("p", { className: "safety-level" });
  private readonly why = h("p", { className: "safety-why" });
  private readonly parts = h("p", { className: "safety-parts" });
  private readonly contacts = h("ul", { className: "safety-contacts" });
  private readonly conduct = new ConductView();
  private readonly figure = h(
    "div",
    { className: "figure", attrs: { role: "tabpanel", id: "figure-relationship", "aria-label": "Relationship" } },
    h("p", { className: "small key" }, "Since it began, 95 % bands", h("i", { className: "dot is-participant" }), "person", h("i", { className: "dot is-companion" }), "companion", h("i", { className: "dot is-gap" }), "gap"),
    h("div", { className: "measures" }, ...this.alliance.map(({ root }) => root)),
    h("h3", {}, "Synchrony, by channel", h("span", { className: "key" }, "who follows; 0 is chance")),
    h("div", { className: "measures" }, ...this.synchrony.map(({ root }) => root)),
  );
  private readonly choices = FIGURES.map((name, index) => h("button", { type: "button", attrs: { role: "tab" }, on: { click: () => this.show(index), keydown: (event) => this.move(event) } }, name));
  readonly root = h(
    "section",
    { className: "column relation", attrs: { "aria-label": "Relationship and safety" } },
    h("div", { className: "figures", attrs: { role: "tablist", "aria-label": "Figures" } }, ...this.choices),
    this.figure,
    this.conduct.root,
    h("h2", { className: "safety-head" }, "Safety"),
    this.level,
    this.why,
    this.contacts,
    this.parts,
  );

  constructor() {
    this.show(0);
  }

  /** One figure at a time: they share a column, and no axis. */
  private show(chosen: number): void {
    this.choices.forEach((choice, index) => {
      choice.setAttribute("aria-selected", String(index === chosen));
      choice.tabIndex = index === chosen ? 0 : -1;
    });
    this.figure.hidden = chosen !== 0;
    this.conduct.root.hidden = chosen !== 1;
  }

  private move(event: KeyboardEvent): void {
    if (event.key !== "ArrowLeft" && event.key !== "ArrowRight") return;
    const other = this.figure.hidden ? 0 : 1;
    this.show(other);
    this.choices[other]?.focus();
    event.preventDefault();
  }

  draw(session: Session): void {
    this.conduct.draw(session.conduct);
    const measures = [...session.measures.values()];
    for (const row of [...this.alliance, ...this.synchrony]) row.draw(measures.filter(({ name }) => name === row.name));
    const { risk } = session;
    const level = session.safety;
    const [mark, word] = SAFETY[level] ?? ["diamond", "No guardian here yet"];
    const words = risk && level !== "none" ? `${word}: ${risk.severity} of 6` : word;
    if (this.level.dataset.words !== words) {
      this.level.dataset.words = words;
      this.level.className = `safety-level is-${level}`;
      this.level.replaceChildren(shape(mark), words);
    }
    say(this.why, level === "none" ? "" : (risk?.reasons.join(", ") ?? ""));
    this.call(session, level === "moderate" || level === "high");
    const ill = [...session.health.values()].filter(({ status }) => status === "degraded" || status === "failed");
    say(this.parts, ill.length ? ill.map(({ component, detail }) => `${component}: ${detail}`).join(" · ") : `${session.health.size} parts, all well`);
    this.parts.classList.toggle("is-ill", ill.length > 0);
  }

  /** Whom to call, once there is reason to. */
  private call(session: Session, wanted: boolean): void {
    const contacts = wanted ? (session.hello?.contacts ?? []) : [];
    const words = JSON.stringify(contacts);
    if (this.contacts.dataset.words === words) return;
    this.contacts.dataset.words = words;
    this.contacts.hidden = contacts.length === 0;
    this.contacts.replaceChildren(...contacts.map(({ name, reach, hours }) => h("li", {}, `${name}: `, h("strong", {}, reach), hours ? ` (${hours})` : "")));
  }
}

class Row {
  private readonly tracks: HTMLElement;
  private readonly none = h("span", { className: "none" }, "not measured yet");
  private drawn = "";
  readonly root: HTMLElement;

  constructor(
    readonly name: string,
    private readonly sides: readonly Measure["side"][],
  ) {
    this.tracks = h("span", { className: "tracks" }, this.none);
    this.root = h("div", { className: "measure" }, h("span", { className: "measure-name" }, name), this.tracks);
  }

  draw(measures: Measure[]): void {
    const words = JSON.stringify(measures);
    if (words === this.drawn) return;
    this.drawn = words;
    const found = this.sides.flatMap((side) => measures.filter((measure) => measure.side === side));
    this.tracks.replaceChildren(...(found.length ? found.map(track) : [this.none]));
  }
}

function track(measure: Measure): HTMLElement {
  const place = (value: number): number => 50 + 50 * Math.max(-1, Math.min(1, value / (measure.scale || 1)));
  const band = h("span", { className: "band" });
  band.style.left = `${place(measure.low)}%`;
  band.style.width = `${Math.max(1, place(measure.high) - place(measure.low))}%`;
  const point = h("span", { className: "point" });
  point.style.left = `${place(measure.change)}%`;
  const words = `${measure.side}: ${signed(measure.change)} (${signed(measure.low)} to ${signed(measure.high)}), ${measure.turns} turns`;
  const line = h("span", { className: "track-line", attrs: { role: "img", "aria-label": words }, title: words }, h("span", { className: "zero" }), band, point);
  return h("span", { className: `track is-${measure.side}` }, line, h("span", { className: "track-value", attrs: { "aria-hidden": "true" } }, signed(measure.change)));
}

function signed(value: number): string {
  return `${value < 0 ? "−" : "+"}${Math.abs(value).toFixed(2)}`;
}
