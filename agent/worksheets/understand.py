"""What a person said while a field was asked: a value, a move, unclear, a signal, or an aside.

An aside is something that is not for the sheet and comes before it, such as a loss told in answer
to "zero to ten?". To take an aside for an answer is the worse mistake, so for a rating, whatever has
substance but no rating in it is an aside. For a text field nearly everything said is the answer.
"""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date

from agent.worksheets.choices import pick
from agent.worksheets.confirm import agreed, rest_of
from agent.worksheets.exercise_words import Signal, done_so_far, signal
from agent.worksheets.moves import find_move
from agent.worksheets.people import NOBODY
from agent.worksheets.phrases import is_all, plain
from agent.worksheets.ratings import scale_in_doubt
from agent.worksheets.readers import READERS, is_dark, picked
from agent.worksheets.rows import no_more
from agent.worksheets.schema import Field
from agent.worksheets.single_values import from_json
from agent.worksheets.understood import Understood
from agent.worksheets.values import check

__all__ = ["Signal", "Understood", "understand"]


def understand(
    said: str, field: Field, doubt: str = "", *, before: str = "", today: date | None = None
) -> Understood:
    """What `said` means while `field` is asked.

    `doubt`: what was in doubt after the words before. `before`: an earlier answer (JSON) that "a bit worse"
    is held against. `today`: the day that "tomorrow" is counted from; otherwise the computer's.
    """
    if field.kind == "table" and field.columns[0].kind not in ("text", "person"):
        return _first_cell(said, field, doubt, today)
    now = today or date.today()
    pending = doubt and not scale_in_doubt(field, doubt)
    if pending:
        settled = _settle(said, field, doubt)
        if settled:
            return settled
        said, before = rest_of(said), doubt
    elif (found := _own_words(said, field)) is not None:
        return _fitting(found, field)
    moved = _move(said, field)
    found = moved or _fitting(READERS[field.kind](said, field, doubt, before, now), field)
    if pending and found.problem == "confirm" and _same(field, found.doubt, doubt):
        return _fitting(Understood("value", doubt), field)  # said again: that is a yes
    return found


def _same(field: Field, one: str, other: str) -> bool:
    """Whether two values are one; of times the words may differ."""
    first, second = from_json(one), from_json(other)
    if field.kind == "time" and isinstance(first, dict) and isinstance(second, dict):
        return all(first.get(key) == second.get(key) for key in ("day", "at"))
    return bool(first == second)


def _settle(said: str, field: Field, doubt: str) -> Understood | None:
    """A yes or a no to the value in doubt; None if more than that was said."""
    move = find_move(said)
    if move not in (None, "unsure", "resume"):
        return None
    answer = agreed(said)
    if answer:
        return _fitting(Understood("value", doubt), field)
    problem = {"rating": "number", "time": "time", "person": "person"}.get(field.kind, "choice")
    return None if answer is None else Understood("unclear", problem=problem)  # type: ignore[arg-type]


def _own_words(said: str, field: Field) -> Understood | None:
    """What is no move here though it would be elsewhere: a choice's own words, the end of a list, "stop"."""
    text = plain(said)
    if field.kind in ("choice", "several"):
        found = pick(said, field)
        move = find_move(said)
        named = found.exact or (move == "unsure" and found.sure)
        return picked(found, field) if named and (found.choices or found.empty) else None
    if field.kind == "table" and no_more(said):
        return Understood("value", "[]", ends=True)
    if field.kind == "timer" and is_all("a_duration", text):
        return Understood("value", done_so_far(said, field))
    if field.kind in ("timer", "breathing") and (heard := signal(said, field)):
        return Understood("signal", signal=heard)
    if field.kind == "person" and is_all("nobody", text) and not is_dark(text):
        return Understood("value", json.dumps(NOBODY))
    return None


def _move(said: str, field: Field) -> Understood | None:
    move = find_move(said)
    if move is None or (move == "pause" and field.kind == "time" and is_all("later_as_time", plain(said))):
        return None
    if move in ("help", "resume"):
        return Understood("unclear", problem="help")
    return Understood("unclear", problem="unsure") if move == "unsure" else Understood("move", move=move)


def _fitting(found: Understood, field: Field) -> Understood:
    """`found`, if what it holds fits the field."""
    if not found.value and found.problem != "confirm":
        return found
    value = found.value or found.doubt
    if field.kind in ("text", "person"):
        value = str(from_json(value) or "")
    value, problem = check(field, value)
    if problem:
        return Understood("unclear", problem=problem)
    return replace(found, value=value) if found.value else found


def _first_cell(said: str, field: Field, doubt: str, today: date | None) -> Understood:
    """A table whose first column is a number, a time or a choice takes one row at a time."""
    if not doubt and no_more(said):
        return Understood("value", "[]", ends=True)
    column = field.columns[0]
    rows = from_json(doubt)
    if isinstance(rows, list) and rows and isinstance(rows[0], dict):
        cell = rows[0].get(column.key)
        # Two decimals: a number to confirm, not one whose scale is in doubt.
        doubt = f"{cell:.2f}" if isinstance(cell, (int, float)) else json.dumps(cell)
    found = understand(said, column.as_field(), doubt, today=today)
    if found.value:
        return replace(found, value=json.dumps([{column.key: json.loads(found.value)}]))
    asked = found.problem == "confirm"
    return replace(found, doubt=json.dumps([{column.key: json.loads(found.doubt)}])) if asked else found
