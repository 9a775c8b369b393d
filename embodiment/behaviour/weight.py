"""Whether this is a hard moment: then the companion is stiller, lower and slower."""

from __future__ import annotations

from alongside.records import Phase

HOLD, NEGATIVE = -0.15, -0.35
"""Valence below which a moment is hard: while a disclosure is held, and at any other time."""
WORDS = -0.55
SURE = 0.3
RISK = 3
"""Severity from which a moment is hard, however it sounds."""
FADES_S = 90.0
"""Without news a hard moment ends after this long."""


class Weight:
    """Follows the state of the conversation and the words between two states."""

    def __init__(self) -> None:
        self._heavy_until = float("-inf")

    def heavy(self, now: float) -> bool:
        """Whether this is a hard moment."""
        return now < self._heavy_until

    def state(self, phase: Phase, valence: float, risk: int, now: float) -> None:
        """The companion's own view; it also says when a hard moment is over."""
        hard = risk >= RISK or valence < NEGATIVE or (phase == "hold" and valence < HOLD)
        self._heavy_until = now + FADES_S if hard else now

    def words(self, valence: float, confidence: float, now: float) -> None:
        """Words that are hard are so at once, before anything was decided."""
        if valence <= WORDS and confidence >= SURE:
            self._heavy_until = now + FADES_S

    def safety(self, now: float) -> None:
        """The companion speaks about safety."""
        self._heavy_until = now + FADES_S
