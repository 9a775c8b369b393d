"""When each sample of a steady stream passed, from blocks that arrive unevenly."""

from __future__ import annotations

JUMP = 0.25
"""Seconds by which arrivals may differ from a count of samples before the count follows them at once."""
FOLLOWED = 0.02
"""Share of a difference that is made up with each block: jitter averages out, drift is followed."""


class SampleClock:
    """Counts samples, and follows the clock of whoever sends them slowly."""

    def __init__(self, rate: int) -> None:
        self.rate = rate
        self._expected: float | None = None

    def stamp(self, arrived: float, count: int) -> float:
        """The moment (epoch seconds) of a block's first sample; `arrived` is what its sender thinks."""
        if self._expected is None or abs(arrived - self._expected) > JUMP:
            self._expected = arrived
        begun = self._expected + FOLLOWED * (arrived - self._expected)
        self._expected = begun + count / self.rate
        return begun
