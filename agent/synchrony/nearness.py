"""How near a figure of one turn lies to that of the partner's turn before it, and whether it comes nearer
in time.

After Levitan & Hirschberg 2011 ("Measuring acoustic-prosodic entrainment with respect to multiple levels and
dimensions", Interspeech): figures are in standard deviations of each speaker's own, so that a high voice
and a low one can be near; near turns are held against distant ones.
"""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass, replace

from agent.synchrony.estimate import Contrast, Estimate, Mean
from agent.synchrony.pairs import Pairs
from agent.synchrony.said import APART, OTHER, SIDES
from alongside.records import Speaker

SETTLED = 4
"""Turns of a speaker after which their own mean and spread are used."""
_KEPT = APART + 10
_LEAST_SPREAD = 1e-6
_MOST = 3.0
"""Standard deviations from the own mean that count at most: one odd turn is no trend."""


@dataclass(frozen=True)
class Nearness:
    """For either side as the one who follows. `proximity`: how many standard deviations nearer neighbouring
    turns lie than distant ones (above 0: near).

    `convergence`: correlation, sign turned, of the distance between neighbours with time (above 0: coming
    nearer); the distance is in the figure's own unit, from each speaker's own mean.
    """

    proximity: dict[Speaker, Estimate]
    convergence: dict[Speaker, Estimate]


class Near:
    """One figure of both sides, turn by turn."""

    def __init__(self) -> None:
        self._own = {side: Mean() for side in SIDES}
        self._last: dict[Speaker, deque[tuple[int, float, float]]] = {
            side: deque(maxlen=_KEPT) for side in SIDES
        }
        self._contrast = {side: Contrast() for side in SIDES}
        self._course = {side: Pairs() for side in SIDES}

    def hear(self, index: int, speaker: Speaker, value: float | None) -> float | None:
        """How far a figure lies from the partner's last one, in standard deviations; None where that is not
        known.
        """
        if value is None:
            return None
        own = self._own[speaker]
        own.add(value)
        if own.n < SETTLED or own.deviation < _LEAST_SPREAD:
            return None
        middle = value - own.mean
        mine = max(-_MOST, min(_MOST, middle / own.deviation))
        theirs = self._last[OTHER[speaker]]
        self._last[speaker].append((index, mine, middle))
        if not theirs or index - theirs[-1][0] > 2:
            return None
        near = abs(mine - theirs[-1][1])
        self._course[speaker].add(float(index), abs(middle - theirs[-1][2]))
        far = [abs(mine - before) for place, before, _ in theirs if index - place >= APART]
        if far:
            apart = sum(far) / len(far)
            self._contrast[speaker].add(near, apart, apart - near)
        return near

    def now(self) -> Nearness:
        """As it stands."""
        return Nearness(
            {side: held.estimate() for side, held in self._contrast.items()},
            {side: _turned(held.correlated()) for side, held in self._course.items()},
        )


def _turned(away: Estimate) -> Estimate:
    """The other sign: coming nearer is growing less far."""
    if away.value is None or away.low is None or away.high is None:
        return Estimate(n=away.n)
    return replace(away, value=-away.value, low=-away.high, high=-away.low)
