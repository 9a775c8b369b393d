/** One row of a table while it is written: its columns below each other. */

import type { SheetColumn, SheetField } from "../../link/messages";
import { h, unique } from "../dom";
import { cell as editorOf } from "./cells";
import type { Editor, Wiring } from "./editor";
import type { Row } from "./value";

export class RowForm {
  private readonly cells: { column: SheetColumn; editor: Editor; place: HTMLElement; heard: boolean }[] = [];
  readonly root = h("div", { className: "table-form" });

  constructor(wiring: Wiring, columns: readonly SheetColumn[], row: Row, submit: () => void) {
    for (const column of columns) {
      const label = h("p", { id: unique("column"), className: "table-label" }, column.label);
      const labelled = columns.length > 1 ? label.id : wiring.labelled;
      const each = editorOf({ ...wiring, field: asField(column), labelled, described: "", submit });
      const place = h("div", { className: "table-cell" }, columns.length > 1 && label, each.root);
      this.cells.push({ column, editor: each, place, heard: false });
      this.root.append(place);
    }
    this.fill(row);
  }

  /** Shows what is known of the row; cells it does not have stay as they are. */
  fill(row: Row): void {
    for (const { column, editor: each } of this.cells) if (row[column.key] !== undefined) each.show(JSON.stringify(row[column.key]), false, "");
  }

  /** The column that is being asked for, told by a mark at its side. */
  asked(key: string): void {
    for (const { column, place } of this.cells) place.classList.toggle("asked", column.key === key);
  }

  /** What is entered, or null while nothing is. */
  row(): Row | null {
    const row: Row = {};
    for (const { column, editor: each } of this.cells) {
      const value = each.value();
      if (value !== null) row[column.key] = plain(value);
    }
    return Object.keys(row).length > 0 ? row : null;
  }

  /** Words being heard go where the row still waits for some. */
  hear(words: string): void {
    const cell = this.cells.find((each) => each.heard || each.editor.value() === null);
    if (!cell || cell.column.kind === "rating" || cell.column.kind === "choice") return;
    cell.heard = true;
    cell.editor.hear(words);
  }

  /** What was only heard is gone again: the sheet has taken it, or not. */
  unhear(): void {
    for (const cell of this.cells) {
      if (cell.heard) cell.editor.show("", false, "");
      cell.heard = false;
    }
  }

  focus(): void {
    this.cells[0]?.editor.focus();
  }
}

function asField(column: SheetColumn): SheetField {
  const nothing = { prompt: "", help: "", value: "", shown: "", low_label: "", high_label: "", problem: "" };
  return { ...nothing, ...column, status: "asking", columns: [], least: 0, most: 0, seconds: [], rounds: 0, part: "", offered: "", offered_shown: "" };
}

/** An editor hands over words as they are, everything else as JSON. */
function plain(value: string): unknown {
  try {
    return JSON.parse(value) as unknown;
  } catch {
    return value;
  }
}
