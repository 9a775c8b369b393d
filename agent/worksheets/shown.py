"""A stored value as a person would read it."""

from __future__ import annotations

import json
from typing import Any

from agent.worksheets.schema import Field


def shown(field: Field, value: str) -> str:
    """A stored value as a person would read it."""
    return _shown(field, json.loads(value)) if value else ""


def shown_in_doubt(field: Field, value: str) -> str:
    """A value that wants a yes, with what makes it doubtful told: "7 in the evening" of "around 7"."""
    plain = json.loads(value) if value else ""
    if field.kind == "time" and isinstance(plain, dict) and plain["at"]:
        hour, minute = int(plain["at"][:2]), plain["at"][3:]
        part = "in the morning" if hour < 12 else "in the afternoon" if hour < 18 else "in the evening"
        return f"{hour % 12 or 12}{'' if minute == '00' else ':' + minute} {part}"
    return shown(field, value)


def shown_rows(field: Field, value: str) -> list[list[str]]:
    """A table's cells as a person would read them: a list a row, a text a column."""
    rows = json.loads(value) if value else []
    return [
        [_shown(column.as_field(), row[column.key]) if column.key in row else "" for column in field.columns]
        for row in rows
    ]


def _shown(field: Field, plain: Any) -> str:
    if field.kind == "table":
        cells = [", ".join(filter(None, row)) for row in shown_rows(field, json.dumps(plain))]
        return "; ".join(cells) if cells else "none"
    if isinstance(plain, list):
        return ", ".join(plain) if plain else "none of them"
    if isinstance(plain, dict) and field.kind == "timer":
        return _duration(float(plain["seconds"]))
    if isinstance(plain, dict) and field.kind == "breathing":
        rounds = plain["rounds"]
        return f"{rounds} round{'' if rounds == 1 else 's'}{'' if plain['holds'] else ' without holding'}"
    if isinstance(plain, dict):
        return str(plain["said"]) or " ".join(filter(None, (plain["day"], plain["at"])))
    return f"{plain:g}" if isinstance(plain, (int, float)) else str(plain)


def _duration(seconds: float) -> str:
    minutes, rest = divmod(round(seconds), 60)
    parts = [f"{minutes} minute{'' if minutes == 1 else 's'}"] if minutes else []
    if rest or not minutes:
        parts.append(f"{rest} second{'' if rest == 1 else 's'}")
    return " ".join(parts)
