"""What a turn asks of the companion, and whether it is a bare yes, no or don't know."""

from __future__ import annotations

from typing import Literal

from agent.appraisal.lists import matching

SHORT = 60
MOST_CHARACTERS = 2000
_QUOTES = str.maketrans({"’": "'", "‘": "'", "…": "..."})


def _plain(text: str) -> str:
    return " ".join(text[:MOST_CHARACTERS].translate(_QUOTES).lower().split())


def requests(text: str) -> frozenset[str]:
    """Names from `lexicon/requests.yaml` that this turn asks for."""
    return frozenset(key for key, _ in matching("requests", "requests", _plain(text)))


def short_answer(text: str) -> Literal["yes", "no", "unsure", ""]:
    """Whether the whole turn is one short yes, no, or don't know."""
    plain = _plain(text)
    if len(plain) > SHORT + 30:
        return ""
    if matching("requests", "unsure", plain):
        return "unsure"
    if matching("requests", "no", plain):
        return "no"
    if len(plain) <= SHORT and matching("requests", "yes", plain):
        return "yes"
    return ""
