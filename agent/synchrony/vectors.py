"""A vector for a word, whatever stands beside it: for moving the words of one turn onto those of another.

`words.npz` holds them, made by `agent.training.word_vectors`. Words that are not in it are passed over, as
Kusner et al. (2015) do.
"""

from __future__ import annotations

import functools
from collections import Counter
from pathlib import Path
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from agent.synchrony.words import meaningful

FILE = Path(__file__).parent / "words.npz"
WIDTH = 128
MOST = 48
"""Different words looked at in one turn, the most frequent first: keeps a long turn from costing more."""

Array = npt.NDArray[np.float64]


class Bag(NamedTuple):
    """The words of a turn: their shares (sum 1) and directions [n, WIDTH] of unit length."""

    shares: Array
    vectors: Array


@functools.cache
def _table() -> tuple[dict[str, int], npt.NDArray[np.int8]]:
    with np.load(FILE, allow_pickle=False) as stored:
        words = stored["words"].tobytes().decode().split("\n")
        return {word: place for place, word in enumerate(words)}, stored["vectors"]


def known(word: str) -> bool:
    """Whether there is a vector for a word."""
    return word in _table()[0]


def bag(text: str) -> Bag | None:
    """The words of a text that mean something and have a vector; None where there is none."""
    places, vectors = _table()
    counted = Counter(place for word in meaningful(text) if (place := places.get(word)) is not None)
    if not counted:
        return None
    chosen = counted.most_common(MOST)
    rows = vectors[[place for place, _ in chosen]].astype(np.float64)
    counts = np.array([count for _, count in chosen], np.float64)
    return Bag(counts / counts.sum(), rows / np.linalg.norm(rows, axis=1, keepdims=True))
