"""How likely a turn's wording is at each stage of change: a linear model over pieces of words.

Beside the rules (`stage.py`), which know what they know for sure, this one generalises: it was fitted on
written conversations (`python -m rehearsal.stage_words`), and knows when a turn speaks of no change at all.
"""

from __future__ import annotations

import functools
import math
import re
from pathlib import Path

FILE = Path(__file__).parent / "lexicon" / "stage_words.txt"
CLASSES = 6
"""The five stages, and none."""
_WORD = re.compile(r"[a-z']+|\d+")
MOST_CHARACTERS = 600


def pieces(text: str) -> frozenset[str]:
    """Runs of one to three words, the ends of the turn marked, and of three to five letters within words."""
    plain = text.lower().replace("’", "'")[:MOST_CHARACTERS]
    words = ["0" if word.isdigit() else word for word in _WORD.findall(plain)]
    marked = ["^", *words, "$"]
    found = {
        " ".join(marked[start : start + size])
        for size in (1, 2, 3)
        for start in range(len(marked) - size + 1)
    }
    for word in words:
        edged = f"_{word}_"
        found.update(
            f"~{edged[start : start + size]}" for size in (3, 4, 5) for start in range(len(edged) - size + 1)
        )
    return frozenset(found)


@functools.cache
def _model() -> tuple[tuple[float, ...], dict[str, tuple[int, ...]]]:
    """(bias, hundredths of weight by piece), one figure per class."""
    lines = FILE.read_text(encoding="utf-8").splitlines()
    bias = tuple(float(value) for value in lines[0].split("\t")[1:])
    rows = (line.split("\t") for line in lines[1:])
    return bias, {row[0]: tuple(int(value) for value in row[1:]) for row in rows}


def likelihood(text: str) -> tuple[tuple[float, ...], float]:
    """(probability of each stage given that the turn is about change, probability that it is about none)."""
    bias, weights = _model()
    every = pieces(text)
    size = 100.0 * math.sqrt(max(1, len(every)))
    total = [0] * CLASSES
    for piece in every:
        row = weights.get(piece)
        if row is not None:
            for index in range(CLASSES):
                total[index] += row[index]
    scores = [value / size + start for value, start in zip(total, bias, strict=True)]
    top = max(scores)
    shares = [math.exp(score - top) for score in scores]
    stages = sum(shares[:-1])
    return tuple(share / stages for share in shares[:-1]), shares[-1] / (stages + shares[-1])
