/** Someone: a name or what they are to you, on one line. */

import { h } from "../dom";
import type { Editor, Wiring } from "./editor";
import { asText } from "./value";

export function person({ labelled, described, changed, submit }: Wiring): Editor {
  const box = h("input", {
    ...{ type: "text", className: "field-line-text", maxLength: 200, autocomplete: "off", spellcheck: false, placeholder: "A name, or who they are to you" },
    attrs: { "aria-labelledby": labelled, "aria-describedby": described },
  });
  box.addEventListener("input", () => {
    box.classList.remove("unsettled");
    changed();
  });
  box.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || event.isComposing) return;
    event.preventDefault();
    submit();
  });
  const show = (name: string, unsettled: boolean): void => {
    box.value = name;
    box.classList.toggle("unsettled", unsettled);
  };
  return {
    root: box,
    show: (value, unsettled) => show(asText(value), unsettled),
    hear: (words) => show(words, true),
    value: () => {
      const name = box.value.trim();
      return name === "" ? null : JSON.stringify(name);
    },
    focus: () => box.focus(),
  };
}
