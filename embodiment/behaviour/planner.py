"""The behaviour planner: messages and their times in, cues and theirs out, the same again for the same seed.

It moves in steps of a fixed length from its beginning, however often it is asked. So a session that is played
again, with the same messages at the same times, has the same cues.
"""

from __future__ import annotations

import dataclasses
import random
from collections import deque
from dataclasses import dataclass

from alongside.messages import Message, Stop
from embodiment.behaviour.murmurs import Murmur
from embodiment.behaviour.presence import Pose, Presence

STEP_S = 0.05
"""Seconds between two looks at what is due."""
APART_S = 0.1
"""Seconds between two poses, at least; only a stop is quicker."""
MOST_GESTURES = 4
"""Gestures that wait for their pose; older ones are let go."""


@dataclass(frozen=True)
class Cue:
    """What the body is to do from a moment on, in seconds of the planner's clock: a pose, or a murmur.

    A murmur without text is to be taken back.
    """

    at: float
    does: Pose | Murmur


class Planner:
    """The behaviour of one companion from `now` on (seconds of a steady clock, which never runs back)."""

    def __init__(self, seed: str, now: float, *, murmurs: bool = True) -> None:
        self._presence = Presence(random.Random(seed), now, murmurs=murmurs)
        self._began, self._steps = now, 0
        self._now = now
        self._said: Pose | None = None
        self._said_at = float("-inf")
        self._gestures: deque[tuple[str, float]] = deque(maxlen=MOST_GESTURES)

    def hear(self, message: Message, at: float) -> list[Cue]:
        """Take in a message of any kind the body hears. What follows, and what was due before."""
        cues = self.until(at)
        self._now = max(self._now, at)
        self._presence.hear(message, self._now)
        if isinstance(message, Stop):
            self._gestures.clear()
            return [*cues, *self._vocal(), self._tell(self._presence.pose(self._now))]
        return [*cues, *self._look()]

    def until(self, at: float) -> list[Cue]:
        """What is due up to a moment."""
        cues: list[Cue] = []
        while (due := self._began + self._steps * STEP_S) <= at:
            self._steps += 1
            self._now = max(self._now, due)
            cues += self._look()
        return cues

    def _look(self) -> list[Cue]:
        """Say the pose if it is time and it changed, or if a gesture is due."""
        pose = self._presence.pose(self._now)
        cues = self._vocal()
        if pose.gesture:
            self._gestures.append((pose.gesture, pose.strength))
            pose = dataclasses.replace(pose, gesture="", strength=1.0)
        if self._now - self._said_at >= APART_S and (self._gestures or pose != self._said):
            cues.append(self._tell(pose))
        return cues

    def _vocal(self) -> list[Cue]:
        return [Cue(self._now, murmur) for murmur in self._presence.said()]

    def _tell(self, pose: Pose) -> Cue:
        self._said, self._said_at = pose, self._now
        if self._gestures:
            gesture, strength = self._gestures.popleft()
            pose = dataclasses.replace(pose, gesture=gesture, strength=strength)
        return Cue(self._now, pose)
