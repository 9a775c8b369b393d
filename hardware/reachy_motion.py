"""How Reachy Mini's head moves: smoothly towards where it is to look, with gestures on top.

Pure calculation: `Motion.step` is given the seconds since the last step, and gives the next target.
"""

from __future__ import annotations

import dataclasses
import math
from collections import deque
from dataclasses import dataclass

from embodiment.robot import Face, Point

SETTLE_S = 0.09
"""Seconds of each of two smoothings, one after the other: nine tenths of a turn take 0.35 s."""
STILL = 1e-3
"""Metres or radians from the target at which nothing moves any more."""
PITCH, ROLL, YAW, SHIFT = math.radians(35), math.radians(30), math.radians(60), 0.02
"""How far the head is sent: within what its platform reaches without the body turning."""
REST = 0.1745
"""Radians by which each antenna leans outwards when the robot is awake (the daemon's own resting pose)."""
COAST_S = 0.025
"""Seconds of its speed that a head needs to come to rest. Held where it is just found, it springs back and
swings; its maker's simulated motors settle soonest with this much added (`bench.coast`)."""
TRAIL = 4
"""Targets that are remembered for that speed: the head follows them two or three steps late."""
LASTS = {"nod": 0.6, "slow_nod": 1.2, "double_nod": 1.0, "tilt": 1.8, "lean": 2.0, "in_breath": 1.2}
"""Seconds a gesture takes."""


@dataclass(frozen=True)
class Head:
    """The head (metres and radians; x forward, y left, z up, pitch down) and how far each antenna droops."""

    x: float = 0.0
    y: float = 0.0
    z: float = 0.0
    roll: float = 0.0
    pitch: float = 0.0
    yaw: float = 0.0
    right: float = REST
    left: float = REST

    def away_from(self, other: Head) -> float:
        """The largest difference in any part."""
        return max(abs(a - b) for a, b in zip(self.parts, other.parts, strict=True))

    @property
    def parts(self) -> tuple[float, ...]:
        """All of it, in the order above."""
        return (self.x, self.y, self.z, self.roll, self.pitch, self.yaw, self.right, self.left)


NOTHING = Head(right=0.0, left=0.0)
"""What is added to a head without a gesture."""


def towards(at: Point) -> tuple[float, float]:
    """Pitch and yaw to look at a point."""
    return -math.atan2(at.z, math.hypot(at.x, at.y)), math.atan2(at.y, at.x)


def mood(face: Face) -> tuple[float, float]:
    """How far the antennas droop (radians) and how high the head is held (metres) for a feeling.

    Glad or alert: antennas up, head up. Low: both sink, the more the less there is of arousal.
    """
    low, glad, awake = max(0.0, -face.valence), max(0.0, face.valence), max(0.0, face.arousal)
    droop = REST + 1.0 * low * (1.0 - 0.6 * awake) - 0.25 * glad - 0.15 * awake
    return droop, 0.012 * (0.7 * face.valence + 0.5 * face.arousal)


def shape(name: str, strength: float, share: float) -> Head:
    """What a gesture adds, `share` (0 to 1) of its time in."""
    swing = math.sin(math.pi * share) ** 2
    if name == "double_nod":
        return dataclasses.replace(NOTHING, pitch=0.22 * strength * math.sin(2 * math.pi * share) ** 2)
    if "nod" in name:
        return dataclasses.replace(NOTHING, pitch=0.28 * strength * swing)
    held = min(1.0, 3 * share, 3 * (1 - share))  # there, a while, and back
    if name == "tilt":
        return dataclasses.replace(NOTHING, roll=0.3 * strength * held)
    if name == "lean":
        return dataclasses.replace(NOTHING, x=0.015 * strength * held, pitch=0.08 * strength * held)
    return dataclasses.replace(NOTHING, z=0.008 * strength * swing, right=-0.1 * swing, left=-0.1 * swing)


def mix(a: Head, b: Head, of_a: float, of_b: float) -> Head:
    """Part by part."""
    return Head(*(of_a * one + of_b * other for one, other in zip(a.parts, b.parts, strict=True)))


class Motion:
    """Where the head is sent, step by step. `begin` is where it is found."""

    def __init__(self, begin: Head) -> None:
        self._aim = Head()
        self._gesture = ("", 0.0)
        self._since = 0.0
        self._at = 0.0
        self._trail: deque[tuple[float, Head]] = deque(maxlen=TRAIL)
        self._coasts = NOTHING
        self._take(begin)

    def _take(self, head: Head) -> None:
        self._leads = self._now = self.sent = head

    def look(self, at: Point) -> None:
        """Look there from now on."""
        pitch, yaw = towards(at)
        self._aim = dataclasses.replace(self._aim, pitch=pitch, yaw=yaw)

    def feel(self, face: Face) -> None:
        """Wear this from now on."""
        droop, height = mood(face)
        self._aim = dataclasses.replace(self._aim, right=droop, left=droop, z=height)

    def begin(self, name: str, strength: float) -> None:
        """Begin a gesture, from where one that is under way has brought the head."""
        self._take(self.sent)
        self._gesture, self._since = (name, strength), 0.0

    def freeze(self) -> None:
        """Stay where it was sent last."""
        self._coasts = self._coasting()
        self._trail.clear()
        self._hold(self.sent)

    def held(self, found: Head) -> Head:
        """After `freeze`, the target to stay at for a head that is found there: where it coasts to."""
        self._hold(mix(found, self._coasts, 1.0, 1.0))
        return self.sent

    def _hold(self, head: Head) -> None:
        self._take(head)
        self._gesture, self._aim = ("", 0.0), head

    def _coasting(self) -> Head:
        if len(self._trail) < TRAIL:  # it has only just begun to move
            return NOTHING
        (since, before), _, (until, after), _ = self._trail
        share = COAST_S / (until - since)
        return dataclasses.replace(mix(after, before, share, -share), right=0.0, left=0.0)

    @property
    def moving(self) -> bool:
        """Whether another step would change anything."""
        return bool(self._gesture[0]) or max(map(self._aim.away_from, (self._now, self._leads))) > STILL

    def step(self, seconds: float) -> Head:
        """The target after so many seconds more."""
        keep = math.exp(-seconds / SETTLE_S)
        # One after the other, so that a turn begins as gently as it ends.
        self._leads = mix(self._leads, self._aim, keep, 1 - keep)
        self._now = mix(self._now, self._leads, keep, 1 - keep)
        name, strength = self._gesture
        self._since += seconds
        if name and self._since >= LASTS[name]:
            name, self._gesture = "", ("", 0.0)
        added = shape(name, strength, self._since / LASTS[name]) if name else NOTHING
        self.sent = _within(mix(self._now, added, 1.0, 1.0))
        self._at += seconds
        self._trail.append((self._at, self.sent))
        return self.sent


def _within(head: Head) -> Head:
    def keep(value: float, limit: float) -> float:
        return max(-limit, min(limit, value))

    return dataclasses.replace(
        head,
        x=keep(head.x, SHIFT),
        y=keep(head.y, SHIFT),
        z=max(-0.06, min(SHIFT, head.z)),  # asleep, it lies deeper than it is ever sent
        roll=keep(head.roll, ROLL),
        pitch=keep(head.pitch, PITCH),
        yaw=keep(head.yaw, YAW),
    )
