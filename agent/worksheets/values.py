"""What was typed or chosen, as a value that fits its field; and a value as a person would read it."""

from __future__ import annotations

import json
import math
import unicodedata

from agent.worksheets.schema import Field
from agent.worksheets.state import Problem

LONGEST = 5000
"""Characters of one answer; more than half an hour of speech."""


def check(field: Field, raw: str) -> tuple[str, Problem]:
    """The value of `raw` as JSON text and no problem, or an empty text and the problem."""
    text = clean(raw)
    if len(text) > LONGEST:
        return "", "long"
    if field.kind == "several":
        return _several(field, text)
    if not text:
        return "", "empty"
    if field.kind == "rating":
        return _rating(field, text)
    if field.kind == "choice":
        found = match_choice(field, _unquoted(text))
        return (json.dumps(found), "") if found else ("", "choice")
    return json.dumps(text), ""


def clean(raw: str) -> str:
    """Without control characters (line ends stay), odd code points and outer space."""
    kept = (char for char in raw if char == "\n" or unicodedata.category(char) not in ("Cc", "Cs"))
    return "".join(kept).strip()


def rating_json(field: Field, number: float) -> tuple[str, Problem]:
    """A number on the field's scale as JSON, to one decimal place."""
    number = round(number, 1)
    if not field.minimum <= number <= field.maximum:
        return "", "range"
    return json.dumps(int(number) if number == int(number) else number), ""


def match_choice(field: Field, text: str) -> str:
    """The choice that `text` names, whatever its case, or an empty text."""
    return next((choice for choice in field.choices if choice.casefold() == text.strip().casefold()), "")


def shown(field: Field, value: str) -> str:
    """A stored value as a person would read it."""
    if not value:
        return ""
    plain = json.loads(value)
    if isinstance(plain, list):
        return ", ".join(plain) if plain else "none of them"
    return f"{plain:g}" if isinstance(plain, (int, float)) else str(plain)


def _rating(field: Field, text: str) -> tuple[str, Problem]:
    percent = text.endswith("%")
    try:
        number = float(text.rstrip("% ").replace(",", "."))
    except ValueError:
        return "", "number"
    if not math.isfinite(number):
        return "", "number"
    return rating_json(field, number * field.maximum / 100 if percent else number)


def _several(field: Field, text: str) -> tuple[str, Problem]:
    """A JSON list, or texts with commas between; an empty list is an answer, an empty text is not."""
    if not text:
        return "", "empty"
    try:
        items = json.loads(text)
    except (ValueError, RecursionError):
        items = text.split(",")
    if isinstance(items, str):
        items = [items]
    if not isinstance(items, list) or not all(isinstance(item, str) for item in items):
        return "", "choice"
    found = [match_choice(field, item) for item in items]
    if not all(found):
        return "", "choice"
    return json.dumps([choice for choice in field.choices if choice in found]), ""


def _unquoted(text: str) -> str:
    """A JSON string's content, or the text itself."""
    try:
        plain = json.loads(text)
    except (ValueError, RecursionError):
        return text
    return plain if isinstance(plain, str) else text
