/** Words: a box that grows with them. */

import { h } from "../dom";
import type { Editor, Wiring } from "./editor";
import { asText } from "./value";

export function text({ labelled, described, changed, submit }: Wiring): Editor {
  const box = h("textarea", {
    ...{ className: "field-text", rows: 3, maxLength: 5000 },
    attrs: { "aria-labelledby": labelled, "aria-describedby": described },
  });
  box.addEventListener("input", () => {
    box.classList.remove("unsettled");
    changed();
  });
  box.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
    event.preventDefault();
    submit();
  });
  const show = (words: string, unsettled: boolean): void => {
    box.value = words;
    box.classList.toggle("unsettled", unsettled);
  };
  return {
    root: box,
    show: (value, unsettled) => show(asText(value), unsettled),
    hear: (words) => show(words, true),
    value: () => box.value.trim() || null,
    focus: () => box.focus(),
  };
}
