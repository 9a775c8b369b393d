"""What is a little easier than before, as they said it: "a bit less sick"."""

from __future__ import annotations

import re

_EASIER = re.compile(
    r"\b(?:i |i'm |i am |it |that |this )?(?:feel(?:s|ing)? |am |is |'m |'s )?"
    r"(?P<size>a (?:tiny |little |good )?(?:bit|little|lot)|much|slightly|somewhat|so much)? ?"
    r"(?P<what>better|calmer|lighter|easier|less (?:\w+ )?\w+)(?= now| already|[.,!]|$)",
    re.I,
)


def easier(text: str) -> str:
    """ "Thanks. I feel a bit less sick." -> "a bit less sick"; "" where nothing is said to have eased."""
    match = _EASIER.search(text.replace("’", "'"))
    if match is None:
        return ""
    return f"{match['size'] or ''} {match['what']}".strip().lower()
