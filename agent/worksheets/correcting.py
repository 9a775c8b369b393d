"""Answers put right in passing: "no, I meant six", "change the feeling to angry"; in a row as well."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Literal

from agent.worksheets import tables
from agent.worksheets.exercises import day_of
from agent.worksheets.moves import find_field, find_move, find_targets, is_called
from agent.worksheets.phrases import pattern
from agent.worksheets.schema import Field
from agent.worksheets.state import Attempt, SheetRun
from agent.worksheets.steps import go, note, put, put_table, settle
from agent.worksheets.understand import understand
from agent.worksheets.understood import Understood
from agent.worksheets.values import check
from alongside.messages import Answer

_OOPS = r"(?:<oops>[,.!\s]+)+"
_CORRECTION = rf"^(?:{_OOPS}<correction_after_no>|<correction>)(?!\s+to\s)[\s,:]+(?P<rest>\S.*)$"
_REPAIRED_RATING = rf"^{_OOPS}(?P<rest>\S.*)$"


@dataclass(frozen=True)
class Place:
    """Where on the sheet they want to be: a field, or a cell of a table ("2.ease"), and what it is to be."""

    field: str
    to: str = ""
    cell: str = ""


def place_named(run: SheetRun, said: str) -> Place | None:
    """The place that "go back to ..." or "change ... (to ...)" names: a column of the row at hand first."""
    table = run.current if run.status == "open" and run.current and run.current.kind == "table" else None
    for name, to in find_targets(said):
        cell = _cell_named(run, table, name) if table is not None and to else ""
        if table is not None and cell:
            return Place(table.key, to, cell)
        field = find_field(name, run.sheet)
        if field is not None:
            return Place(field.key, to)
    return None


def _cell_named(run: SheetRun, table: Field, name: str) -> str:
    """The cell filled last in the column called `name`, or an empty text."""
    entry = run.entry(table.key)
    for column in table.columns:
        if is_called(name, column.label, column.key):
            for row in reversed(range(len(tables.rows(entry)) + 1)):
                if tables.cell(table, entry, row, column.key) is not None:
                    return f"{row}.{column.key}"
    return ""


def corrected(run: SheetRun, given: Answer) -> tuple[SheetRun, str] | None:
    """The run with the answer given last replaced, if that is what was said and it fits there."""
    last = next((attempt for attempt in reversed(run.history) if attempt.outcome != "moved"), None)
    if last is None or last.outcome != "taken":
        return None
    place = run.sheet.index(last.field)
    if place < 0 or (place == run.position and not last.cell):
        return None
    held = _held(run, last)
    if held is None:
        return None
    found = pattern(_CORRECTION).match(given.value)
    if not found and held.kind == "rating":
        found = pattern(_REPAIRED_RATING).match(given.value)
    if not found or find_move(given.value):
        return None
    meant = understand(found["rest"], held, today=day_of(given.stamp))
    if held.kind == "rating" and meant.problem == "confirm" and check(held, meant.doubt)[0]:
        meant = Understood("value", meant.doubt)  # "I meant to": after these words it can only be a number
    if meant.kind != "value" or (held.kind in ("text", "person") and _rates_now(run, found["rest"])):
        return None
    if last.cell:
        return _set_cell(run, given, place, last.cell, meant.value), last.field
    return settle(put(run, given, place, meant.value), place), last.field


def revised(
    run: SheetRun, given: Answer, target: Place
) -> tuple[SheetRun, Literal["corrected", "moved"], str, str]:
    """ "Go back to the feeling", "change the feeling to angry": the run, what it was, the field, the move."""
    place = run.sheet.index(target.field)
    field = run.sheet.fields[place]
    simple = field.kind not in ("table", "timer", "breathing")
    if target.to and (simple or target.cell):
        held = _column(field, target.cell) if target.cell else field
        meant = understand(target.to, held, today=day_of(given.stamp)) if held else None
        if meant is not None and meant.kind == "value":
            if target.cell:
                return _set_cell(run, given, place, target.cell, meant.value), "corrected", field.key, ""
            changed = put(run, given, place, meant.value)
            settled = settle(changed, place) if place == run.position else settle(changed, len(run.entries))
            return settled, "corrected", field.key, ""
    return note(go(run, place), given, field.key, "moved"), "moved", field.key, "edit"


def _held(run: SheetRun, last: Attempt) -> Field | None:
    """The field, or the column as a field, that the last answer went to; None if it is not there now."""
    field = run.sheet.fields[run.sheet.index(last.field)]
    if field.kind in ("timer", "breathing"):
        return None
    if not last.cell:
        return field if field.kind != "table" else None
    row, _, key = last.cell.partition(".")
    there = tables.cell(field, run.entry(field.key), int(row), key)
    return _column(field, last.cell) if there is not None else None


def _column(field: Field, cell: str) -> Field | None:
    column = field.column(cell.partition(".")[2])
    return column.as_field() if column is not None else None


def _set_cell(run: SheetRun, given: Answer, place: int, cell: str, value: str) -> SheetRun:
    field, entry = run.sheet.fields[place], run.entries[place]
    row, _, key = cell.partition(".")
    changed = tables.set_cell(field, entry, int(row), key, json.loads(value))
    return settle(put_table(run, given, place, changed, cell), place)


def _rates_now(run: SheetRun, rest: str) -> bool:
    """Whether the words are rather a rating for what is asked now."""
    asked = run.current
    if asked is not None and asked.kind == "table":
        asked = tables.asked(asked, run.entry(asked.key))
    return asked is not None and asked.kind == "rating" and understand(rest, asked).kind == "value"
