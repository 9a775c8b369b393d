"""A simulated person fills in a worksheet: what they would write, type or touch for every field of it."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from agent.worksheets.schema import Column, Field, Sheet
from rehearsal.participants.stories import Story, words
from rehearsal.participants.traits import normal
from study.allocation.draws import Draws

MOST = 0.8
"""Ratings stay below this share of their scale, so that no sheet is laid aside for being too much."""
RATING_SPREAD = 0.05


@dataclass(frozen=True)
class Filled:
    """An answer to one field. `value`: as the page enters it (JSON or text). `said`: as it is typed in talk,
    empty where it cannot be told in one turn. `paper`: as it stands on paper, a row each for a table."""

    value: str
    said: str
    paper: str = ""
    rows: tuple[tuple[str, ...], ...] = ()


def fill(sheet: Sheet, story: Story, distress: float, draws: Draws) -> dict[str, Filled]:
    """What they answer to every field of a sheet, by its key. `distress` runs from 0 to 1."""
    return {field.key: _field(field, story, distress, draws) for field in sheet.fields}


def _field(field: Field, story: Story, distress: float, draws: Draws) -> Filled:
    if field.kind == "table":
        return _table(field, story, distress, draws)
    if field.kind == "several":
        number = draws.below(len(field.choices))
        picked = field.choices[number]
        return Filled(json.dumps([picked]), picked, str(number + 1))
    if field.kind == "timer":
        done = json.dumps({"seconds": field.seconds, "whole": True})
        return Filled(done, "", f"{field.seconds:.0f} s")
    if field.kind == "breathing":
        return Filled(json.dumps({"rounds": field.rounds, "holds": True}), "", str(field.rounds))
    value = _single(field, story, distress, draws)
    paper = str(field.choices.index(value) + 1) if field.kind == "choice" else value
    return Filled(value, value, paper)


def _table(field: Field, story: Story, distress: float, draws: Draws) -> Filled:
    """One row or two, or as many as are wished for."""
    many = max(field.least, 1 + draws.below(2))
    many = min(many, field.most) if field.most else many
    pool = story.others if field.key == "others" else story.ways
    rows: list[dict[str, Any]] = []
    for number in range(many):
        row: dict[str, Any] = {}
        for column in field.columns:
            text = pool[number % len(pool)] if column.kind == "text" else ""
            row[column.key] = text or _single(column, story, distress, draws)
        rows.append(row)
    paper = tuple(tuple(_on_paper(column, row[column.key]) for column in field.columns) for row in rows)
    return Filled(json.dumps(rows), "", rows=paper)


def _on_paper(column: Column, value: str) -> str:
    return str(column.choices.index(value) + 1) if column.kind == "choice" else value


def _single(field: Field | Column, story: Story, distress: float, draws: Draws) -> str:
    if field.kind == "rating":
        place = min(MOST, max(0.0, normal(draws, distress, RATING_SPREAD)))
        return f"{round(field.minimum + place * (field.maximum - field.minimum))}"
    if field.kind == "choice":
        return draws.one_of(field.choices)
    if field.kind == "person":
        return draws.one_of(words().people)
    if field.kind == "time":
        return draws.one_of(words().times)
    return story.fields.get(field.key) or draws.one_of(words().otherwise)
