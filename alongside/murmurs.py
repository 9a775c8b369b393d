"""A listener's murmurs: the small sounds that give the turn back, and how they are told from acts.

Most are *unasked*: said by whatever shows that the companion listens, into somebody's turn. They are acts of
kind "backchannel" whose `act_id` begins with `murmur-`, so everyone can tell them by their name alone.
"""

from __future__ import annotations

import re
from collections.abc import Collection

from alongside.messages import Act

FILLER = "Hmm."
"""What is said before an answer that takes its time."""
MURMURS = ("Mm-hm.", "Mm.", "I see.", "Right.", FILLER)
"""What is said of one's own accord."""
_WORDS = """m mm mmm hm hmm mhm mmhm mmhmm uh uhhuh huh ah aha oh okay ok k
yeah yep yes yup ya right sure isee really exactly true"""
SIGNALS = frozenset(_WORDS.split())
"""What listeners say without wanting the turn (after Ward 2006, "Non-lexical conversational sounds")."""
MOST_WORDS = 3
"""Words in a listener's signal at most: "oh yeah right"."""
_PREFIX = "murmur-"


def murmur_id(moment: float) -> str:
    """A name for a murmur of that moment (seconds of any clock that does not run back)."""
    return f"{_PREFIX}{round(moment * 1000):x}"


def unasked(act_id: str) -> bool:
    """Whether this act is a murmur that nobody asked for."""
    return act_id.startswith(_PREFIX)


def is_murmur(act: Act) -> bool:
    """Whether an act is a murmur and no more: "Mm-hm.", "Oh, right.", but not "Take your time."."""
    words = " ".join(re.findall(r"[a-z']+", act.text.lower()))
    return act.kind == "backchannel" and (unasked(act.act_id) or is_signal(words))


def is_signal(plain: str, signals: Collection[str] = SIGNALS) -> bool:
    """Whether text without marks is one of a listener's signals, or a few. Nothing at all is none."""
    words = signal_words(plain)
    return 0 < len(words) <= MOST_WORDS and all(word in signals for word in words)


def signal_words(plain: str) -> list[str]:
    """The words of text without marks, as signals are spelled: "i see" is one."""
    return plain.replace("i see", "isee").split()
