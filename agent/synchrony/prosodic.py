"""Prosodic synchrony: pace, pitch and loudness, each by itself.

Of the participant they are measured; of the companion the voice as it was planned, or as it was measured
where somebody did. A companion that never changes its voice has no spread of its own, and nothing is said
of it.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

from agent.synchrony.nearness import Near, Nearness
from agent.synchrony.said import Said


@dataclass(frozen=True)
class Prosodic:
    """Nearness of pace (words per second, in doublings), pitch (semitones) and loudness (decibels)."""

    rate: Nearness
    pitch: Nearness
    level: Nearness


class Voices:
    """The prosodic channel, turn by turn."""

    def __init__(self) -> None:
        self._rate, self._pitch, self._level = Near(), Near(), Near()

    def hear(self, index: int, said: Said) -> tuple[float | None, float | None, float | None]:
        """How far pace, pitch and loudness lie from the partner's last turn, in standard deviations."""
        return (
            self._rate.hear(index, said.speaker, math.log2(said.rate) if said.rate else None),
            self._pitch.hear(index, said.speaker, 12 * math.log2(said.pitch) if said.pitch else None),
            self._level.hear(index, said.speaker, said.level),
        )

    def now(self) -> Prosodic:
        """As it stands."""
        return Prosodic(self._rate.now(), self._pitch.now(), self._level.now())
