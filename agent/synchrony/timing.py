"""Timing: how long before one speaks after the other, how often both speak, how long a "mm-hm" takes.

People leave about 0.2 s (Stivers et al. 2009). A robot is liked best when it begins within a second, and
after a hard disclosure it should leave more (Shiwa et al. 2009 on response times).
"""

from __future__ import annotations

import bisect
import math
from dataclasses import dataclass

from agent.synchrony.estimate import LEAST, NOTHING, Estimate, share
from agent.synchrony.nearness import Near, Nearness
from agent.synchrony.said import OTHER, SIDES, Said
from alongside.records import Speaker

LONGEST = 20.0
"""Seconds after which a gap is a pause in the session, and no part of the talk."""
_SHORTEST = 0.05
"""Gaps are compared by their ratio, down to this."""


@dataclass(frozen=True)
class Timing:
    """`gaps`: median seconds before a side speaks after the other; overlaps are left out of it.

    `overlaps`: share of a side's turns that began before the other had ended. `backchannel`: median seconds
    from the last word before a murmur of the companion's to the murmur. `matching`: whether gaps next to
    each other are alike.
    """

    gaps: dict[Speaker, Estimate]
    overlaps: dict[Speaker, Estimate]
    backchannel: Estimate
    matching: Nearness


class Median:
    """A median whose interval is given by the order of the values."""

    def __init__(self) -> None:
        self._values: list[float] = []

    def add(self, value: float) -> None:
        """One more value."""
        bisect.insort(self._values, value)

    def estimate(self) -> Estimate:
        """The median; the interval is the order statistics' (binomial, in its normal form)."""
        n = len(self._values)
        if not n:
            return NOTHING
        middle = (self._values[(n - 1) // 2] + self._values[n // 2]) / 2
        if n < LEAST:
            return Estimate(middle, n=n)
        half = 0.98 * math.sqrt(n)
        low = max(0, math.floor((n - 1) / 2 - half))
        high = min(n - 1, math.ceil((n - 1) / 2 + half))
        return Estimate(middle, self._values[low], self._values[high], n)


class Clock:
    """The timing channel, turn by turn."""

    def __init__(self) -> None:
        self._ended: dict[Speaker, float | None] = dict.fromkeys(SIDES)
        self._last: Speaker | None = None
        self._gaps = {side: Median() for side in SIDES}
        self._over = dict.fromkeys(SIDES, 0)
        self._taken = dict.fromkeys(SIDES, 0)
        self._murmurs: list[float] = []
        self._delays = Median()
        self._matching = Near()

    def murmur(self, at: float) -> None:
        """The companion murmured, at that second; what it came after is known with the turn it fell into."""
        self._murmurs.append(at)

    def hear(self, index: int, said: Said) -> float | None:
        """Seconds from the end of the partner's turn to the start of this one; below zero they overlap."""
        self._place_murmurs(said)
        before, self._last = self._last, said.speaker
        other = self._ended[OTHER[said.speaker]]
        self._ended[said.speaker] = said.end
        if said.start is None or other is None or before != OTHER[said.speaker]:
            return None
        gap = said.start - other
        if abs(gap) > LONGEST:
            return None
        self._taken[said.speaker] += 1
        if gap < 0:
            self._over[said.speaker] += 1
        else:
            self._gaps[said.speaker].add(gap)
        self._matching.hear(index, said.speaker, math.log2(max(_SHORTEST, gap)))
        return gap

    def now(self) -> Timing:
        """As it stands."""
        return Timing(
            gaps={side: held.estimate() for side, held in self._gaps.items()},
            overlaps={side: share(self._over[side], self._taken[side]) for side in SIDES},
            backchannel=self._delays.estimate(),
            matching=self._matching.now(),
        )

    def _place_murmurs(self, said: Said) -> None:
        if said.speaker != "participant" or not said.words:
            return
        for at in self._murmurs:
            ended = [word.end for word in said.words if word.end <= at]
            if ended and at - ended[-1] < LONGEST:
                self._delays.add(at - ended[-1])
        self._murmurs.clear()
