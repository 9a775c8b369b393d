"""Ratings that a worksheet asks twice: `NAME_before` and `NAME_after`, on the same scale."""

from __future__ import annotations

import json
from dataclasses import dataclass

from alongside.messages import SheetView
from alongside.records import SheetField


@dataclass(frozen=True)
class Pair:
    """One rating before and after. `low` and `high` are the words at the ends of its scale."""

    name: str
    label: str
    before: float
    after: float
    minimum: float
    maximum: float
    low: str
    high: str


def pairs(view: SheetView) -> list[Pair]:
    """The pairs of a sheet where both ratings were given."""
    fields = {field.key: field for field in view.fields}
    found = []
    for key, first in fields.items():
        name = key.removesuffix("_before")
        second = fields.get(f"{name}_after")
        if name == key or second is None:
            continue
        before, after = _number(first), _number(second)
        if before is None or after is None:
            continue
        ends = (first.minimum, first.maximum, first.low_label, first.high_label)
        found.append(Pair(name, _label(name, fields), before, after, *ends))
    return found


def _label(name: str, fields: dict[str, SheetField]) -> str:
    """What is rated; with the word they gave it where a field of that name asked for one."""
    named = fields.get(name)
    if named is None:
        return name.replace("_", " ").capitalize()
    word = named.shown.strip(" .")
    return f"{named.label} “{word.lower()}”" if 0 < len(word) <= 24 else named.label


def _number(field: SheetField) -> float | None:
    try:
        value = json.loads(field.value)
    except ValueError:
        return None
    return float(value) if isinstance(value, (int, float)) and not isinstance(value, bool) else None
