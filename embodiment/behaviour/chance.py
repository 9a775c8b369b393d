"""Durations as people have them: bell-shaped, within limits."""

from __future__ import annotations

import random
from dataclasses import dataclass


@dataclass(frozen=True)
class Spell:
    """A duration in seconds: normal with this mean and deviation, never outside the limits."""

    mean: float
    sd: float
    least: float
    most: float

    def draw(self, rng: random.Random) -> float:
        """One duration."""
        return min(self.most, max(self.least, rng.gauss(self.mean, self.sd)))
