/** Rows: those there are as quiet cards, and one that is being written. Another may come by voice meanwhile. */

import { announce } from "../announce";
import { button, h } from "../dom";
import type { Editor, Wiring } from "./editor";
import { Echo } from "./echo";
import { RowForm } from "./row";
import { asRow, asRows, isRow, shownCell, type Row } from "./value";

export function table(wiring: Wiring): Editor {
  const { field, labelled, described, changed, keep } = wiring;
  const { columns } = field;
  let rows: Row[] = [];
  let place: number | null = null; // the row being changed, or null for a new one
  let spoken = false; // the new row was begun by voice
  const echo = new Echo();
  let form = new RowForm(wiring, columns, {}, () => add());

  const list = h("ul", { className: "table-rows", attrs: { "aria-label": "Rows so far" } });
  const keeps = button("Add this", () => add());
  const leave = button("Leave it as it was", () => open(null));
  const acts = h("div", { className: "table-acts" }, keeps, leave);
  const writing = h("div", { className: "table-writing" }, form.root, acts);
  const root = h("div", { className: "table", attrs: { role: "group", "aria-labelledby": labelled, "aria-describedby": described } }, list, writing);

  const draw = (): void => {
    list.hidden = rows.length === 0;
    list.replaceChildren(...rows.map((row, index) => card(row, index)));
    keeps.textContent = place === null ? (rows.length > 0 ? "Add another" : "Add this") : "Keep this";
    leave.hidden = place === null;
    writing.hidden = place === null && field.most > 0 && rows.length >= field.most;
    root.classList.toggle("changing", place !== null);
  };
  const card = (row: Row, index: number): HTMLElement => {
    const [first, ...others] = columns;
    const name = shownCell(row[first?.key ?? ""]) || `Row ${index + 1}`;
    const told = others.filter(({ key }) => shownCell(row[key]) !== "");
    const rest = told.map(({ key, label }) => h("span", { className: "table-other" }, `${label}: `, h("b", {}, shownCell(row[key]))));
    const change = h("button", { type: "button", className: "table-card", disabled: index === place, on: { click: () => open(index) } });
    change.append(h("span", { className: "table-first" }, h("span", { className: "unseen" }, "Change: "), name), ...rest);
    const remove = button("", () => drop(index), "table-remove");
    remove.append(h("span", { attrs: { "aria-hidden": "true" } }, "×"));
    remove.setAttribute("aria-label", `Remove ${name}`);
    return h("li", { className: index === place ? "table-row changing" : "table-row" }, change, remove);
  };
  const open = (index: number | null): void => {
    place = index;
    form = new RowForm(wiring, columns, index === null ? {} : (rows[index] ?? {}), () => add());
    writing.replaceChildren(form.root, acts);
    draw();
    if (index !== null) form.focus();
  };
  const add = (): void => {
    const row = form.row();
    if (!row) return announce("Nothing is written yet.");
    rows = whole();
    handIn();
    announce("Noted.");
    open(null);
    if (!writing.hidden) form.focus();
  };
  const drop = (index: number): void => {
    rows = rows.filter((_, each) => each !== index);
    handIn();
    announce("Removed.");
    open(null);
  };
  const handIn = (): void => {
    const told = JSON.stringify(rows);
    changed();
    echo.told(told);
    keep(told);
  };
  /** The rows, with the one being written in its place. */
  const whole = (): Row[] => {
    const row = form.row();
    if (!row) return rows;
    return place === null ? [...rows, row] : rows.map((each, index) => (index === place ? row : each));
  };
  const show = (value: string, part: string): void => {
  const now = asRows(value);
    const begun = asRow(part);
    if (place !== null && place >= now.length) open(null);
    form.unhear();
    // The row that voice was filling is among the others now.
    if (place === null && now.length > rows.length && form.row() !== null && spoken) open(null);
    rows = now;
    if (place === null) {
      spoken = isRow(begun.row) && Object.keys(begun.row).length > 0;
      if (isRow(begun.row)) form.fill(begun.row);
      form.asked(typeof begun.asking === "string" ? begun.asking : "");
    }
    draw();
  };
  draw();
  return {
    root,
    shared: true,
    show: (value, _, part) => echo.heard(value, () => show(value, part)),
    hear: (words) => form.hear(words),
    value: () => {
      const all = whole();
      return all.length > 0 ? JSON.stringify(all) : null;
    },
    focus: () => form.focus(),
  };
}
