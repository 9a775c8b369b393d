"""What people say besides words: "um", a word begun over, a word broken off.

A turn keeps them in its words, for how fluently somebody speaks tells something, and leaves them out of
its text, for it tells nothing of what they mean. English only.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Literal

Disfluency = Literal["", "filler", "repeat", "cut"]
"""An "um"; a word begun over ("I, I want"); a word broken off ("want t-")."""

# Filled pauses (Clark & Fox Tree 2002, "Using uh and um in spontaneous speaking"), as Whisper spells them.
# "Mm-hm", "uh-huh", "oh" and "ah" are answers and feelings, and no fillers.
_FILLERS = re.compile(r"u+h+|u+h*m+|e+r+m*|h+m+|m{2,}|eh")

# Words that are begun over: "I, I want". "No, no", "very very" and "bye bye" are meant as they are said.
_WORDS = """a an the i i'm i've i'd i'll it it's he he's she she's we we're we've they they're you you're
my your his her our their and but or because if when to of in on at for with from by about
is was are were do did have can could would should will what where who how this"""
_BEGUN_OVER = frozenset(_WORDS.split())
MOST_WORDS = 3
"""Words that are begun over together at most: "I want to, I want to"."""


def is_filler(word: str) -> bool:
    """Whether a word, however written, only fills a pause."""
    return _FILLERS.fullmatch(_plain(word)) is not None


def disfluencies(words: Sequence[str]) -> tuple[Disfluency, ...]:
    """What each of these words, in the order they were said, is besides a word."""
    plain = [_plain(word) for word in words]
    kinds: list[Disfluency] = ["filler" if _FILLERS.fullmatch(word) else "" for word in plain]
    meant = [number for number, kind in enumerate(kinds) if not kind]
    texts = [plain[number] for number in meant]
    for size in range(MOST_WORDS, 0, -1):
        for start in range(len(texts) - 2 * size + 1):
            group = texts[start : start + size]
            if group[0] in _BEGUN_OVER and group == texts[start + size : start + 2 * size]:
                for number in meant[start : start + size]:
                    kinds[number] = "repeat"
    for number in meant[:-1]:
        if not kinds[number] and re.search(r"\w[-–—]$", words[number]):
            kinds[number] = "cut"
    return tuple(kinds)


def fluent(words: Sequence[str]) -> str:
    """These words without the disfluent ones; all of them if there are no others."""
    kept: list[str] = []
    capital = False  # what is left out began a sentence: then the next word does
    for word, kind in zip(words, disfluencies(words), strict=True):
        if kind:
            capital = capital or word[:1].isupper()
        else:
            kept.append(word[:1].upper() + word[1:] if capital else word)
            capital = False
    return " ".join(kept or words)


def _plain(word: str) -> str:
    return re.sub(r"[^\w' -]|-$", "", word.lower().replace("’", "'")).replace("-", " ")
