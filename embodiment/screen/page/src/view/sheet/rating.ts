/** A number on a line, words at both ends and the number beside it; no number until the line was touched. */

import { h, say, unique } from "../dom";
import type { Editor, Wiring } from "./editor";
import { asNumber } from "./value";

export function rating({ field, labelled, described, changed }: Wiring): Editor {
  const low = field.minimum;
  const high = field.maximum > low ? field.maximum : low + 10;
  const ends = unique("ends");
  const line = h("input", {
    ...{ type: "range", className: "field-line", min: String(low), max: String(high), step: "1" },
    attrs: { "aria-labelledby": labelled },
  });
  // Bare numbers at the ends are the slider's own, and would be read twice.
  const beside = [field.low_label || field.high_label ? ends : "", described].filter(Boolean).join(" ");
  if (beside) line.setAttribute("aria-describedby", beside);
  const number = h("output", { className: "rating-number" });
  const root = h("div", { className: "rating" }, h("div", { className: "rating-line" }, line, number));
  const words = [end(low, field.low_label), end(high, field.high_label)];
  root.append(h("div", { className: "rating-ends", id: ends }, ...words.map((each) => h("span", {}, each))));

  let chosen: number | null = null;
  const put = (value: number | null, unsettled: boolean): void => {
    chosen = value;
    line.value = String(value ?? (low + high) / 2);
    line.style.setProperty("--share", String((Number(line.value) - low) / (high - low)));
    root.classList.toggle("unset", value === null);
    root.classList.toggle("unsettled", unsettled);
    say(number, value === null ? "–" : String(value));
    line.setAttribute("aria-valuetext", value === null ? "not chosen yet" : String(value));
  };
  const touch = (): void => {
    put(Number(line.value), false);
    changed();
  };
  line.addEventListener("input", touch);
  // The middle can be meant too: a click or the space bar takes it where it stands.
  line.addEventListener("click", touch);
  line.addEventListener("keydown", (event) => {
    if (event.key === " " || event.key === "Enter") touch();
  });
  put(null, false);
  return {
    root,
    show: (value, unsettled) => put(asNumber(value), unsettled),
    hear: () => undefined,
    value: () => (chosen === null ? null : String(chosen)),
    focus: () => line.focus(),
  };
}

function end(value: number, label: string): string {
  return label ? `${value} ${label}` : String(value);
}
