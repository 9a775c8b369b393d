"""This person's own face at rest, learnt from quiet moments.

Faces differ at rest more than an expression changes them, and readings of negative expressions are
worse for some people than for others; so everything is read as a change from the person's own neutral.
"""

from __future__ import annotations

import statistics
from collections import deque
from dataclasses import dataclass, fields

from perception.geometry import Shape, measure
from perception.landmarks import FaceReading

ENOUGH = 15
"""Quiet samples before the neutral face counts as learnt: three seconds."""
MOST = 150
"""Samples that are kept: the median of the last half minute of quiet moments, by then the same."""
EVERY = 0.15
"""Seconds between samples, at least."""
FEW = 5
"""Directions after which the usual one is believed."""
FURTHEST_YAW, FURTHEST_PITCH = 10.0, 20.0
"""Degrees: nobody's usual direction is taken to be further off the camera."""
FRONTAL = 20.0
"""Degrees: further turned, a face is not sampled."""
PRIOR = {"browInnerUp": 0.25, "browOuterUp": 0.20, "eyeSquint": 0.20, "eyeBlink": 0.05, "mouthPucker": 0.10}
"""Median scores of seven rendered neutral faces, used until the person's own are known. Others are 0."""
SAMPLED = (
    *("browDown", "browInnerUp", "browOuterUp", "eyeBlink", "eyeSquint", "eyeWide", "jawOpen"),
    *("mouthSmile", "mouthStretch", "mouthUpperUp", "mouthPucker", "mouthShrugLower"),
)
ONE_SIDED = frozenset({"browInnerUp", "jawOpen", "mouthPucker", "mouthShrugLower"})
"""Channels that have no left and right."""


def score(reading: FaceReading, channel: str) -> float:
    """A channel's score, the mean of both sides where it has two."""
    return reading.scores[channel] if channel in ONE_SIDED else reading.both(channel)


def gaze_right(reading: FaceReading) -> float:
    """Where the eyes are turned, in degrees, positive to the right side of the picture.

    33 degrees per unit, near linear to 30 degrees on rendered heads.
    """
    left, right = (
        reading.scores["eyeLookOutLeft"] - reading.scores["eyeLookInLeft"],
        reading.scores["eyeLookInRight"] - reading.scores["eyeLookOutRight"],
    )
    return 33 * (left + right) / 2


@dataclass(frozen=True)
class Sample:
    """One quiet moment."""

    scores: dict[str, float]
    shape: Shape
    pitch: float


class NeutralFace:
    """Learns one person's face at rest, and where they usually look."""

    def __init__(self) -> None:
        self._samples: deque[Sample] = deque(maxlen=MOST)
        self._directions: deque[tuple[float, float, float]] = deque(maxlen=MOST)
        self._sampled_at = float("-inf")
        self._middle: Sample | None = None

    @property
    def learnt(self) -> bool:
        """Whether enough quiet moments were seen."""
        return len(self._samples) >= ENOUGH

    @property
    def shape(self) -> Shape | None:
        """The geometry at rest, once learnt."""
        return self._middle.shape if self._middle else None

    @property
    def pitch(self) -> float:
        """Pitch of the head (degrees) in which the face at rest was seen; 0 until learnt."""
        return self._middle.pitch if self._middle else 0.0

    @property
    def facing(self) -> tuple[float, float, float]:
        """Yaw, pitch and gaze (degrees) in which this person usually looks; cameras stand anywhere."""
        if len(self._directions) < FEW:
            return (0.0, 0.0, 0.0)
        yaw, pitch, gaze = (statistics.median(each) for each in zip(*self._directions, strict=True))
        return (_within(FURTHEST_YAW, yaw), _within(FURTHEST_PITCH, pitch), _within(FURTHEST_YAW, gaze))

    def score(self, channel: str) -> float:
        """A channel's score at rest."""
        return self._middle.scores[channel] if self._middle else PRIOR.get(channel, 0.0)

    def observe(self, reading: FaceReading, at: float, speaking: bool) -> None:
        """Take a sample: of the direction always, of the face if the moment is a quiet one."""
        if at - self._sampled_at < EVERY:
            return
        self._sampled_at = at
        self._directions.append((reading.yaw, reading.pitch, gaze_right(reading)))
        if speaking or not quiet(reading):
            return
        scores = {channel: score(reading, channel) for channel in SAMPLED}
        self._samples.append(Sample(scores, measure(reading), reading.pitch))
        if self.learnt:
            self._middle = self._median()

    def _median(self) -> Sample:
        of = self._samples
        shape = {
            item.name: statistics.median(getattr(each.shape, item.name) for each in of)
            for item in fields(Shape)
        }
        return Sample(
            {channel: statistics.median(each.scores[channel] for each in of) for channel in SAMPLED},
            Shape(**shape),
            statistics.median(each.pitch for each in of),
        )


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
