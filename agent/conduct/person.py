"""First person, singular and plural: how much somebody talks of themselves, and how much of "us".

In 28 sessions of outpatient therapy, therapists who said "I" and "we" more had patients who held the
alliance lower (Ryu et al. 2023, iScience 26(6):106860).
"""

from __future__ import annotations

import re
from typing import NamedTuple

from agent.words.sets import word_set

_WORD = re.compile(r"\w+(?:'\w+)?")
_SINGULAR = word_set("i i'm i've i'd i'll me my mine myself")
_PLURAL = word_set("we we're we've we'd we'll us our ours ourselves let's")


class Persons(NamedTuple):
    """Words of a text: all, of the first person singular, of the first person plural."""

    words: int
    singular: int
    plural: int


def persons(text: str) -> Persons:
    """Counted."""
    words = _WORD.findall(text.lower().replace("’", "'"))
    return Persons(
        len(words),
        sum(map(_SINGULAR.__contains__, words)),
        sum(map(_PLURAL.__contains__, words)),
    )
