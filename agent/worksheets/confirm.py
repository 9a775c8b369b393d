"""A yes or a no to "seven, is that right?", and what is said along with the no."""

from __future__ import annotations

from agent.worksheets.phrases import pattern, plain


def agreed(said: str) -> bool | None:
    """True for a yes, False for a no, None where more than that was said."""
    text = plain(said)
    for section, answer in (("denies", False), ("confirms", True)):
        if pattern(rf"(?:<deny_filler>\s+)*<{section}>(?:\s+(?:<{section}>|<deny_filler>))*").fullmatch(text):
            return answer
    return None


def rest_of(said: str) -> str:
    """What follows the no: "no, more like a six" -> "a six"; all of it where nothing would be left."""
    rest = pattern(r"^\s*(?:<deny_lead>[\s,.!]+)+(?=\w)").sub("", said)
    return rest or said
