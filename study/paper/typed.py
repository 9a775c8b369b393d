"""What somebody types for a field of a paper sheet, as the value that the engine takes."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from typing import Any

from agent.worksheets.schema import Column, Field
from study.paper.blanks import minutes

_CLOCK = re.compile(r"(?P<minutes>\d{1,3}):(?P<seconds>[0-5]\d)")
_SPAN = re.compile(
    r"(?P<number>\d+(?:[.,]\d+)?)\s*(?P<unit>s|sec|secs|seconds?|m|min|mins|minutes?|h|hours?)?", re.I
)


class MisreadError(ValueError):
    """It cannot be what stands on the paper; the words say why."""


def read(field: Field, text: str) -> str:
    """The value of `text` for the engine, as JSON or plain text. Raises MisreadError, with what would do."""
    if field.kind == "choice":
        return json.dumps(_choice(field.choices, text))
    if field.kind == "several":
        return json.dumps(_several(field.choices, text))
    if field.kind == "timer":
        seconds = _seconds(text)
        return json.dumps({"seconds": seconds, "whole": seconds >= field.seconds})
    if field.kind == "breathing":
        return json.dumps({"rounds": _whole(text), "holds": True})
    if field.kind == "time":
        return json.dumps({"said": text, "day": "", "at": ""})
    return text


def cell(column: Column, text: str) -> Any:
    """The value of one cell of a table."""
    if column.kind == "choice":
        return _choice(column.choices, text)
    if column.kind == "time":
        return {"said": text, "day": "", "at": ""}
    return text


def hint(field: Field | Column) -> str:
    """What is expected, in a few words."""
    if field.kind == "rating":
        return f"a number from {field.minimum:g} to {field.maximum:g}"
    if field.kind in ("choice", "several"):
        listed = "  ".join(f"{number} {choice}" for number, choice in enumerate(field.choices, 1))
        return f"{listed}{' (several: 1 3; 0: none ticked)' if field.kind == 'several' else ''}"
    if field.kind == "time":
        return "day and time as written"
    if isinstance(field, Field) and field.kind == "timer":
        return f"minutes, or 1:30; planned were {minutes(field.seconds)}"
    if field.kind == "breathing":
        return "rounds ticked"
    return ""


def _choice(choices: Sequence[str], text: str) -> str:
    """A choice by its number, its words, or a beginning that only one has."""
    if text.isdigit():
        if not 1 <= int(text) <= len(choices):
            raise MisreadError(f"There are {len(choices)} choices.")
        return choices[int(text) - 1]
    wanted = text.casefold()
    exact = [choice for choice in choices if choice.casefold() == wanted]
    found = exact or [choice for choice in choices if choice.casefold().startswith(wanted)]
    if len(found) != 1:
        raise MisreadError("Give the number of one of the choices.")
    return found[0]


def _several(choices: Sequence[str], text: str) -> list[str]:
    if text == "0":
        return []
    parts = re.split(r"\s*,\s*|\s+(?=\d)", text.strip()) if not _is_one(choices, text) else [text]
    picked = {_choice(choices, part) for part in parts if part}
    return [choice for choice in choices if choice in picked]


def _is_one(choices: Sequence[str], text: str) -> bool:
    return any(choice.casefold() == text.casefold() for choice in choices)


def _seconds(text: str) -> float:
    """ "12" and "12 min" are minutes, "90 s" seconds, "1:30" both."""
    if found := _CLOCK.fullmatch(text):
        return int(found["minutes"]) * 60 + int(found["seconds"])
    span = _SPAN.fullmatch(text)
    if span is None:
        raise MisreadError("Give minutes, as in 12, or minutes and seconds, as in 1:30.")
    unit = (span["unit"] or "m")[0].lower()
    number = float(span["number"].replace(",", "."))
    return round(number * {"s": 1, "m": 60, "h": 3600}[unit], 1)


def _whole(text: str) -> int:
    if not text.isdigit():
        raise MisreadError("Give a whole number.")
    return int(text)
