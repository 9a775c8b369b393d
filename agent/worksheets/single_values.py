"""One value, typed or chosen, as JSON that fits its field: every kind but the table."""

from __future__ import annotations

import json
import math
import re
import unicodedata
from typing import Any

from agent.worksheets.schema import Field
from agent.worksheets.state import Problem

LONGEST = 5000
"""Characters of one answer; more than half an hour of speech."""


def check_single(field: Field, text: str) -> tuple[str, Problem]:
    """The value of a cleaned text as JSON and no problem, or an empty text and the problem."""
    if len(text) > LONGEST:
        return "", "long"
    if not text:
        return "", "empty"
    if field.kind == "several":
        return _several(field, text)
    if field.kind == "rating":
        return _rating(field, text)
    if field.kind == "choice":
        found = match_choice(field, _unquoted(text))
        return (json.dumps(found), "") if found else ("", "choice")
    if field.kind == "time":
        return _time(text)
    if field.kind in ("timer", "breathing"):
        return _exercise(field, text)
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


def from_json(text: str) -> Any:
    """JSON, or None where it is none."""
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        return None


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
    items = from_json(text)
    if items is None and text != "null":
        items = text.split(",")
    if isinstance(items, str):
        items = [items]
    if not isinstance(items, list) or not all(isinstance(item, str) for item in items):
        return "", "choice"
    found = [match_choice(field, item) for item in items]
    if not all(found):
        return "", "choice"
    if field.most and len(set(found)) > field.most:
        return "", "many"
    return json.dumps([choice for choice in field.choices if choice in found]), ""


def _time(text: str) -> tuple[str, Problem]:
    """An object with said, day and at; or plain words, which are kept as they are."""
    plain = from_json(text)
    if not isinstance(plain, dict):
        said = plain if isinstance(plain, str) and plain.strip() else text
        return json.dumps({"said": said, "day": "", "at": ""}), ""
    found = {key: plain.get(key) or "" for key in ("said", "day", "at")}
    if set(plain) - set(found) or not all(isinstance(part, str) for part in found.values()):
        return "", "time"
    found = {key: clean(part) for key, part in found.items()}
    if not any(found.values()):
        return "", "empty"
    fits = re.fullmatch(r"(?:[01]\d|2[0-3]):[0-5]\d|", found["at"]) and len(found["day"]) <= 40
    return (json.dumps(found), "") if fits else ("", "time")


def _exercise(field: Field, text: str) -> tuple[str, Problem]:
    """How long it ran, or how many rounds: an object, or just the number."""
    plain = from_json(text)
    timer = field.kind == "timer"
    key, other, top = ("seconds", "whole", 1e6) if timer else ("rounds", "holds", 1000)
    found = plain if isinstance(plain, dict) else {key: plain}
    number = found.get(key)
    if isinstance(number, bool) or not isinstance(number, (int, float)) or not 0 <= number <= top:
        return "", "number"
    number = round(number, 1) if timer else int(number)
    number = int(number) if number == int(number) else number
    flag = found.get(other, number >= field.seconds if timer else True)
    if set(found) - {key, other} or not isinstance(flag, bool):
        return "", "number"
    return json.dumps({key: number, other: flag}), ""


def _unquoted(text: str) -> str:
    """A JSON string's content, or the text itself."""
    plain = from_json(text)
    return plain if isinstance(plain, str) else text
