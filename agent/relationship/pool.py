"""All that is read of a participant's turn, weighed into three measures: alliance, agreement on aims, hazard;
and what is read of an exchange, into four: how far it warms, sours, is steered elsewhere, colludes.

No scale alone is sure of one short turn: head, probes and the turn's vector err apart. The weights are
fitted on dialogues with a planned course (ridge regression; `python -m rehearsal.pooling` writes them).
"""

from __future__ import annotations

import functools
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

import numpy as np

from agent.appraisal.encoder import Vectors

FILE = Path(__file__).parent / "pool.json"
FIGURES = ("bond", "task", "goal", "withdrawal", "dependence", "unsafe", "effort")
MEASURES = ("alliance", "aims", "hazard")
EXCHANGES = ("warming", "souring", "steering", "colluding")
MOST_AIMS = 0.4
"""What one turn may say for or against agreement on aims: a course is made of turns, not of one outburst."""


class Read(Protocol):
    """A turn as it was read: the FIGURES, and the scores of the probes."""

    @property
    def probes(self) -> Sequence[float]:
        """Thirty-six, -1 to 1."""


def figures(read: Read, vector: Vectors) -> Vectors:
    """[7 + 36 + 384]: what is weighed of a turn, the encoder's `vector` of it last."""
    told = np.array([*(getattr(read, name) for name in FIGURES), *read.probes], np.float32)
    return np.concatenate([told, vector])


@dataclass(frozen=True)
class Pool:
    """`weights` [3, 427], `offsets` [3], and the `spread` of each measure between ordinary turns; `exchanges`
    [4, exchange.SIZE + 1], the offset last."""

    weights: Vectors
    offsets: Vectors
    spread: Mapping[str, float]
    exchanges: Vectors

    def weigh(self, read: Read, vector: Vectors) -> tuple[float, float, float]:
        """Alliance, aims, hazard: about -1 to 1, 0 where nothing is said of them."""
        [(alliance, aims, hazard)] = self.measures(figures(read, vector)[None]).tolist()
        return alliance, aims, hazard

    def exchange(self, row: Vectors) -> Vectors:
        """[4]: EXCHANGES of what is weighed of one (`exchange`): 0 nothing of it, about 1 wholly."""
        found: Vectors = self.exchanges[:, :-1] @ row + self.exchanges[:, -1]
        return found

    def measures(self, rows: Vectors) -> Vectors:
        """[turns, 3] of the `figures` of so many turns, [turns, 427]."""
        found: Vectors = rows @ self.weights.T + self.offsets
        place = MEASURES.index("aims")
        found[:, place] = found[:, place].clip(-MOST_AIMS, MOST_AIMS)
        return found


@functools.cache
def pool(file: Path = FILE) -> Pool:
    """The weights that come with Alongside."""
    found = json.loads(file.read_text(encoding="utf-8"))
    return Pool(
        np.array([found["weights"][name] for name in MEASURES], np.float32),
        np.array([found["offsets"][name] for name in MEASURES], np.float32),
        found["spread"],
        np.array([found["exchanges"][name] for name in EXCHANGES], np.float32),
    )
