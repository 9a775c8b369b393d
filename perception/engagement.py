"""Whether the person looks towards the screen: a belief with hysteresis.

A head within 20 degrees of yaw and 15 of pitch, eyes within 10 degrees of where they rest, for 60 % of three
seconds is attending; less than 20 % of eight seconds is not. Webcams cannot tell eye contact, and this
does not claim to.
"""

from __future__ import annotations

from collections import deque

YAW, PITCH, GAZE = 20.0, 15.0, 10.0
"""Degrees away from where this person usually looks."""
GAIN_S, GAIN_SHARE = 3.0, 0.6
LOSE_S, LOSE_SHARE = 8.0, 0.2
KNOWN_S = 1.0
"""A glance is not attention: nothing is believed of a shorter acquaintance."""
CLOSED = 0.75
"""How far shut eyes do not look."""


def looks(yaw: float, pitch: float, gaze: float, closed: float) -> bool:
    """Whether a head and eyes so turned (degrees from rest) could be looking at the screen."""
    return abs(yaw) <= YAW and abs(pitch) <= PITCH and abs(gaze) <= GAZE and closed < CLOSED


class Attention:
    """Follows one person. `update` returns the belief: 0.5 and more means attending."""

    def __init__(self) -> None:
        self._seen: deque[tuple[float, bool]] = deque()
        self._attending = False

    def update(self, at: float, looking: bool) -> float:
        """Take in whether the person looks at second `at` (False also when no one is there)."""
        if self._seen and at < self._seen[-1][0]:
            self._seen.clear()
        self._seen.append((at, looking))
        while self._seen[0][0] < at - LOSE_S:
            self._seen.popleft()
        short, long = self._share(at - GAIN_S), self._share(at - LOSE_S)
        known = at - self._seen[0][0] >= KNOWN_S
        if not self._attending and known and short >= GAIN_SHARE:
            self._attending = True
        elif self._attending and long < LOSE_SHARE:
            self._attending = False
        return max(0.5, short) if self._attending else min(0.49, short)

    def _share(self, since: float) -> float:
        """Share of the looks since then that were at the screen."""
        found = [looking for at, looking in self._seen if at >= since]
        return sum(found) / len(found)
