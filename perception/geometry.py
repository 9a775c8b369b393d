"""Brows and mouth corners measured on the face's points.

MediaPipe's blendshapes hardly answer to a lowered brow (AU 4) or drawn-down mouth corners (AU 15), but its
points move. Measured on five rendered heads with known face units (`tests/perception/render_heads.py`),
in distances between the outer eye corners, mean and spread over the heads:

    face unit at 1       inner brow     outer brow     corner against lips   mouth width
    browDown            -.034 ± .005   -.043 ± .002   -.002 ± .001          -.003 ± .003
    browInnerUp         +.037 ± .001   +.006 ± .003   +.004 ± .001          -.001 ± .002
    browOuterUp         +.003 ± .003   +.040 ± .001   -.001 ± .002          +.005 ± .004
    mouthFrown          -.009 ± .002    .000 ± .002   -.035 ± .004          +.002 ± .010
    mouthStretch        -.003 ± .003    .000 ± .002   -.015 ± .003          +.089 ± .011
    mouthPucker         -.003 ± .003   -.001 ± .001   -.013 ± .003          -.090 ± .005
    noseSneer           -.027 ± .003   -.010 ± .004   -.003 ± .002          -.003 ± .004
    eyeBlink            +.018 ± .006   +.026 ± .007   +.002 ± .005          +.002 ± .013
    head pitch ± 15°    up to .009     up to .019     up to .009            up to .006

Frown and lowered brow grow linearly with their face unit. Real skin and real cameras are noisier.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from perception.landmarks import LEFT_EYE, RIGHT_EYE, FaceReading

INNER_BROW, OUTER_BROW = (55, 107, 285, 336), (46, 70, 276, 300)
CORNERS, LIPS = (61, 291), (13, 14)

INNER_DOWN, OUTER_DOWN = 0.034, 0.043
INNER_UP, OUTER_UP = 0.037, 0.040
CORNER_DOWN = 0.035
BLINK_LIFTS_INNER, BLINK_LIFTS_OUTER = 0.018, 0.026
PITCH_LIFTS_OUTER = 0.0012  # per degree that the head looks down
CORNER_PER_WIDTH = 0.16  # how far corners sink when the mouth only widens or narrows
QUIET = 0.25
"""Share of full strength that pose, blinks and noise reach; less than this is taken as none."""


@dataclass(frozen=True)
class Shape:
    """Heights above the line of the eyes, or of the lips; the unit is the outer eye distance."""

    inner_brow: float
    outer_brow: float
    corner: float
    width: float


def measure(reading: FaceReading) -> Shape:
    """The shape of a face, free of where the head is and how it is turned."""
    points = reading.shape
    height = points[:, 1]
    eyes = float(height[[*LEFT_EYE, *RIGHT_EYE]].mean())
    return Shape(
        inner_brow=float(height[[*INNER_BROW]].mean()) - eyes,
        outer_brow=float(height[[*OUTER_BROW]].mean()) - eyes,
        corner=float(height[[*CORNERS]].mean() - height[[*LIPS]].mean()),
        width=float(np.linalg.norm(points[CORNERS[0]] - points[CORNERS[1]])),
    )


def brow_lowered(now: Shape, neutral: Shape) -> float:
    """AU 4, 0 to 1: both ends of the brow are down (a wrinkled nose lowers the inner end alone)."""
    inner = (neutral.inner_brow - now.inner_brow) / INNER_DOWN
    outer = (neutral.outer_brow - now.outer_brow) / OUTER_DOWN
    return _beyond_quiet(min(inner, outer))


def inner_brow_raised(now: Shape, neutral: Shape, closed: float) -> float:
    """AU 1, 0 to 1. `closed` is how far the eyes are shut, which lifts the brow points."""
    return _beyond_quiet((now.inner_brow - neutral.inner_brow - closed * BLINK_LIFTS_INNER) / INNER_UP)


def outer_brow_raised(now: Shape, neutral: Shape, closed: float, tilted: float) -> float:
    """AU 2, 0 to 1. `tilted` is how far the head looks down from rest, in degrees."""
    lifted = closed * BLINK_LIFTS_OUTER + tilted * PITCH_LIFTS_OUTER
    return _beyond_quiet((now.outer_brow - neutral.outer_brow - lifted) / OUTER_UP)


def corners_lowered(now: Shape, neutral: Shape) -> float:
    """AU 15, 0 to 1: mouth corners down, beyond what widening or pursing the mouth does to them."""
    drop = neutral.corner - now.corner - CORNER_PER_WIDTH * abs(now.width - neutral.width)
    return _beyond_quiet(drop / CORNER_DOWN)


def _beyond_quiet(share: float) -> float:
    return min(1.0, max(0.0, (share - QUIET) / (1 - QUIET)))
