"""Long texts in a few pieces that the encoder can see whole."""

from __future__ import annotations

import re
from collections.abc import Sequence

MOST_WORDS = 90
"""Words of a window: with it almost every window stays under the encoder's 128 word pieces."""
MOST_WINDOWS = 12
"""A text longer than these is read at its beginning and end."""
_SENTENCE = re.compile(r"(?<=[.!?…])\s+|\n+")


def windows(text: str) -> list[str]:
    """The text in windows of whole sentences, in order; a short text is its own only window."""
    if len(text) <= MOST_WORDS * 3 or len(text.split()) <= MOST_WORDS:
        return [text]
    found: list[list[str]] = [[]]
    for sentence in _SENTENCE.split(text):
        words = sentence.split()
        for piece in _cut(words):
            if found[-1] and len(found[-1]) + len(piece) > MOST_WORDS:
                found.append([])
            found[-1].extend(piece)
    kept = [" ".join(words) for words in found if words]
    half = MOST_WINDOWS // 2
    return kept if len(kept) <= MOST_WINDOWS else kept[:half] + kept[-half:]


def _cut(words: Sequence[str]) -> list[Sequence[str]]:
    """A sentence without end is cut too."""
    return [words[start : start + MOST_WORDS] for start in range(0, len(words), MOST_WORDS)]
