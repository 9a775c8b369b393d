"""How people really type: slang, lost apostrophes and slips, written out before anyone listens for danger."""

from __future__ import annotations

import functools
import re

from agent.appraisal.lists import rules
from agent.words.tagger import known

_WORD = re.compile(r"[a-z0-9@$!*'+]*[a-z][a-z0-9@$!*'+]*")
_SPELT_OUT = re.compile(r"\b(?:[a-z][ .\-_*]){3,12}[a-z]\b")
_STRETCHED = re.compile(r"([a-z])\1{2,}")
_SIGNS = str.maketrans({"@": "a", "$": "s", "!": "i", "1": "i", "3": "e", "0": "o", "*": "i", "|": "l"})


def spelt(text: str) -> str:
    """`text` (small letters) with slang and slips in what matters for safety written out."""
    text = _SPELT_OUT.sub(lambda match: re.sub(r"[^a-z]", "", match.group()), text)
    text = _STRETCHED.sub(r"\1\1", text)
    return _WORD.sub(lambda match: _one(match.group()), text)


@functools.lru_cache(maxsize=4096)
def _one(word: str) -> str:
    slang: dict[str, str] = rules("danger")["slang"]
    bare = word.strip("!*'")
    if bare in slang:
        return slang[bare]
    if len(bare) < 4 or known(bare) or "'" in bare:
        return word
    plain = bare.translate(_SIGNS)
    for meant in rules("danger")["critical"]:
        if plain == meant or (
            abs(len(plain) - len(meant)) <= 1 and plain[0] == meant[0] and _close(plain, meant)
        ):
            return str(meant)
    return word


def _close(one: str, other: str) -> bool:
    """Whether one slip (a letter more, less, other, or two swapped) makes one word the other."""
    start = 0
    while start < min(len(one), len(other)) and one[start] == other[start]:
        start += 1
    left, right = one[start:], other[start:]
    if not left or not right:
        return len(left) + len(right) <= 1
    swapped = len(left) > 1 and len(right) > 1 and left[:2] == right[1::-1] and left[2:] == right[2:]
    return left[1:] == right[1:] or left[1:] == right or left == right[1:] or swapped
