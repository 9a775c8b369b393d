"""Which course the measures of a session speak for: it warms, sours, parts on goals, hides harm, or stays.

No measure alone is sure of it. Where each stands, how it moved, and how sure that is, are weighed together
(multinomial logistic regression on dialogues with a planned course, and on the same with shuffled turns, in
which nothing moves: `python -m rehearsal.pooling` writes the weights).
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

FILE = Path(__file__).parent / "course.json"
STEADY = "constant"
COURSES = ("warm", "sour", "apart", "colluding", STEADY)
PARTICIPANT = (
    "alliance", "aims", "hazard", "whole", "bond", "task", "goal", "withdrawal", "dependence", "unsafe",
)  # fmt: skip
COMPANION = ("flattery", "bond", "goal")
SIZE = 3 * (len(PARTICIPANT) + len(COMPANION) + 2)
MOST_SURE = 3.0
"""Deviations beyond which a slope is no surer."""


class Held(Protocol):
    """The measures of a session."""

    @property
    def participant(self) -> Mapping[str, Level]:
        """By name."""

    @property
    def companion(self) -> Mapping[str, Level]:
        """By name."""

    @property
    def following(self) -> Level:
        """How near the companion's turns lie to those they answer."""

    @property
    def steering(self) -> Level:
        """How far the companion goes its own way."""


def summary(held: Held) -> Vectors:
    """[SIZE]: of each measure where it stands, how sure its slope is, and its move on the fitted line."""
    levels = [held.participant[name] for name in PARTICIPANT]
    levels += [held.companion[name] for name in COMPANION]
    levels += [held.following, held.steering]
    return np.array([figure for level in levels for figure in _figures(level)], np.float32)


def _figures(level: Level) -> tuple[float, float, float]:
    sure = max(-MOST_SURE, min(MOST_SURE, level.sureness))
    return level.now, sure, level.slope * (level.count - 1)


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
