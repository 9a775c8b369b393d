/** When: a day and a time to touch, or words of one's own, or both. */

import { h } from "../dom";
import { Chips } from "./chips";
import type { Editor, Wiring } from "./editor";
import { asTime, type Time } from "./value";
import { daysFrom, together } from "./words";

const PARTS = [
  { value: "in the morning", label: "Morning" },
  { value: "around noon", label: "Noon" },
  { value: "in the afternoon", label: "Afternoon" },
  { value: "in the evening", label: "Evening" },
];

export function time({ labelled, described, changed, submit }: Wiring): Editor {
  const words = h("textarea", {
    ...{ className: "field-text", rows: 1, maxLength: 500, placeholder: "Or in your own words" },
    attrs: { "aria-labelledby": labelled, "aria-describedby": described },
  });
  const clock = h("input", { type: "time", className: "time-clock", attrs: { "aria-label": "At what time exactly" } });
  let own = false; // the words are the person's, not put together from what was touched
  const compose = (): void => {
    root.classList.remove("unsettled");
    if (!own) words.value = together(days.find((each) => each.value === day.value)?.label ?? "", part.value, clock.value);
    changed();
  };
  const days = daysFrom(new Date());
  const day = new Chips("Which day", days, compose);
  const part = new Chips("What time of day", PARTS, () => {
    clock.value = "";
    compose();
  });
  clock.addEventListener("input", () => {
    part.mark("");
    compose();
  });
  words.addEventListener("input", () => {
    root.classList.remove("unsettled");
    own = words.value.trim() !== "";
    changed();
  });
  words.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
    event.preventDefault();
    submit();
  });
  const root = h("div", { className: "time" }, day.root, h("div", { className: "time-of-day" }, part.root, clock), words);
  const show = (when: Time, unsettled: boolean): void => {
    own = when.said !== "";
    words.value = when.said;
    day.mark(when.day);
    part.mark("");
    clock.value = /^\d\d:\d\d$/.test(when.at) ? when.at : "";
    root.classList.toggle("unsettled", unsettled);
  };
  return {
    root,
    show: (value, unsettled) => show(asTime(value), unsettled),
    hear: (heard) => show({ said: heard, day: "", at: "" }, true),
    value: () => {
      const said = words.value.trim();
      return said === "" ? null : JSON.stringify({ said, day: day.value, at: clock.value });
    },
    focus: () => day.root.querySelector("button")?.focus(),
  };
}
