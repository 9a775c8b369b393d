"""Words that carry meaning, as the lexical channel counts them."""

from __future__ import annotations

import re

from agent.words.closed import CLOSED
from agent.words.sets import word_set

_WORD = re.compile(r"[a-z]+")
_ELIDED = re.compile(r"n't\b|'(?:s|m|re|ve|d|ll)\b")
EMPTY = frozenset(word for word in CLOSED if word.isalpha()) | word_set(
    "there here then than so just really very too also even still again only ever always never now "
    "go goes going went gone get gets getting got make makes made let lets want wants wanted know knows knew "
    "think thinks thought mean means meant say says said see sees saw come comes came take takes took put "
    "thing things something anything lot lots kind sort bit way maybe perhaps actually basically "
    "like likes liked well yeah okay gonna wanna cannot ain don doesn didn isn wasn aren weren won wouldn "
    "couldn shouldn haven hasn hadn alright sure right mhm huh aha"
)
"""Words that anybody says to anybody: they tell who listens to whom by nothing but chance."""


def meaningful(text: str) -> list[str]:
    """The words of a text that carry meaning, in order, small letters, with repetitions."""
    plain = _ELIDED.sub(" ", text.lower().replace("’", "'"))
    return [word for word in _WORD.findall(plain) if len(word) > 1 and word not in EMPTY]
