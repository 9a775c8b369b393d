"""Lexical alignment: saying it in the person's own words. Moves nothing but which wording is chosen."""

from __future__ import annotations

import re

from agent.words.sets import word_set

WEIGHT = 0.25
"""What a wording gains at most. Small: a move that says more must still win over an echo."""
_WORD = re.compile(r"[a-z']{4,}")
_ENDING = re.compile(r"(?<=\w{3})(?:ing|ed|es|s|'s)$")
_COMMON = word_set(
    "that this with what when where which would could should have been from your yours about there their "
    "they them then than just like some more much very into over only still even also were does doing "
    "don't it's that's you're you've you'd isn't wasn't"
)


def content_words(text: str) -> frozenset[str]:
    """Words that carry meaning, cut to a stem: "walking" and "walked" are one."""
    return frozenset(_ENDING.sub("", word)[:5] for word in _WORD.findall(text.lower()) if word not in _COMMON)


def shared(words: str, theirs: frozenset[str]) -> float:
    """Share of a wording's content words that they used themselves, 0 to 1."""
    mine = content_words(words)
    return len(mine & theirs) / len(mine) if mine else 0.0
