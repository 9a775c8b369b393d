/** Middle: the companion. Where it takes the person to be, what it would say next, and what a person makes of that. */

import { h, say } from "../../view/dom";
import type { Verdict } from "../messages";
import type { Session } from "../session";
import { shape } from "../shapes";
import { Next } from "./next";

const STAGES = ["precontemplation", "contemplation", "preparation", "action", "maintenance"] as const;
const PHASES = ["arrive", "hold", "explore", "work", "close"] as const;

export class Companion {
  private readonly phases = h("ol", { className: "phases", attrs: { "aria-label": "Phase" } }, ...PHASES.map((phase) => h("li", { attrs: { "data-phase": phase } }, phase)));
  private readonly gate = h("p", { className: "gate" });
  private readonly goal = h("p", { className: "goal" });
  private readonly bars = STAGES.map((stage) => new Bar(stage));
  private readonly next: Next;
  readonly root: HTMLElement;

  constructor(decide: (verdict: Verdict, text: string, act: string) => void) {
    this.next = new Next(decide);
    this.root = h(
      "section",
      { className: "column companion", attrs: { "aria-label": "Companion" } },
      h("h2", {}, "Companion"),
      this.phases,
      this.gate,
      h("h3", { className: "readiness" }, "Readiness", this.goal),
      h("div", { className: "stages" }, ...this.bars.map(({ root }) => root)),
      this.next.root,
    );
  }

  press(key: string): boolean {
    return this.next.press(key);
  }

  leave(): void {
    this.next.leave();
  }

  draw(session: Session): void {
    const { state } = session;
    for (const item of this.phases.children) {
      const now = item.getAttribute("data-phase") === state?.phase;
      if (now) item.setAttribute("aria-current", "step");
      else item.removeAttribute("aria-current");
    }
    const open = state?.gate_open === true;
    const words = state ? `Gate ${open ? "open" : "shut"}: ${state.gate_reason || "no reason told"}` : "Gate: not known yet";
    if (this.gate.dataset.words !== words) {
      this.gate.dataset.words = words;
      this.gate.className = `gate ${state ? (open ? "is-open" : "is-shut") : "is-none"}`;
      this.gate.replaceChildren(shape(state ? (open ? "ring" : "square") : "diamond"), words);
    }
    const goal = state?.stages[state.stages.length - 1];
    say(this.goal, goal ? goal.goal : "no goal named yet");
    const most = goal ? Math.max(...STAGES.map((stage) => goal[stage])) : 2;
    STAGES.forEach((stage, index) => this.bars[index]?.draw(goal ? goal[stage] : null, goal?.[stage] === most));
    this.next.draw(session);
  }
}

class Bar {
  private readonly fill = h("span", { className: "stage-fill" });
  private readonly value = h("span", { className: "stage-value" });
  readonly root: HTMLElement;

  constructor(name: string) {
    this.root = h("div", { className: "stage" }, h("span", { className: "stage-name" }, name), h("span", { className: "stage-track" }, this.fill), this.value);
  }

  draw(share: number | null, likeliest: boolean): void {
    this.fill.style.width = `${Math.round((share ?? 0) * 100)}%`;
    say(this.value, share === null ? "–" : `${Math.round(share * 100)} %`);
    this.root.classList.toggle("is-likeliest", likeliest);
  }
}
