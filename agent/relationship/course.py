"""Which course a session's exchanges speak for: it warms, sours, parts on goals, hides harm, or stays.

No exchange is sure of it. Of each measure of exchanges, where it stands, how it moved, and how sure that is,
are weighed together (multinomial logistic regression on dialogues with a planned course, and on the same with
shuffled turns, in which nothing moves: `python -m rehearsal.pooling` writes the weights).
"""

from __future__ import annotations

import functools
import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

import numpy as np

from agent.appraisal.encoder import Vectors
from agent.relationship.level import Level
from agent.relationship.pool import EXCHANGES

FILE = Path(__file__).parent / "course.json"
STEADY = "constant"
COURSES = ("warm", "sour", "apart", "colluding", STEADY)
SIZE = 4 * len(EXCHANGES)
MOST_SURE = 3.0
"""Deviations beyond which a slope is no surer."""


class Held(Protocol):
    """The measures of a session."""

    @property
    def exchange(self) -> Mapping[str, Level]:
        """`pool.EXCHANGES`, each over the exchanges so far."""


def summary(held: Held) -> Vectors:
    """[SIZE]: of each where it stands, how sure its slope is, its move on the fitted line, and its mean."""
    return np.array([figure for name in EXCHANGES for figure in _figures(held.exchange[name])], np.float32)


def _figures(level: Level) -> tuple[float, float, float, float]:
    sure = max(-MOST_SURE, min(MOST_SURE, level.sureness))
    return level.now, sure, level.slope * (level.count - 1), level.mean


@dataclass(frozen=True)
class Weights:
    """[courses, figures] and [courses]."""

    weights: Vectors
    offsets: Vectors

    def told(self, held: Held) -> str:
        """The course that the measures speak for most."""
        return COURSES[int((self.weights @ summary(held) + self.offsets).argmax())]


@functools.cache
def course_weights(file: Path = FILE) -> Weights:
    """The weights that come with Alongside."""
    found = json.loads(file.read_text(encoding="utf-8"))
    return Weights(
        np.array([found["weights"][name] for name in COURSES], np.float32),
        np.array([found["offsets"][name] for name in COURSES], np.float32),
    )
