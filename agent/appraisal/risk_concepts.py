"""What the risk head counts in a text beside its embedding: the concepts of `lexicon/risk_concepts.yaml`.

Counts of concepts and nothing else: a head fitted on posts of people in distress holds no words of theirs.
"""

from __future__ import annotations

import functools
import math
import re
import zlib

import numpy as np
import numpy.typing as npt

from agent.appraisal.lists import FOLDER, rules
from agent.appraisal.needles import Screen

MOST_READ = 8000
"""Characters of a text that are read: the first and last halves of this."""
MOST_COUNTED = 6
SCALE = 0.2
"""Brings the counts to about the size of an embedding's figures, so that one regularisation fits both."""

_QUOTES = str.maketrans({"’": "'", "‘": "'", "`": "'"})
_PART = re.compile(r"~(\w+)~")


@functools.cache
def concepts() -> dict[str, re.Pattern[str]]:
    """Concept -> pattern, in the file's order. Parts may hold parts."""
    content = rules("risk_concepts")
    parts: dict[str, str] = content["parts"]

    def filled(words: str) -> str:
        while _PART.search(words):
            words = _PART.sub(lambda match: parts[match.group(1)], words)
        return words

    return {
        name: re.compile(rf"(?<!\w)(?:{'|'.join(map(filled, entries))})(?!\w)")
        for name, entries in content["concepts"].items()
    }


def fingerprint() -> int:
    """A number that changes with the file: a head fitted on another state of it is not to be used."""
    return zlib.crc32((FOLDER / "risk_concepts.yaml").read_bytes())


def width() -> int:
    """How many figures `counted` gives."""
    return 2 * len(concepts()) + 2


@functools.cache
def _screen() -> Screen:
    return Screen(tuple(concepts().values()))


@functools.lru_cache(maxsize=256)
def counted(text: str) -> npt.NDArray[np.float32]:
    """[width()]: log counts of each concept, whether it is there at all, question marks, length."""
    half = MOST_READ // 2
    if len(text) > MOST_READ:
        text = f"{text[:half]} . {text[-half:]}"
    heard = " ".join(text.translate(_QUOTES).lower().split())
    patterns = tuple(concepts().values())
    figures = np.zeros(2 * len(patterns) + 2, np.float32)
    for place in _screen().places(heard) if heard else ():
        count = min(MOST_COUNTED, sum(1 for _ in patterns[place].finditer(heard)))
        figures[place], figures[len(patterns) + place] = math.log1p(count), float(count > 0)
    figures[-2:] = min(3, heard.count("?")) / 3, math.log1p(len(heard.split())) / 2
    scaled: npt.NDArray[np.float32] = figures * np.float32(SCALE)
    return scaled
