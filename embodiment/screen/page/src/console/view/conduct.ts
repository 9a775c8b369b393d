/** Right, behind its own button: what the companion itself does, held against what people do. Shares first, then rates. */

import { h, say } from "../../view/dom";
import type { Conduct, Told } from "../messages";

/** Measure -> (what it is called, the end of its axis, digits, its unit). */
const ROWS: Record<string, [string, number, number, string]> = {
  reflection_share: ["reflections", 1, 0, "%"],
  question_share: ["questions", 1, 0, "%"],
  input_share: ["input", 1, 0, "%"],
  advice_after_disclosure: ["advice after disclosure", 1, 0, "%"],
  agreement: ["agrees", 1, 0, "%"],
  premises_corrected: ["premises put right", 1, 0, "%"],
  word_share: ["share of words", 1, 0, "%"],
  time_share: ["share of time", 1, 0, "%"],
  reflections_to_questions: ["reflections a question", 4, 1, ""],
  first_person: ["“I” in 100 words", 10, 1, ""],
  questions_per_turn: ["questions a turn", 2, 1, ""],
  words_per_turn: ["words a turn", 40, 0, ""],
};
const KINDS = 3; // of BOLT's, the most frequent

export class ConductView {
  private readonly rows = h("div", { className: "measures conduct-rows" });
  private readonly kinds = h("p", { className: "small" });
  private readonly counted = h("p", { className: "small" });
  private drawn: Conduct | null = null;
  readonly root = h(
    "div",
    { className: "conduct", attrs: { role: "tabpanel", id: "conduct", "aria-label": "Conduct" } },
    this.counted,
    this.rows,
    h("p", { className: "key conduct-key" }, h("i", { className: "dot is-companion" }), "companion, 95 %", h("i", { className: "anchor is-good" }), "people, good", h("i", { className: "anchor is-poor" }), "people, poor or fair"),
    this.kinds,
  );

  draw(found: Conduct | null): void {
    if (found === this.drawn && this.counted.textContent) return;
    this.drawn = found;
    say(this.counted, found ? `Its own ${found.turns} turns, as they were meant` : "Nothing of its own has sounded yet");
    const rows = Object.keys(ROWS).flatMap((name) => (found?.measures[name] ? [row(name, found.measures[name], found.people[name])] : []));
    this.rows.replaceChildren(...rows);
    say(this.kinds, found ? profile(found) : "");
  }
}

function row(name: string, [value, low, high, places]: Told, people?: [number, number]): HTMLElement {
  const [label, end, digits, unit] = ROWS[name]!;
  const place = (at: number): string => `${100 * Math.max(0, Math.min(1, at / end))}%`;
  const shown = (at: number): string => (unit ? `${Math.round(100 * at)}` : at.toFixed(digits)) + (unit ? ` ${unit}` : "");
  const line = h("span", { className: "track-line" });
  if (low !== null && high !== null) {
    const band = h("span", { className: "band" });
    band.style.left = place(low);
    band.style.right = `calc(100% - ${place(high)})`;
    line.append(band);
  }
  for (const [index, at] of (people ?? []).entries()) {
    const mark = h("i", { className: `anchor ${index ? "is-poor" : "is-good"}` });
    mark.style.left = place(at);
    line.append(mark);
  }
  const point = h("span", { className: "point" });
  point.style.left = place(value);
  line.append(point);
  const band = low !== null && high !== null ? ` (${shown(low)} to ${shown(high)})` : "";
  const others = people ? `; people ${shown(people[0])}, poor or fair ${shown(people[1])}` : "";
  line.title = `${label}: ${shown(value)}${band}, of ${places}${others}`;
  line.setAttribute("role", "img");
  line.setAttribute("aria-label", line.title);
  return h("div", { className: "measure" }, h("span", { className: "measure-name" }, label), h("span", { className: "track is-companion" }, line, h("span", { className: "track-value", attrs: { "aria-hidden": "true" } }, shown(value))));
}

function profile({ bolt, miti }: Conduct): string {
  const most = Object.entries(bolt).sort((a, b) => b[1] - a[1]).slice(0, KINDS);
  const count = (start: string): number => Object.entries(miti).reduce((sum, [name, times]) => sum + (name.startsWith(start) ? times : 0), 0);
  const counts = `MITI: ${count("question")} questions, ${count("reflection")} reflections, ${miti.reflection_complex ?? 0} complex`;
  return most.length ? `BOLT: ${most.map(([name, times]) => `${name} ${times}`).join(", ")}. ${counts}` : counts;
}
