"""How engaged the person is: looking, nearness, answers and posture put together, and what that rests on.

Where somebody looks and how near they are tell most (Webb and Lemaignan 2022 multiply the two); that they
answer, and how soon, is the other half of taking part (Sidner et al. 2005; Rich et al. 2010), and leaning in
goes with interest (Mota and Picard 2003; Sanghvi et al. 2011). The weights are design figures, not a fit.

A camera does not know metres: nearness is told against the size that this person's face usually has, and
so is a lean. Of the body only the head is seen. That nobody answers is never held against them: what
was asked, and whether it wanted an answer, is not known here.
"""

from __future__ import annotations

import math
import statistics
from collections import deque
from dataclasses import asdict, dataclass
from enum import IntEnum
from typing import Any

import numpy as np

LOOKING, ANSWERS, POSTURE = 0.6, 0.3, 0.1
"""What each says of engagement, as a share. Nearness multiplies all."""
AWAY, BACK = 0.55, 0.85
"""Size of the face as a share of its usual: nearly twice as far off, and leaning back."""
FAR_OFF = 0.4
"""What is left of engagement where somebody moved that far off."""
LEANS_IN = 1.15
"""Share of its usual size from which a face leans in."""
HANGS_DEG, HANGS_S = 20.0, 8.0
"""Pitch beyond the usual at which a head hangs, and the seconds that count."""
EVERY_S, USUAL, ENOUGH = 1.0, 120, 10
"""Seconds between two samples of the usual size, how many are kept, and how many it takes."""
ANSWER_FADES_S = 30.0
"""Time constant with which an answer stops telling anything."""
PROMPT_S, LATE_S = 1.5, 8.0
"""Seconds beyond their usual pause at which an answer counts in full, and no more than a quarter."""
LATE = 0.25
PAUSES = 20
HELD, LET_GO = 0.5, 0.3
"""Engaged above the first, and until below the second."""
TURNING = 0.1
"""`FaceSeen.attending` above which somebody begins to look."""
LEAST, KNOWN_S = 0.05, 1.0
"""Confidence below which nothing is said, and seconds of acquaintance."""


class Level(IntEnum):
    """As hri_msgs/EngagementLevel has them (REP-155)."""

    UNKNOWN = 0
    DISENGAGED = 1
    ENGAGING = 2
    ENGAGED = 3
    DISENGAGING = 4


@dataclass(frozen=True)
class Engaged:
    """What is believed, 0 to 1, and what that rests on; None where a thing is not known.

    `looking`: the belief of attention. `nearness`: size of the face as a share of its usual. `answers`: how
    promptly they answered, 0 to 1, and `answered_s` how long ago. `head_hangs`: share of the last seconds.
    """

    level: Level = Level.UNKNOWN
    belief: float = 0.0
    confidence: float = 0.0
    looking: float | None = None
    nearness: float | None = None
    answers: float | None = None
    answered_s: float | None = None
    head_hangs: float | None = None

    def told(self) -> dict[str, Any]:
        """For the record."""
        found = {
            name: round(value, 3) if isinstance(value, float) else value
            for name, value in asdict(self).items()
        }
        return {**found, "level": self.level.name.lower()}


class Engagement:
    """Follows one person. Seconds of one steady clock."""

    def __init__(self) -> None:
        self._sizes: deque[float] = deque(maxlen=USUAL)
        self._sized_at = float("-inf")
        self._heads: deque[tuple[float, bool]] = deque()
        self._pauses: deque[float] = deque(maxlen=PAUSES)
        self._answer: tuple[float, float] | None = None  # when, how promptly
        self._engaged = False
        self._met: float | None = None

    def answered(self, at: float, pause: float | None) -> None:
        """The person took a turn, `pause` seconds after the companion had ended; None where that was not
        measured."""
        late = 0.0
        if pause is not None:
            usual = statistics.median(self._pauses) if self._pauses else 0.0
            late = max(0.0, pause - usual)
            self._pauses.append(pause)
        self._answer = (at, float(np.interp(late, (PROMPT_S, LATE_S), (1.0, LATE))))

    def seen(self, at: float, attending: float, size: float, down: float, trust: float) -> Engaged:
        """A picture of them: belief of attention, size of the face (any unit), degrees by which the head
        hangs beyond its usual pitch, and what doubts about the picture leave, 0 to 1."""
        self._met = at if self._met is None else min(self._met, at)
        if trust > 0.5 and at - self._sized_at >= EVERY_S:
            self._sized_at = at
            self._sizes.append(size)
        self._heads.append((at, down > HANGS_DEG))
        while not at - HANGS_S <= self._heads[0][0] <= at:
            self._heads.popleft()
        hangs = sum(hang for _, hang in self._heads) / len(self._heads)
        near = size / statistics.median(self._sizes) if len(self._sizes) >= ENOUGH else None
        return self._judged(at, attending, near, hangs, trust)

    def away(self, at: float) -> Engaged:
        """Nobody is to be seen."""
        self._engaged, self._met = False, None
        self._heads.clear()
        answers, since, _ = self._answers(at)
        return Engaged(Level.DISENGAGED, answers=answers, answered_s=since)

    def _answers(self, at: float) -> tuple[float | None, float | None, float]:
        """How promptly, how long ago, and how much that still tells."""
        if self._answer is None:
            return None, None, 0.0
        since = max(0.0, at - self._answer[0])
        return self._answer[1], since, math.exp(-since / ANSWER_FADES_S)

    def _judged(self, at: float, attending: float, near: float | None, hangs: float, trust: float) -> Engaged:
        answers, since, fresh = self._answers(at)
        said = [(LOOKING * trust, attending)]
        if near is not None:
            said.append((POSTURE * trust, _posture(near, hangs)))
        if answers is not None:
            said.append((ANSWERS * fresh, answers))
        confidence = sum(weight for weight, _ in said)
        belief = sum(weight * value for weight, value in said) / max(confidence, 1e-9)
        if near is not None:
            belief *= float(np.interp(near, (AWAY, BACK), (FAR_OFF, 1.0)))
        known = confidence >= LEAST and self._met is not None and at - self._met >= KNOWN_S
        level = self._level(belief, attending) if known else Level.UNKNOWN
        return Engaged(level, belief, confidence, attending, near, answers, since, hangs)

    def _level(self, belief: float, attending: float) -> Level:
        self._engaged = belief > HELD or (self._engaged and belief >= LET_GO)
        if self._engaged:
            return Level.ENGAGED if belief > HELD else Level.DISENGAGING
        return Level.ENGAGING if attending > TURNING or belief >= LET_GO else Level.DISENGAGED


def _posture(near: float, hangs: float) -> float:
    """From 0, the head hanging, by a half to 1, leaning in."""
    return 0.5 + 0.5 * float(np.interp(near, (1.0, LEANS_IN), (0.0, 1.0))) - 0.5 * hangs
