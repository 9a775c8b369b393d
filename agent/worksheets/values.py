"""What was typed or chosen, as a value that fits its field."""

from __future__ import annotations

import json
from typing import Any

from agent.worksheets.schema import Field
from agent.worksheets.single_values import (
    LONGEST,
    check_single,
    clean,
    from_json,
    match_choice,
    rating_json,
)
from agent.worksheets.state import Problem

__all__ = ["LONGEST", "check", "check_cells", "clean", "match_choice", "rating_json"]

MOST_ROWS = 50
"""Rows of a table beyond which it is not one that somebody filled in."""


def check(field: Field, raw: str) -> tuple[str, Problem]:
    """The value of `raw` as JSON text and no problem, or an empty text and the problem."""
    text = clean(raw)
    return _table(field, text) if field.kind == "table" else check_single(field, text)


def _table(field: Field, text: str) -> tuple[str, Problem]:
    """A list of rows, each an object of cells; or plain text, a line a row, for the first column."""
    if not text:
        return "", "empty"
    if len(text) > LONGEST * MOST_ROWS:
        return "", "long"
    plain = from_json(text)
    first = field.columns[0].key
    if not isinstance(plain, (list, dict)):
        plain = [{first: line} for line in text.split("\n") if line.strip()]
    listed = [plain] if isinstance(plain, dict) else plain
    if len(listed) > MOST_ROWS:
        return "", "long"
    rows = []
    for row in listed:
        cells, problem = check_cells(field, row)
        if problem:
            return "", problem
        rows += [cells] if cells else []
    return json.dumps(rows), ""


def check_cells(field: Field, row: Any) -> tuple[dict[str, Any], Problem]:
    """The cells of one row, each fit for its column; empty ones are left out."""
    if not isinstance(row, dict):
        return {}, "row"
    found: dict[str, Any] = {}
    for key, cell in row.items():
        column = field.column(key)
        if column is None:
            return {}, "row"
        raw = cell if isinstance(cell, str) else json.dumps(cell)
        if cell is None or not clean(raw):
            continue
        if column.kind in ("text", "person") and not isinstance(cell, str):
            return {}, "row"
        value, problem = check_single(column.as_field(), clean(raw))
        if problem:
            return {}, problem
        found[key] = json.loads(value)
    return found, ""
