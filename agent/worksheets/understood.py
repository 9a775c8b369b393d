"""What was meant by something said while a field was asked."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from agent.worksheets.exercise_words import Signal
from agent.worksheets.moves import Move
from agent.worksheets.state import Problem


@dataclass(frozen=True)
class Understood:
    """What was meant. `value` is JSON, and fits the field.

    Of a table, `value` holds the new rows only, with their first column, and `ends` says that they have no
    more. `doubt` is what may have been meant: with problem "confirm" a value (JSON) that wants a yes, with
    "scale" the bare number whose scale is in doubt. It is handed back with what they say next. `heavy`: a
    value, with something in it or beside it that comes before the sheet. `signal`: said to an exercise in
    the doing.
    """

    kind: Literal["value", "move", "unclear", "aside", "signal"]
    value: str = ""
    move: Move | None = None
    problem: Problem = ""
    doubt: str = ""
    heavy: bool = False
    ends: bool = False
    signal: Signal = ""
