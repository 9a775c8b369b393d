"""This person's own face at rest, learnt from quiet moments.

Faces differ at rest more than an expression changes them, and readings of negative expressions are
worse for some people than for others; so everything is read as a change from the person's own neutral, in the
pose that the head has.
Somebody who frowns from the first second on is at rest with a frown: what never changes is not told.
"""

from __future__ import annotations

import statistics
from collections import deque

import numpy as np

from perception.covered import Shows, Traces, at_rest, shows
from perception.landmarks import FaceReading
from perception.regressor import Array, FaceNumbers, Rest, load

ENOUGH = 15
"""Quiet samples before the neutral face counts as learnt: three seconds."""
MOST = 120
"""Samples that are kept: the median of the last quiet moments, by then the same."""
EVERY = 0.15
"""Seconds between samples, at least."""
LATER = 1.0
"""Seconds between samples once the face at rest is known: it is then that of two minutes."""
SHOWS = 0.35
"""A face that shows a unit so strongly is not at rest: a long frown must not become the rest it is read
against."""
VISIBLE = 0.5
"""Of a covered face no sample is taken once the face at rest is known."""
LONG = 60.0
"""Seconds without a face at rest after which what is thought to be one is doubted, and sampled again."""
NOT_RESTING = (1, 2, 4, 9, 12, 15, 17, 20)
AGAIN = 8
"""Samples after which the median is taken anew."""
FEW = 5
"""Directions after which the usual one is believed."""
FURTHEST_YAW, FURTHEST_PITCH = 10.0, 20.0
"""Degrees: nobody's usual direction is taken to be further off the camera."""
FRONTAL = 20.0
"""Degrees: further turned, a face is not sampled."""


class NeutralFace:
    """Learns one person's face at rest, and where they usually look."""

    def __init__(self) -> None:
        self._samples: deque[tuple[Array, tuple[float, float, float]]] = deque(maxlen=MOST)
        self._directions: deque[tuple[float, float, float]] = deque(maxlen=MOST)
        self._sampled_at = self._rested_at = float("-inf")
        self._since = 0
        self._rest = load().anyone
        self._traces: deque[Traces | None] = deque(maxlen=MOST)
        self._shown: Traces | None = None

    @property
    def learnt(self) -> bool:
        """Whether enough quiet moments were seen."""
        return self._rest.learnt

    @property
    def rest(self) -> Rest:
        """The face at rest: this person's own once learnt, before that the mean of many people's."""
        return self._rest

    @property
    def pitch(self) -> float:
        """Pitch of the head (degrees) in which the face at rest was seen; 0 until learnt."""
        return self._rest.pitch

    @property
    def facing(self) -> tuple[float, float, float]:
        """Yaw, pitch and gaze (degrees) in which this person usually looks; cameras stand anywhere."""
        if len(self._directions) < FEW:
            return (0.0, 0.0, 0.0)
        yaw, pitch, gaze = (statistics.median(each) for each in zip(*self._directions, strict=True))
        return (_within(FURTHEST_YAW, yaw), _within(FURTHEST_PITCH, pitch), _within(FURTHEST_YAW, gaze))

    def shows(self, reading: FaceReading) -> Shows:
        """How surely this person's mouth and eyes are to be seen in a reading."""
        blinks = (reading.scores["eyeBlinkRight"], reading.scores["eyeBlinkLeft"])
        return shows(reading.traces, self._shown, blinks)

    def observe(self, reading: FaceReading, numbers: FaceNumbers, at: float, speaking: bool) -> None:
        """Take a sample: of the direction always, of the face if the moment is a quiet one."""
        if at - self._sampled_at < EVERY:
            return
        self._sampled_at = at
        self._directions.append((reading.yaw, reading.pitch, numbers.gaze_right))
        due = at - self._rested_at >= (LATER if self.learnt else 0.0)
        if speaking or not due or not self._rests(reading, numbers, at):
            return
        self._rested_at = at
        self._traces.append(reading.traces)
        self._samples.append((load().figures(reading), (reading.yaw, reading.pitch, reading.roll)))
        self._since += 1
        if len(self._samples) >= ENOUGH and (not self.learnt or self._since >= AGAIN):
            self._since = 0
            figures, poses = zip(*self._samples, strict=True)
            self._rest = load().rest(np.array(figures), np.array(poses))
            self._shown = at_rest(self._traces)

    def _rests(self, reading: FaceReading, numbers: FaceNumbers, at: float) -> bool:
        """Whether it could be a face at rest, also by what is known of it."""
        shown = self.shows(reading)
        if not quiet(reading) or (self.learnt and min(shown.mouth, shown.eyes) < VISIBLE):
            return False
        shows = max(numbers.strengths.get(code, 0.0) for code in NOT_RESTING)
        return not numbers.learnt or shows < SHOWS or at - self._rested_at > LONG


def _within(most: float, value: float) -> float:
    return max(-most, min(most, value))


def quiet(reading: FaceReading) -> bool:
    """Whether a face could be at rest: frontal, eyes open, mouth shut, no smile."""
    return (
        abs(reading.yaw) < FRONTAL
        and abs(reading.pitch) < FRONTAL + 5
        and reading.both("mouthSmile") < 0.25
        and reading.both("mouthUpperUp") < 0.25
        and reading.scores["jawOpen"] < 0.15
        and reading.both("eyeBlink") < 0.35
    )
