"""When each sample of a steady stream passed, from blocks that arrive unevenly."""

from __future__ import annotations

JUMP = 0.25
"""Seconds by which arrivals may differ from a count of samples before the count follows them at once."""
FOLLOWED = 0.02
"""Share of a difference that is made up with each block: jitter averages out, drift is followed."""


class SampleClock:
    """Counts samples, and follows the clock of whoever sends them slowly.

    `held`: seconds of sound that a device has in store. A block that is later than that found it run dry:
    the device was silent for what is over, and the count goes on after that silence.
    """

    def __init__(self, rate: int, held: float = 0.0) -> None:
        self.rate, self.held = rate, held
        self._expected: float | None = None

    def stamp(self, arrived: float, count: int) -> float:
        """The moment (epoch seconds) of a block's first sample; `arrived` is what its sender thinks."""
        if self._expected is not None and self.held and arrived - self._expected > self.held:
            self._expected = arrived - self.held
        elif self._expected is None or abs(arrived - self._expected) > JUMP:
            self._expected = arrived
        begun = self._expected + FOLLOWED * (arrived - self._expected)
        self._expected = begun + count / self.rate
        return begun
