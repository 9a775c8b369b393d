/** One of some, or several of them: large rows to touch. */

import { announce } from "../announce";
import { h, unique } from "../dom";
import type { Editor, Wiring } from "./editor";
import { asList } from "./value";
import { howMany } from "./words";

export function choice(wiring: Wiring): Editor {
  const { root, boxes, mark } = rows(wiring, "radio");
  return {
    root,
    show: (value, unsettled) => mark(asList(value), unsettled),
    hear: () => undefined,
    value: () => boxes.find((box) => box.checked)?.value ?? null,
    focus: () => (boxes.find((box) => box.checked) ?? boxes[0])?.focus(),
  };
}

export function several(wiring: Wiring): Editor {
  const { least, most } = wiring.field;
  const hint = h("p", { id: unique("hint"), className: "several-hint" }, howMany(least, most));
  const { root, boxes, mark } = rows({ ...wiring, described: `${hint.id} ${wiring.described}` }, "checkbox");
  root.addEventListener("change", (event) => {
    if (most <= 0 || boxes.filter((box) => box.checked).length <= most) return;
    (event.target as HTMLInputElement).checked = false;
    announce(`That would be more than ${most}. Take one away first.`);
    hint.classList.add("pressed");
  });
  return {
    root: h("div", {}, hint.textContent !== "" && hint, root),
    show: (value, unsettled) => mark(asList(value), unsettled),
    hear: () => undefined,
    value: () => {
      const chosen = boxes.filter((box) => box.checked).map((box) => box.value);
      return chosen.length > 0 ? JSON.stringify(chosen) : null;
    },
    focus: () => boxes[0]?.focus(),
  };
}

interface Rows {
  root: HTMLElement;
  boxes: HTMLInputElement[];
  mark: (chosen: readonly string[], unsettled: boolean) => void;
}

function rows({ field, labelled, described, changed }: Wiring, type: "radio" | "checkbox"): Rows {
  const name = unique("choice");
  const root = h("div", {
    className: "choices",
    attrs: { role: type === "radio" ? "radiogroup" : "group", "aria-labelledby": labelled, "aria-describedby": described },
  });
  const boxes = field.choices.map((value) => {
    const box = h("input", { type, name, value });
    box.addEventListener("change", () => {
      root.classList.remove("unsettled");
      changed();
    });
    root.append(h("label", { className: "choice" }, box, h("span", {}, value)));
    return box;
  });
  const mark = (chosen: readonly string[], unsettled: boolean): void => {
    for (const box of boxes) box.checked = chosen.includes(box.value);
    root.classList.toggle("unsettled", unsettled && chosen.length > 0);
  };
  return { root, boxes, mark };
}
