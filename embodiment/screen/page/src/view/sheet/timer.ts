/** A stretch of time: a ring that empties, begun, paused and ended by hand. It makes no sound. */

import { announce } from "../announce";
import { button, h, say } from "../dom";
import type { Editor, Wiring } from "./editor";
import { Ring } from "./ring";
import { Stopwatch } from "./stopwatch";
import { asRow, begunAt } from "./value";
import { clockWords, sinceBegun } from "./words";

const TICK = 250; // milliseconds
/** Milliseconds between an end and going on by itself: whoever has their eyes closed need not look for a button. */
export const AFTER = 2500;

export function timer({ field, labelled, described, changed, submit, begin }: Wiring): Editor {
  const length = Math.max(1, field.seconds[0] ?? 60);
  const watch = new Stopwatch();
  let ticking = 0;
  let ended: number | null = null; // seconds it ran, once it is over

  const ring = new Ring();
  const left = h("p", { className: "timer-left", attrs: { role: "timer" } });
  const state = h("p", { className: "timer-state" });
  const go = button("Start", () => (watch.running ? rest() : start()), "main");
  const enough = button("That's enough", () => end());
  const root = h("div", { className: "timer", attrs: { role: "group", "aria-labelledby": labelled, "aria-describedby": described } });
  root.append(h("div", { className: "timer-face" }, ring.root, h("div", { className: "timer-words" }, left, state)), h("div", { className: "timer-acts" }, go, enough));

  const draw = (): void => {
    const begun = watch.seconds > 0;
    const remaining = Math.max(0, length - watch.seconds);
    ring.draw(ended === null ? remaining / length : 0);
    say(left, clockWords(ended ?? remaining));
    say(state, ended !== null ? "done" : begun && !watch.running ? "paused" : "");
    say(go, ended !== null ? "Once more" : watch.running ? "Pause" : begun ? "Carry on" : "Start");
    go.classList.toggle("main", !begun && ended === null);
    enough.hidden = ended !== null || !begun;
  };
  const start = (): void => {
    if (ended !== null) watch.setTo(0);
    if (watch.seconds === 0) begin();
    changed();
    run();
  };
  const run = (): void => {
    ended = null;
    watch.run();
    root.scrollIntoView({ block: "nearest" });
    clearInterval(ticking);
    ticking = window.setInterval(tick, TICK);
    draw();
  };
  const rest = (): void => {
    watch.rest();
    clearInterval(ticking);
    draw();
  };
  const end = (): void => {
    ended = Math.min(length, Math.round(watch.seconds));
    rest();
    changed();
    go.focus();
  };
  const tick = (): void => {
    if (!root.isConnected) return rest();
    if (watch.seconds < length) return draw();
    ended = length;
    rest();
    changed();
    announce("The time is over.");
    setTimeout(() => {
      if (ended === length && root.isConnected) submit();
    }, AFTER);
  };
  draw();
  return {
    root,
    shared: true,
    show: (value, _, part) => {
      const seconds = asRow(value).seconds;
      if (watch.seconds > 0) return;
      ended = typeof seconds === "number" ? seconds : null;
      const since = sinceBegun(begunAt(part), length);
      if (ended !== null || since === null) return draw();
      watch.setTo(since);
      run();
    },
    hear: () => undefined,
    value: () => {
      const seconds = ended ?? Math.round(watch.seconds);
      return ended === null && watch.seconds === 0 ? null : JSON.stringify({ seconds, whole: seconds >= length });
    },
    focus: () => go.focus(),
    rest: () => {
      if (watch.running) rest();
    },
  };
}
