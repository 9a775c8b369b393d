"""Verb forms that no list gives away: pasts that look like their base, and pasts of verbs nobody listed."""

from __future__ import annotations

from agent.words.closed import CLOSED
from agent.words.sets import word_set
from agent.words.tokens import Token

SAME_PAST = word_set("cut hit put let hurt shut quit read set cost bet spread split")


def takes_object(low: str, after: Token | None) -> bool:
    """ "Some bloke cut me up": a past that looks like its base, with an object behind it."""
    return low in SAME_PAST and after is not None and CLOSED.get(after.low, "") in ("O", "D")


def undone(low: str) -> str:
    """A likely base of a past that no list knows: "outlived", "rebooted"."""
    return low[:-1] if low[-3] in "vzsc" or low.endswith(("ated", "uted", "ired")) else low[:-2]
