/** Breathing in time: a square traced a side at a time, in, hold, out, hold; or without the holds. */

import { announce } from "../announce";
import { button, h, say } from "../dom";
import type { Editor, Wiring } from "./editor";
import { fullness, momentAt, roundLength, wayRound, withoutHolds, type Moment, type Part, type Pattern } from "./pace";
import { Square } from "./ring";
import { Stopwatch } from "./stopwatch";
import { AFTER } from "./timer";
import { asRow, begunAt } from "./value";
import { sinceBegun } from "./words";

const WORDS: Record<Part, string> = { in: "Breathe in", full: "Hold", out: "Breathe out", empty: "Hold" };

export function breathing({ field, labelled, described, changed, submit, breathe, begin, keep }: Wiring): Editor {
  const held: Pattern = field.seconds.length === 4 ? field.seconds : [4, 4, 4, 4];
  const rounds = Math.max(1, field.rounds);
  const still = matchMedia("(prefers-reduced-motion: reduce)").matches; // then only the words change
  const watch = new Stopwatch();
  let holds = true;
  let frame = 0;
  let told = ""; // the part last announced
  let ended: number | null = null; // rounds done, once it is over

  const square = new Square();
  const word = h("p", { className: "breathing-word" });
  const count = h("p", { className: "breathing-count" });
  const round = h("p", { className: "breathing-round" });
  const go = button("Start", () => (watch.running ? rest() : start()), "main");
  const easier = button("Without holding", () => optOut());
  const enough = button("That's enough", () => finish(now().round));
  const root = h("div", { className: "breathing", attrs: { role: "group", "aria-labelledby": labelled, "aria-describedby": described } });
  root.append(
    h("div", { className: "timer-face" }, square.root, h("div", { className: "timer-words" }, word, count)),
    round,
    h("div", { className: "timer-acts" }, go, easier, enough),
  );

  const pattern = (): Pattern => (holds ? held : withoutHolds(held));
  const now = (): Moment => momentAt(pattern(), rounds, watch.seconds);
  const draw = (): void => {
    const moment = now();
    const begun = watch.seconds > 0;
    const traced = begun && ended === null;
    say(word, ended !== null ? "Done" : !begun ? "Whenever you like" : watch.running ? WORDS[moment.part] : "Paused");
    say(count, watch.running ? String(moment.left) : "");
    say(round, ended !== null ? roundsOf(ended, rounds) : begun ? `Round ${Math.min(rounds, moment.round + 1)} of ${rounds}` : `${rounds} rounds`);
    say(go, ended !== null ? "Once more" : watch.running ? "Pause" : begun ? "Carry on" : "Start");
    go.classList.toggle("main", !begun && ended === null);
    enough.hidden = !traced;
    easier.hidden = ended !== null || !holds || roundLength(held) === roundLength(withoutHolds(held));
    if (still && traced) return;
    square.draw(traced ? wayRound(pattern(), moment) : 0, traced ? fullness(moment) : 0);
    breathe(watch.running ? fullness(moment) : null);
  };
  const step = (): void => {
    if (!watch.running) return;
    if (!root.isConnected) return rest();
    const moment = now();
    if (moment.over) return over();
    const part = `${moment.round} ${moment.part}`;
    if (part !== told) announce(WORDS[moment.part]);
    told = part;
    draw();
    frame = requestAnimationFrame(step);
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
    step();
  };
  const rest = (): void => {
    watch.rest();
    cancelAnimationFrame(frame);
    draw();
  };
  const optOut = (): void => {
    keep(JSON.stringify({ holds: false }));
    ease();
    announce("Without holding: just in and out.");
    go.focus();
  };
  const ease = (): void => {
    const going = watch.running;
    const done = now().round;
    holds = false;
    // The round that is going on begins afresh; those done stay done.
    watch.setTo(watch.seconds > 0 ? done * roundLength(pattern()) + 0.001 : 0);
    if (going) watch.run();
    draw();
  };
  const finish = (done: number): void => {
    ended = done;
    rest();
    changed();
  };
  const over = (): void => {
    finish(rounds);
    announce("That was the last round.");
    setTimeout(() => {
      if (ended === rounds && root.isConnected) submit();
    }, AFTER);
  };
  draw();
  return {
    root,
    shared: true,
    show: (value, _, part) => {
      const plain = asRow(value);
      if (holds && (plain.holds === false || asRow(part).holds === false)) ease();
      if (watch.seconds > 0) return;
      ended = typeof plain.rounds === "number" ? plain.rounds : null;
      const since = sinceBegun(begunAt(part), rounds * roundLength(pattern()));
      if (ended !== null || since === null) return draw();
      watch.setTo(since);
      run();
    },
    hear: () => undefined,
    value: () => (ended === null && watch.seconds === 0 ? null : JSON.stringify({ rounds: ended ?? now().round, holds })),
    focus: () => go.focus(),
    rest: () => {
      if (watch.running) rest();
    },
  };
}

function roundsOf(done: number, rounds: number): string {
  return done >= rounds ? `All ${rounds} rounds` : `${done} of ${rounds} rounds`;
}
