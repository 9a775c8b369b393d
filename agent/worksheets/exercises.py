"""A timer or the breathing while it runs. The clock is the message's: the same record gives the same run."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from typing import Any

from agent.worksheets.schema import Field
from agent.worksheets.state import Entry

EXERCISES = ("timer", "breathing")
NEARLY = 2.0
"""Seconds before its end at which a timer has run whole: nobody says so to the second."""


def day_of(at: float) -> date | None:
    """The day of a time in seconds since the epoch; None where it is unknown or absurd."""
    try:
        return date.fromtimestamp(at) if at > 0 else None
    except (ValueError, OverflowError, OSError):
        return None


def started(entry: Entry, at: float) -> Entry:
    """The exercise running from `at` (seconds since the epoch, 0 where nobody knows)."""
    return _with(entry, **{**_part(entry), "from": at})


def running(entry: Entry) -> bool:
    """Whether it has begun."""
    return "from" in _part(entry)


def without_holds(entry: Entry) -> Entry:
    """The breathing from now on without holding the breath."""
    return replace(_with(entry, **{**_part(entry), "holds": False}), problem="holds")


def holds_breath(entry: Entry) -> bool:
    """Whether the breath is held, as far as they said."""
    return bool(_part(entry).get("holds", True))


def pattern(field: Field, entry: Entry) -> tuple[float, ...]:
    """In, hold, out, hold as it is breathed now."""
    if not field.pattern or holds_breath(entry):
        return field.pattern
    return (field.pattern[0], 0.0, field.pattern[2], 0.0)


def ended(field: Field, entry: Entry, at: float, whole: bool) -> str:
    """The value (JSON) of an exercise that ends at `at`; `whole`: they say that it is finished."""
    begun = float(_part(entry).get("from", 0.0))
    ran = at - begun if 0.0 < begun <= at else None
    if field.kind == "timer":
        seconds = min(ran, field.seconds) if ran is not None else field.seconds * whole
        over = seconds >= field.seconds - min(NEARLY, field.seconds / 10)
        return json.dumps({"seconds": round(field.seconds if over else seconds), "whole": over})
    once = sum(pattern(field, entry))
    done = ran / once if ran is not None and once else field.rounds * whole
    rounds = min(field.rounds, round(done) if whole else int(done))
    return json.dumps({"rounds": rounds, "holds": holds_breath(entry)})


def _part(entry: Entry) -> dict[str, Any]:
    return dict(json.loads(entry.part)) if entry.part else {}


def _with(entry: Entry, **part: Any) -> Entry:
    return replace(entry, part=json.dumps(part), problem="", doubt="")
