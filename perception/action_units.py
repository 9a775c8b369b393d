"""FACS action units from a face, each with how far it can be trusted.

Strengths come from `perception.regressor`, fitted on rendered heads; what a unit may be trusted is its
correlation on people who were not fitted, and pose, light and an unknown face at rest take from it. Units
that are not read well enough are not reported at all (`fitted/face.md` has the figures). Where the eyes
are turned is told as FACS tells it: AU 61 to 64.
"""

from __future__ import annotations

import numpy as np

from alongside.records import ActionUnit
from perception.covered import Shows
from perception.landmarks import FaceReading
from perception.neutral import NeutralFace
from perception.regressor import TURN, FaceNumbers, load
from perception.talking import Lips

DEAD = (
    *("cheekSquint", "noseSneer", "jawLeft", "jawRight", "jawForward", "cheekPuff"),
    *("mouthDimple", "mouthRollUpper", "mouthClose"),
)
"""MediaPipe's channels whose score moves by less than 0.1 at full strength."""
SPOKEN_OVER = frozenset({10, 14, 15, 16, 17, 18, 20, 22, 24, 26, 28, 34})
"""Units that speech itself makes; not read while the person speaks."""
OWN_REST = frozenset({4, 9, 14, 15, 16, 17, 24, 63, 64})
"""Units that look like the shape of a stranger's face; not read before the face at rest is known. (On
photographs of people who look into the camera, eyes seem turned up by 15 to 30 degrees.)"""
UPPER = frozenset({1, 2, 4, 5, 6, 7, 43, 61, 62, 63, 64})
"""Units of brows and eyes; the others, but for the nose, are the mouth's."""
NOSE, SPEECH = 9, 50
COVERED = 0.1
"""Share of trust left in units of a part of the face that is covered."""
BY_EYES = 0.5
"""Share of trust left in an affect that rests on the mouth alone."""
LEFT, RIGHT, UP, DOWN = 61, 62, 63, 64
"""Where the eyes are turned, as the person has it."""
GAZE_TRUST = 0.7
QUIET = 0.1
"""Strength that noise reaches at rest; less than this is taken as none."""
UNLEARNT = 0.6
"""Share of trust left while the person's neutral face is not known."""
FRONTAL, TURNED = 20.0, 35.0
"""Degrees of yaw, or of pitch from rest: trust falls from the first to a quarter at the second."""
WORST = 0.25
BLACK, DARK = 0.03, 0.15
"""Mean brightness of a picture in which nothing is believed, and from which its light changes nothing."""
EVERYTHING, NO_LIPS = Shows(), Lips()
BLURRED, SHARP = 0.10, 0.20
"""`FaceReading.sharp` at which nothing read is true, and from which blur changes nothing."""
LEFT_BLURRED = 0.1


def trust_in(reading: FaceReading, neutral: NeutralFace) -> float:
    """What pose, light, blur and an unknown neutral face leave of any trust in a reading, 0 to 1."""
    turned = max(abs(reading.yaw), abs(reading.pitch - neutral.pitch))
    left = float(np.interp(turned, (FRONTAL, TURNED), (1.0, WORST)))
    left *= float(np.interp(reading.light, (BLACK, DARK), (0.0, 1.0)))
    left *= float(np.interp(reading.sharp, (BLURRED, SHARP), (LEFT_BLURRED, 1.0)))
    return left * (1.0 if neutral.learnt else UNLEARNT)


def trust_in_affect(trust: float, seen: Shows) -> float:
    """What a covered mouth or covered eyes leave of it for the affect, which rests on the mouth most."""
    return trust * float(
        np.interp(seen.mouth, (0, 1), (COVERED, 1)) * np.interp(seen.eyes, (0, 1), (BY_EYES, 1))
    )


def action_units(
    numbers: FaceNumbers, trust: float, speaking: bool, seen: Shows = EVERYTHING, lips: Lips = NO_LIPS
) -> tuple[ActionUnit, ...]:
    """All action units that can be read, in order of their codes, as changes from the neutral face.

    `trust` is what doubts about the picture leave, 0 to 1; `seen`, which parts are not covered; `lips`,
    whether they speak, which FACS has as 50 (with a trust of its own).
    """

    def left(code: int) -> float:
        part = min(seen.eyes, seen.mouth) if code == NOSE else seen.eyes if code in UPPER else seen.mouth
        return trust * (COVERED + (1 - COVERED) * part)

    trusted = load().trust
    values = {code: (_beyond_quiet(value), trusted[code]) for code, value in numbers.strengths.items()}
    values |= {code: (value, GAZE_TRUST) for code, value in _eyes(numbers).items()}
    told = [
        ActionUnit(code=code, intensity=round(value, 3), confidence=round(sure * left(code), 3))
        for code, (value, sure) in sorted(values.items())
        if not (speaking and code in SPOKEN_OVER) and (numbers.learnt or code not in OWN_REST)
    ]
    if lips.confidence > 0:
        sure = round(lips.confidence, 3)
        told.append(ActionUnit(code=SPEECH, intensity=round(lips.moving, 3), confidence=sure))
    return tuple(sorted(told, key=lambda unit: unit.code))


def _eyes(numbers: FaceNumbers) -> dict[int, float]:
    """The picture's right is the person's left; 30 degrees are full strength."""

    def share(degrees: float) -> float:
        return min(1.0, max(0.0, degrees / TURN))

    right, down = numbers.gaze_right, numbers.gaze_down
    return {LEFT: share(right), RIGHT: share(-right), UP: share(-down), DOWN: share(down)}


def _beyond_quiet(value: float) -> float:
    return min(1.0, max(0.0, (value - QUIET) / (1 - QUIET)))
