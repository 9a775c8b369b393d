/** Left: the person. How loud, what was said, how they seem. */

import { h, say } from "../../view/dom";
import type { Line, Session } from "../session";
import { context } from "./canvas";

const SHOWN = 60; // lines of the transcript that are on the page
const TRACE = 600; // seconds of affect that are drawn

export class Participant {
  private readonly meter = h("canvas", { className: "meter", attrs: { role: "img", "aria-label": "Level of the microphone" } });
  private readonly speaking = h("span", { className: "meter-word" });
  private readonly list = h("ol", { className: "transcript", tabIndex: 0, attrs: { "aria-label": "Transcript" } });
  private readonly sheet = h("p", { className: "sheet-line" });
  private readonly trace = h("canvas", { className: "trace", attrs: { role: "img" } });
  private readonly seems = h("p", { className: "seems" });
  readonly root = h(
    "section",
    { className: "column participant", attrs: { "aria-label": "Participant" } },
    h("h2", {}, "Participant", this.speaking),
    this.meter,
    this.list,
    this.sheet,
    h("h3", {}, "How they seem", h("span", { className: "key" }, h("i", { className: "dash" }), "pleasant", h("i", { className: "dash is-dashed" }), "stirred")),
    this.trace,
    this.seems,
  );
  private drawn = "";
  private follow = true; // until somebody scrolls up to read again

  constructor() {
    this.list.addEventListener("scroll", () => (this.follow = this.list.scrollHeight - this.list.scrollTop - this.list.clientHeight < 60));
    new ResizeObserver(() => this.toEnd()).observe(this.list);
  }

  level(session: Session): void {
    const draw = context(this.meter);
    if (!draw) return;
    const { width, height } = draw;
    draw.paint.clearRect(0, 0, width, height);
    const step = width / 260;
    const from = width - session.peaks.length * step;
    session.peaks.forEach((peak, index) => {
      const tall = Math.max(1.5, height * scale(peak));
      draw.paint.fillStyle = peak > 0.97 ? draw.colour("--danger") : draw.colour("--participant");
      draw.paint.fillRect(from + index * step, (height - tall) / 2, Math.max(1, step - 1), tall);
    });
  }

  draw(session: Session): void {
    say(this.speaking, session.speaking ? "speaking" : "");
    const { sheet } = session;
    say(this.sheet, sheet?.sheet && sheet.status !== "none" ? `${sheet.title || sheet.sheet}: ${sheet.status}, ${Math.round(100 * sheet.progress)} %` : "");
    this.transcribe(session);
    this.feel(session);
    if (!session.peaks.length) this.level(session);
  }

  private transcribe(session: Session): void {
    const lines = session.lines.slice(-SHOWN);
    const wanted = JSON.stringify([session.key, lines, session.partial, words(session)]);
    if (wanted === this.drawn) return;
    this.drawn = wanted;
    const empty = h("li", { className: "none" }, words(session));
    const growing = h("li", { className: "said is-participant is-growing" }, session.partial, " …");
    this.list.replaceChildren(...lines.map(spoken), ...(session.partial ? [growing] : []), ...(lines.length || session.partial ? [] : [empty]));
    this.toEnd();
  }

  private toEnd(): void {
    if (this.follow) this.list.scrollTop = this.list.scrollHeight;
  }

  private feel(session: Session): void {
    const trace = session.trace;
    const last = trace[trace.length - 1];
    this.trace.hidden = last === undefined;
    say(this.seems, last ? `${word(last.valence, ["unpleasant", "mixed", "pleasant"])}, ${word(last.arousal, ["quiet", "steady", "stirred"])} (from ${last.source})` : "not measured yet");
    this.trace.setAttribute("aria-label", `Valence and arousal over time. Now: ${this.seems.textContent}`);
    const draw = last && context(this.trace);
    if (!draw) return;
    const { width, height, paint } = draw;
    const now = Math.max(last.stamp, session.marks[session.marks.length - 1]?.at ?? 0);
    paint.clearRect(0, 0, width, height);
    paint.fillStyle = draw.colour("--line");
    paint.fillRect(0, height / 2, width, 1);
    for (const [what, colour, dash] of [
      ["valence", "--participant", []],
      ["arousal", "--companion", [7, 5]],
    ] as const) {
      paint.beginPath();
      paint.strokeStyle = draw.colour(colour);
      paint.lineWidth = 2.5;
      paint.setLineDash([...dash]);
      for (const item of trace) paint.lineTo(width - ((now - item.stamp) / Math.min(TRACE, Math.max(60, now - session.began))) * (width - 4) - 2, height / 2 - item[what] * (height / 2 - 3));
      paint.stroke();
    }
    paint.setLineDash([]);
  }
}

function spoken(line: Line): HTMLElement {
  const hand = line.hand ? h("span", { className: "said-hand" }, `by ${line.hand}`) : null;
  const cut = line.cut ? h("span", { className: "said-cut" }, "cut off") : null;
  return h("li", { className: `said is-${line.who}` }, h("span", { className: "unseen" }, line.who === "participant" ? "They: " : "Companion: "), line.text || "(not shown: not agreed to)", hand, cut);
}

function words(session: Session): string {
  return session.consent?.status === "asked" ? "Consent is being asked for." : "Nothing was said yet.";
}

/** -54 dB at the bottom, full scale at the top: speech is in the middle. */
function scale(peak: number): number {
  return peak <= 0 ? 0 : Math.max(0, 1 + (20 * Math.log10(peak)) / 54);
}

function word(value: number, [low, middle, high]: readonly [string, string, string]): string {
  return value < -0.15 ? low : value > 0.15 ? high : middle;
}
