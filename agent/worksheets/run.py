"""A worksheet in the doing: pure functions from one frozen state to the next. Nothing said is lost.

An answer that was skipped over, refused or replaced stays in `history`; `entries` holds what counts.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from agent.worksheets import tables
from agent.worksheets.exercises import EXERCISES, day_of, without_holds
from agent.worksheets.schema import Field, Sheet
from agent.worksheets.show import question, summary, view
from agent.worksheets.single_values import from_json
from agent.worksheets.spoken import Heard, hear
from agent.worksheets.state import Entry, Problem, SheetRun
from agent.worksheets.steps import go, key_of, move, note, put, put_table, set_entry, settle
from agent.worksheets.understand import understand
from agent.worksheets.values import check, check_cells
from alongside.messages import Answer

__all__ = ["Heard", "SheetRun", "apply", "begin", "hear", "question", "summary", "suspend", "view"]


def begin(sheet: Sheet, carried: Mapping[str, str] | None = None, since: str = "") -> SheetRun:
    """A fresh run, offered. The move `start` (or a yes) opens it.

    `carried` are answers of another day (field key to JSON), offered as the answer today; `since` says when
    they were given, as in "yesterday". What does not fit the sheet any more is left out.
    """
    entries = []
    for field in sheet.fields:
        old = (carried or {}).get(field.key, "") if field.key in sheet.carries else ""
        entries.append(Entry(offered=_fitting(field, old)))
    return SheetRun(sheet=sheet, entries=tuple(entries), since=since)


def apply(run: SheetRun, answer: Answer) -> SheetRun:
    """The run after something typed, chosen or pressed. Never raises; a misfit is kept, as refused."""
    field = run.sheet.index(answer.field)
    here = field if answer.field else run.position
    if answer.sheet not in ("", run.sheet.key) or (answer.field and field < 0):
        return note(run, answer, answer.field, "refused")
    if answer.move in ("enter", "edit"):
        if here >= len(run.entries):
            return note(run, answer, answer.field, "refused")
        if answer.move == "edit" and not answer.value:
            return note(go(run, here), answer, answer.field, "moved")
        return _enter(run, answer, here)
    moved = move(run, answer.move, here, answer.stamp)
    return note(moved, answer, answer.field or key_of(run), "moved")


def suspend(run: SheetRun) -> SheetRun:
    """The run with the sheet laid aside while something else comes first; `resume` goes on."""
    return replace(run, status="paused", rule=-1) if run.status == "open" else run


def _enter(run: SheetRun, answer: Answer, here: int) -> SheetRun:
    """A value typed or chosen, for any field at any time."""
    field, entry = run.sheet.fields[here], run.entries[here]
    plain = from_json(answer.value)
    if field.kind == "table" and here == run.position and not isinstance(plain, list):
        return _enter_cells(run, answer, here, plain)
    if field.kind == "breathing" and plain == {"holds": False} and here == run.position:
        return note(set_entry(run, here, without_holds(entry)), answer, field.key, "moved")
    value, problem = _typed(field, answer.value, answer.stamp)
    if problem:
        return _refuse(run, answer, here, problem)
    if field.kind == "table":
        changed = tables.set_rows(field, entry, json.loads(value))
        more = answer.move == "edit" and here == run.position and entry.status == "waiting"
        run = put_table(run, answer, here, changed if more else tables.close(field, changed))
    else:
        run = put(run, answer, here, value)
    return settle(_opened(run), here)


def _enter_cells(run: SheetRun, answer: Answer, here: int, plain: Any) -> SheetRun:
    """Something for the row being filled: cells by name, or the one being asked."""
    field, entry = run.sheet.fields[here], run.entries[here]
    asked = tables.draft(field, entry).asking
    column = field.column(asked) or field.columns[0]
    if isinstance(plain, dict):
        cells, problem = check_cells(field, plain)
    else:
        value, problem = _typed(column.as_field(), answer.value, answer.stamp)
        cells = {column.key: json.loads(value)} if value else {}
    if problem or not cells:
        return _refuse(run, answer, here, problem or "empty")
    place = len(tables.rows(entry))
    named = f"{place}.{next(iter(cells))}" if len(cells) == 1 else ""
    run = put_table(run, answer, here, tables.fill_cells(field, entry, cells), named)
    return settle(_opened(run), here)


def _refuse(run: SheetRun, answer: Answer, here: int, problem: Problem) -> SheetRun:
    run = set_entry(run, here, replace(run.entries[here], problem=problem, doubt=""))
    return note(run, answer, run.sheet.fields[here].key, "refused")


def _opened(run: SheetRun) -> SheetRun:
    return replace(run, status="open") if run.status in ("offered", "paused") else run


def _typed(field: Field, raw: str, stamp: float) -> tuple[str, Problem]:
    """What was typed as a value. A time in words is understood as a spoken one is."""
    value, problem = check(field, raw)
    if field.kind == "time" and value and not isinstance(from_json(raw), dict):
        heard = understand(json.loads(value)["said"], field, today=day_of(stamp))
        if heard.kind == "value" and heard.value:
            return heard.value, ""
    return value, problem


def _fitting(field: Field, old: str) -> str:
    """An old answer (JSON) if it still fits its field, else an empty text."""
    plain = from_json(old)
    if not old or plain is None or field.kind in EXERCISES:
        return ""
    value, problem = check(field, plain if isinstance(plain, str) else old)
    return "" if problem else value
