"""How far the clocks of two computers lie apart, from questions and answers between them.

Turns, sounds and pictures carry the time of the computer they came from, and meet on another.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

APART_S = 0.020
"""Seconds from which two clocks are too far apart: a viseme more than this from its sound begins to show,
and what is heard is ordered by its stamps."""


@dataclass(frozen=True)
class Exchange:
    """One question and its answer: sent and back by our clock, answered by theirs (seconds)."""

    sent: float
    answered: float
    back: float

    @property
    def round_trip(self) -> float:
        """Seconds on the way there and back."""
        return self.back - self.sent


@dataclass(frozen=True)
class Offset:
    """Their clock minus ours (seconds), to within `sure` of it whatever the way back took."""

    seconds: float
    sure: float

    @property
    def apart(self) -> bool:
        """Whether the clocks are too far apart, beyond what the way between them explains."""
        return abs(self.seconds) - self.sure > APART_S


def offset(exchanges: Iterable[Exchange]) -> Offset | None:
    """Where their clock stands against ours, by the quickest exchange (Cristian, 1989); None without one.

    The answer lies somewhere on the round trip: its middle is the guess, half of it the doubt.
    """
    best = min(
        (each for each in exchanges if each.round_trip >= 0), key=lambda each: each.round_trip, default=None
    )
    if best is None:
        return None
    return Offset(best.answered - (best.sent + best.back) / 2, best.round_trip / 2)
