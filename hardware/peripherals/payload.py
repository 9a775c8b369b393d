"""Reading what anyone may have published: any bytes at all in, a value or None out."""

from __future__ import annotations

import json
import math
from typing import Any

LONGEST = 64 * 1024
"""Bytes of a payload that is read at all."""


def read_json(payload: Any) -> Any:
    """The JSON in a payload, or None. A bare word is read as that word."""
    if not isinstance(payload, (bytes, bytearray)) or len(payload) > LONGEST:
        return None
    try:
        text = payload.decode("utf-8").strip()
    except UnicodeDecodeError:
        return None
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        return text if text.isidentifier() else None


def read_object(payload: Any) -> dict[str, Any]:
    """The JSON object in a payload; empty if there is none."""
    found = read_json(payload)
    return found if isinstance(found, dict) else {}


def text_of(found: dict[str, Any], key: str, longest: int = 100) -> str:
    """A text of an object, or "" if it has none, or one that is too long or holds what UTF-8 cannot."""
    value = found.get(key)
    if not isinstance(value, str) or len(value) > longest:
        return ""
    return "" if any("\ud800" <= sign <= "\udfff" for sign in value) else value


def number(value: Any) -> float | None:
    """A finite number, or None."""
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        return None
    try:
        found = float(value)
    except OverflowError:
        return None
    return found if math.isfinite(found) else None
