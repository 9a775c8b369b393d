"""A table in the making: row by row, cell by cell, by voice and touch alternately. Nothing begun is lost."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from agent.worksheets.schema import Column, Field
from agent.worksheets.shown import shown
from agent.worksheets.single_values import check_single
from agent.worksheets.state import Entry

Row = Mapping[str, Any]


@dataclass(frozen=True)
class Draft:
    """The row being filled (a skipped cell is None), the column asked, rows begun but not finished."""

    row: Row
    asking: str
    then: tuple[Row, ...] = ()
    ends: bool = False

    @property
    def begun(self) -> bool:
        """Whether anything is in it."""
        return any(cell is not None for row in (self.row, *self.then) for cell in row.values())


def draft(field: Field, entry: Entry) -> Draft:
    """What is begun of the table."""
    plain = json.loads(entry.part) if entry.part else {}
    return Draft(
        row=plain.get("row", {}),
        asking=plain.get("asking") or field.columns[0].key,
        then=tuple(plain.get("then", ())),
        ends=plain.get("ends", False),
    )


def rows(entry: Entry) -> tuple[Row, ...]:
    """The finished rows."""
    return tuple(json.loads(entry.value)) if entry.value else ()


def all_rows(field: Field, entry: Entry) -> list[Row]:
    """Every row there is, finished or only begun."""
    now = draft(field, entry)
    return [*rows(entry), *(row for row in (now.row, *now.then) if _clean(row))]


def asked(field: Field, entry: Entry) -> Field:
    """The column being asked, as a field; the table itself where a new row is asked for."""
    now = draft(field, entry)
    column = field.column(now.asking)
    return field if column is None or at_row_start(field, entry) else column.as_field()


def at_row_start(field: Field, entry: Entry) -> bool:
    """Whether a new row is asked for."""
    now = draft(field, entry)
    return not now.row and now.asking == field.columns[0].key


def add_rows(field: Field, entry: Entry, new: Sequence[Row], ends: bool = False) -> Entry:
    """New rows, each with its first cells; what they lack is asked for in turn."""
    now = draft(field, entry)
    queue = [*now.then, *(row for row in new if row)]
    if now.row:
        queue.insert(0, now.row)
    return _next(field, entry, queue, now.ends or ends)


def fill_cells(field: Field, entry: Entry, cells: Row) -> Entry:
    """Cells of the row being filled."""
    now = draft(field, entry)
    return _next(field, entry, [{**now.row, **cells}, *now.then], now.ends)


def skip_cell(field: Field, entry: Entry) -> Entry:
    """The cell being asked is left out, or left as it was."""
    now = draft(field, entry)
    return fill_cells(field, entry, {now.asking: now.row.get(now.asking)})


def back_cell(field: Field, entry: Entry) -> Entry | None:
    """The cell before is asked again; None at the very beginning. What was there stays until replaced."""
    now, done = draft(field, entry), rows(entry)
    keys = [column.key for column in field.columns]
    place = keys.index(now.asking)
    if now.row and place:
        return _with(entry, replace(now, asking=keys[place - 1]))
    if now.row or not done:
        return None
    reopened = Draft(done[-1], keys[-1], now.then, now.ends)
    return _with(replace(entry, value=_json(done[:-1]), status="waiting"), reopened)


def close(field: Field, entry: Entry) -> Entry:
    """The table as it is, settled: rows begun are kept as far as they came."""
    now = draft(field, entry)
    done = [*rows(entry), *filter(None, map(_clean, (now.row, *now.then)))]
    return replace(entry, value=_json(done) or "[]", status="filled", part="", problem="", doubt="")


def set_rows(field: Field, entry: Entry, new: Sequence[Row]) -> Entry:
    """The finished rows replaced whole; a row in the making that is among them now is no longer begun."""
    now = draft(field, entry)
    kept = [row for row in (now.row, *now.then) if _clean(row) and not any(within(row, one) for one in new)]
    value = _json([row for row in new if row]) or ("[]" if entry.status == "filled" else "")
    changed = replace(entry, value=value, problem="", doubt="")
    if not kept:
        return replace(changed, part="")
    asking = now.asking if kept[0] is now.row else _missing(field, kept[0]) or field.columns[0].key
    return _with(changed, Draft(kept[0], asking, tuple(kept[1:]), now.ends))


def cell(field: Field, entry: Entry, place: int, key: str) -> Any:
    """A cell of a finished row, or of the one being filled (the place after them); None if it is empty."""
    every = (*rows(entry), draft(field, entry).row)
    return every[place].get(key) if 0 <= place < len(every) else None


def cell_shown(column: Column, value: Any) -> str:
    """A cell as a person would read it."""
    return shown(column.as_field(), json.dumps(value))


def set_cell(field: Field, entry: Entry, place: int, key: str, value: Any) -> Entry:
    """One cell corrected, in a finished row or in the one being filled."""
    done = list(rows(entry))
    if place < len(done):
        done[place] = {**done[place], key: value}
        return replace(entry, value=_json(done))
    now = draft(field, entry)
    return _with(entry, replace(now, row={**now.row, key: value}))


def fits(field: Field, row: Any) -> bool:
    """Whether it is a row of the table: only cells of its columns, each as it should be."""
    if not isinstance(row, dict) or set(row) - {column.key for column in field.columns}:
        return False
    filled = [(column, row.get(column.key)) for column in field.columns]
    raw = [(column, cell if isinstance(cell, str) else json.dumps(cell)) for column, cell in filled]
    return all(text == "null" or check_single(column.as_field(), text)[0] for column, text in raw)


def is_full(field: Field, entry: Entry) -> bool:
    """Whether no further row is to be asked for."""
    now = draft(field, entry)
    return not now.row and not now.then and (now.ends or 0 < field.most <= len(rows(entry)))


def _next(field: Field, entry: Entry, queue: list[Row], ends: bool) -> Entry:
    """Finished rows of the queue go to the others; the first that lacks a cell is asked about."""
    done = list(rows(entry))
    while queue and not _missing(field, queue[0]):
        done.extend(filter(None, [_clean(queue.pop(0))]))
    row = queue[0] if queue else {}
    now = Draft(row, _missing(field, row) or field.columns[0].key, tuple(queue[1:]), ends)
    return _with(replace(entry, value=_json(done), status="waiting"), now)


def _with(entry: Entry, now: Draft) -> Entry:
    plain: dict[str, Any] = {
        "row": dict(now.row),
        "asking": now.asking,
        "then": [dict(row) for row in now.then],
    }
    if now.ends:
        plain["ends"] = True
    part = json.dumps(plain) if now.row or now.then or now.ends else ""
    return replace(entry, part=part, problem="", doubt="")


def _missing(field: Field, row: Row) -> str:
    """The first column without a cell, or an empty text."""
    return next((column.key for column in field.columns if column.key not in row), "")


def _clean(row: Row) -> dict[str, Any]:
    return {key: value for key, value in row.items() if value is not None}


def within(row: Row, whole: Row) -> bool:
    """Whether all that a row holds is in the other as well."""
    return all(whole.get(key) == value for key, value in _clean(row).items())


def _json(done: Sequence[Row]) -> str:
    return json.dumps([dict(row) for row in done]) if done else ""
