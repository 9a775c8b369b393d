"""What is printed: a sheet as the page shows it, with the few things that only paper needs beside it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from alongside.messages import SheetView
from alongside.records import SheetField


@dataclass(frozen=True)
class Printed:
    """A sheet for paper. `conditions` says of a field when it is asked at all; `day` when it was filled.

    `filled` prints the answers and leaves out the help of what was answered; a blank sheet has room for them.
    """

    view: SheetView
    about: str = ""
    minutes: int = 0
    conditions: Mapping[str, str] = field(default_factory=dict)
    filled: bool = False
    who: str = ""
    day: str = ""


def answer(item: SheetField) -> Any:
    """The field's value out of its JSON; None where there is none."""
    try:
        return json.loads(item.value) if item.value else None
    except ValueError:
        return item.value


def number(value: Any) -> float | None:
    """A number that can be drawn, or None."""
    drawable = isinstance(value, (int, float)) and not isinstance(value, bool) and abs(value) < 1e9
    return float(value) if drawable else None


def in_words(kind: str, value: Any) -> str:
    """One value as it is read on paper."""
    if isinstance(value, dict):
        said, day, at = (str(value.get(key, "")) for key in ("said", "day", "at"))
        exact = " ".join(part for part in (day, at) if part)
        return f"{said} ({exact})" if said and exact and exact not in said else said or exact
    if isinstance(value, list):
        return ", ".join(str(item) for item in value) if value else "none of them"
    if isinstance(value, bool) or value is None:
        return ""
    return f"{value:g}" if isinstance(value, (int, float)) else str(value)
