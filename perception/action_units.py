"""FACS action units from a face, each with how far it can be trusted.

Blendshape scores are S-shaped in the strength of a movement, with a dead zone below a third, so each is
turned back by a table. The tables are means of two measurements of scores above a head's own neutral, on
rendered heads with known face units: ICT-FaceKit heads, and the five of `tests/perception/render_heads.py`.

Some channels do not answer at all (`DEAD`): noses, cheeks and sideways jaws are not seen, so AU 9, 14, 16,
29, 30, 33, 34 and a true AU 6 are never reported. AU 4 and 15 come from geometry alone and need the
person's own neutral face; AU 1 and 2 use both.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from alongside.records import ActionUnit
from perception.geometry import (
    brow_lowered,
    corners_lowered,
    inner_brow_raised,
    measure,
    outer_brow_raised,
)
from perception.landmarks import FaceReading
from perception.neutral import NeutralFace, score

DEAD = (
    *("cheekSquint", "noseSneer", "jawLeft", "jawRight", "jawForward", "cheekPuff"),
    *("mouthDimple", "mouthRollUpper", "mouthClose"),
)
"""Channels whose score moves by less than 0.1 at full strength."""

WEIGHTS = (0.0, 0.25, 0.5, 0.75, 1.0)


@dataclass(frozen=True)
class Curve:
    """A channel's score above neutral at each of `WEIGHTS`, and the trust in what it says."""

    channel: str
    gains: tuple[float, float, float, float, float]
    trust: float


CURVES: dict[int, Curve] = {
    1: Curve("browInnerUp", (0, 0.11, 0.25, 0.40, 0.50), 0.6),
    2: Curve("browOuterUp", (0, 0.12, 0.25, 0.38, 0.50), 0.7),
    5: Curve("eyeWide", (0, 0.03, 0.06, 0.09, 0.12), 0.3),
    7: Curve("eyeSquint", (0, 0.03, 0.08, 0.15, 0.20), 0.35),
    10: Curve("mouthUpperUp", (0, 0.01, 0.05, 0.20, 0.43), 0.3),
    12: Curve("mouthSmile", (0, 0.07, 0.45, 0.74, 0.88), 0.9),
    17: Curve("mouthShrugLower", (0, 0.03, 0.10, 0.25, 0.40), 0.4),
    18: Curve("mouthPucker", (0, 0.12, 0.33, 0.60, 0.78), 0.4),
    20: Curve("mouthStretch", (0, 0.02, 0.06, 0.16, 0.27), 0.3),
    26: Curve("jawOpen", (0, 0.26, 0.49, 0.58, 0.66), 0.8),
    43: Curve("eyeBlink", (0, 0.07, 0.29, 0.52, 0.72), 0.8),
}
MOUTH = frozenset({10, 12, 15, 17, 18, 20, 26})
SPOKEN_OVER = frozenset({10, 15, 17, 18, 20, 26})
"""Units that speech itself makes; not read while the person speaks."""
BROW_PER_PITCH = 0.014
"""How much browInnerUp falls per degree that the head looks down, with no brow movement at all."""
SQUINT_PER_BLINK = 0.6  # closing lids raise eyeSquint
UPPER_PER_JAW, UPPER_PER_SMILE = 0.2, 0.5  # an open or smiling mouth lifts the upper lip
GEOMETRY_TRUST = 0.4
UNLEARNT = 0.6
"""Share of trust left while the person's neutral face is not known."""
FRONTAL, TURNED = 15.0, 30.0
"""Degrees of yaw, or of pitch from rest: trust falls from the first to a quarter at the second."""
WORST = 0.25
DARK = 0.15
"""Mean brightness of a picture too dark to trust."""


def trust_in(reading: FaceReading, neutral: NeutralFace) -> float:
    """What pose, light and an unknown neutral face leave of any trust in a reading, 0 to 1."""
    turned = max(abs(reading.yaw), abs(reading.pitch - neutral.pitch))
    left = float(np.interp(turned, (FRONTAL, TURNED), (1.0, WORST)))
    left *= 1.0 if reading.light >= DARK else WORST
    return left * (1.0 if neutral.learnt else UNLEARNT)


def action_units(reading: FaceReading, neutral: NeutralFace, speaking: bool) -> tuple[ActionUnit, ...]:
    """All action units that can be read, in order of their codes, as changes from the neutral face."""
    values = {code: _inverted(curve, _gain(curve, reading, neutral)) for code, curve in CURVES.items()}
    trust = {code: curve.trust for code, curve in CURVES.items()}
    _unmix(values)
    if neutral.shape is not None:
        now, rest, closed = measure(reading), neutral.shape, values[43]
        values[1] = (values[1] + inner_brow_raised(now, rest, closed)) / 2
        tilted = reading.pitch - neutral.pitch
        values[2] = min(values[2], outer_brow_raised(now, rest, closed, tilted))
        values[4], trust[4] = brow_lowered(now, rest), GEOMETRY_TRUST
        values[15], trust[15] = corners_lowered(now, rest), GEOMETRY_TRUST
    trust[6] = trust[7]
    left = trust_in(reading, neutral)
    return tuple(
        ActionUnit(code=code, intensity=round(values[code], 3), confidence=round(trust[code] * left, 3))
        for code in sorted(values)
        if not (speaking and code in SPOKEN_OVER)
    )


def _gain(curve: Curve, reading: FaceReading, neutral: NeutralFace) -> float:
    """A channel's score above neutral, free of the pose of the head."""
    found = score(reading, curve.channel) - neutral.score(curve.channel)
    if curve.channel == "browInnerUp":
        found += BROW_PER_PITCH * (reading.pitch - neutral.pitch)
    if curve.channel == "eyeSquint":
        found -= SQUINT_PER_BLINK * max(0.0, reading.both("eyeBlink") - neutral.score("eyeBlink"))
    return found


def _inverted(curve: Curve, gain: float) -> float:
    return float(np.interp(gain, curve.gains, WEIGHTS))


def _unmix(values: dict[int, float]) -> None:
    """Take out of each unit what its neighbours leak into it, and name AU 6 by its company.

    Cheeks are not seen; but eyes that narrow while the mouth smiles are AU 6, and otherwise AU 7.
    """
    values[10] *= max(0.0, 1 - UPPER_PER_JAW * values[26] - UPPER_PER_SMILE * values[12])
    values[18] *= 1 - values[12]
    values[17] *= 1 - values[26]
    narrowed = values.pop(7)
    values[6], values[7] = (narrowed, 0.0) if values[12] > 0.3 else (0.0, narrowed)
