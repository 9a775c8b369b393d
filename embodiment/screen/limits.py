"""How much a page may send, and when its patience with us, or ours with it, is at an end."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

from embodiment.screen.protocol import Audio, Picture, Typed

RATES: dict[type[Any], tuple[float, float]] = {
    Audio: (40.0, 250.0),  # 31.25 a second, and what a stalled page catches up with (8 s)
    Picture: (12.0, 24.0),
    Typed: (2.0, 10.0),
}
"""Frames a second, and at once, by kind."""
OTHERS = (30.0, 120.0)

BAD_FRAME = 2.0
TOO_MANY = 1.0
FORGIVEN = (5.0, 100.0)
"""Points forgiven a second, and how many a page may run up before its connection ends."""
TOLD_EVERY = 1.0
"""Seconds between two lines that tell a page it sends too much of one kind."""


class Bucket:
    """A token bucket: `rate` a second, `burst` at once. Times in seconds."""

    def __init__(self, rate: float, burst: float, now: float) -> None:
        self.rate, self.burst = rate, burst
        self._left, self._at = burst, now

    def take(self, now: float, amount: float = 1.0) -> bool:
        """Take `amount`; False, and nothing taken, if there is not as much."""
        self._left = min(self.burst, self._left + (now - self._at) * self.rate)
        self._at = now
        if self._left < amount:
            return False
        self._left -= amount
        return True


class Conduct:
    """How one page has behaved so far."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._buckets: dict[type[Any], Bucket] = {}
        self._forgiven = Bucket(*FORGIVEN, clock())
        self._told: dict[type[Any], float] = {}
        self.refused = 0
        self.over = False

    def admits(self, kind: type[Any]) -> bool:
        """Whether a frame of `kind` comes within its rate."""
        now = self._clock()
        if kind not in self._buckets:
            self._buckets[kind] = Bucket(*RATES.get(kind, OTHERS), now)
        if self._buckets[kind].take(now):
            return True
        self._blame(TOO_MANY)
        return False

    def tell(self, kind: type[Any]) -> bool:
        """Whether to tell the page again that it sends too many of `kind`."""
        now = self._clock()
        if now - self._told.get(kind, -TOLD_EVERY) < TOLD_EVERY:
            return False
        self._told[kind] = now
        return True

    def bad(self) -> None:
        """Count a frame that was refused."""
        self._blame(BAD_FRAME)

    def _blame(self, points: float) -> None:
        self.refused += 1
        if not self._forgiven.take(self._clock(), points):
            self.over = True
