"""Whether the person talks, seen from the lips alone.

Lips that speak part and close two to seven times a second (Chandrasekaran et al. 2009), so each opening and
each closing takes a tenth of a second or two. A mouth that is held open does not move; a yawn takes seconds,
a smile hardly parts the lips, and people chew more slowly (1.2 to 1.6 times a second), mostly with closed
lips. So what is counted is how often the gap between the lips opened or closed quickly. The points are turned
to face the camera first, so that a nod is no speech. Laughing and singing cannot be told from speech, and
words said with hardly moving lips are not seen.
"""

from __future__ import annotations

import itertools
from collections import deque
from dataclasses import dataclass

import numpy as np

from perception.landmarks import Points

INNER_LIPS = ((13, 14), (82, 87), (312, 317))
"""Points of the upper and lower lip's inner edge that face each other."""
WINDOW_S = 1.5
LEAST_S, LEAST_RATE = 1.0, 7.0
"""From a shorter acquaintance, or fewer pictures a second, syllables do not show: nothing is told."""
SWING = 0.018
"""Change of the gap that is a movement, in distances between the outer corners of the eyes (about 1.6 mm)."""
QUICK_S = 0.13
"""Seconds that the middle eight tenths of a spoken opening or closing take, at most."""
SPEAKS = 3
"""Quick movements from which lips are surely taken to speak; one alone is less than half of a belief."""
GAP_S = 0.5
"""After a longer gap it is begun anew."""
SURE = 0.8
"""Trust in a mouth that is seen well."""
LAUGHS = 0.5
"""Share of trust left over a broad smile: laughter moves lips as speech does."""
BROAD = (0.3, 0.7)
"""Strengths of AU 12 between which that begins to hold."""


@dataclass(frozen=True)
class Lips:
    """`moving`: belief that they move as in speech, 0 to 1; `confidence`: 0 where nothing can be told."""

    moving: float = 0.0
    confidence: float = 0.0


def gap(shape: Points) -> float:
    """How far the lips are apart, from the points [478, 3] turned to face the camera, in distances between
    the outer corners of the eyes."""
    upper, lower = zip(*INNER_LIPS, strict=True)
    return max(0.0, float((shape[list(upper), 1] - shape[list(lower), 1]).mean()))


class LipWatch:
    """Follows one mouth. Every call is a newer picture of it."""

    def __init__(self) -> None:
        self._seen: deque[tuple[float, float]] = deque()

    def update(self, at: float, apart: float, *, trust: float, smile: float = 0.0) -> Lips:
        """Take in the `gap` at second `at`. `trust`: what doubts about the picture and whatever covers the
        mouth leave, 0 to 1; `smile`: strength of AU 12."""
        if self._seen and not 0 < at - self._seen[-1][0] <= GAP_S:
            self._seen.clear()
        self._seen.append((at, apart))
        while self._seen[0][0] < at - WINDOW_S:
            self._seen.popleft()
        lasted = at - self._seen[0][0]
        if lasted < LEAST_S or len(self._seen) - 1 < LEAST_RATE * lasted:
            return Lips()
        quick = sum(seconds <= QUICK_S for seconds in movements(list(self._seen)))
        return Lips(
            moving=min(1.0, quick / SPEAKS),
            confidence=SURE * trust * float(np.interp(smile, BROAD, (1.0, LAUGHS))),
        )

    def lost(self) -> None:
        """The face is gone."""
        self._seen.clear()


def movements(seen: list[tuple[float, float]]) -> list[float]:
    """How many seconds each opening and each closing took, of (second, gap) in order of time.

    Those that may have begun before, or may go on, are left out: they would seem quicker than they are.
    """
    ends = [0]  # where the gap turned, by at least SWING each time
    for place, (_, value) in enumerate(seen):
        since = value - seen[ends[-1]][1]
        before = seen[ends[-1]][1] - seen[ends[-2]][1] if len(ends) > 1 else 0.0
        if since * before > 0:
            ends[-1] = place
        elif abs(since) >= SWING:
            ends.append(place)
    whole = [(start, end) for start, end in itertools.pairwise(ends) if start > 0 and end < len(seen) - 1]
    return [_took(seen[start : end + 1]) for start, end in whole]


def _took(course: list[tuple[float, float]]) -> float:
    """The seconds from a tenth to nine tenths of the way from the first gap to the last."""
    times, gaps = np.array(course).T
    way = np.maximum.accumulate((gaps - gaps[0]) / (gaps[-1] - gaps[0]))
    begin = np.interp(0.1, way, times)
    return float(np.interp(0.9, way, times) - begin)
