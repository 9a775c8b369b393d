"""Whether a hand, a mask or a cup is before the mouth or the eyes.

MediaPipe draws a whole face also where it sees none, and tells nothing of it; but what is covered has
lost its colours. Lips are redder than cheeks in every expression, brows darker than the forehead, and
an eye that is open holds dark and light. Each is compared with this person's own face at
rest, so that no skin and no light is the measure. `docs/seeing.md` says what this cannot tell.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import cv2
import numpy as np
import numpy.typing as npt

SIDE = 160
"""Pixels to which a face is brought, at most."""
UPPER_LIP = (
    61,
    185,
    40,
    39,
    37,
    0,
    267,
    269,
    270,
    409,
    291,
    308,
    415,
    310,
    311,
    312,
    13,
    82,
    81,
    80,
    191,
    78,
)
LOWER_LIP = (
    61,
    146,
    91,
    181,
    84,
    17,
    314,
    405,
    321,
    375,
    291,
    308,
    324,
    318,
    402,
    317,
    14,
    87,
    178,
    88,
    95,
    78,
)
CHEEKS = ((50, 117, 118, 101, 36, 205), (280, 346, 347, 330, 266, 425))
FOREHEAD = (108, 151, 337, 336, 9, 107)
BROWS = ((46, 53, 52, 65, 55, 107, 66, 105, 63, 70), (276, 283, 282, 295, 285, 336, 296, 334, 293, 300))
EYES = (
    (33, 246, 161, 160, 159, 158, 157, 173, 133, 155, 154, 153, 145, 144, 163, 7),
    (263, 466, 388, 387, 386, 385, 384, 398, 362, 382, 381, 380, 374, 373, 390, 249),
)
USUAL_LIGHT = 128.0
"""Brightness of the cheeks to which a picture is brought: a dim room is no covered face."""
RED_GONE, RED_THERE = 0.15, 0.45
"""Shares of the lips' redness at rest: up to the first there is no lip, from the second on there is."""
APART_GONE, APART_THERE = 0.2, 0.5
"""Shares of their distance from the cheeks at rest, for who has no redness: grey cameras, some lips."""
OTHER, FAR = 1.5, 2.0
"""Times that distance at which something else begins to be there, and surely is: a cup, a scarf."""
EYE_GONE, EYE_THERE = 0.25, 0.5
"""Shares of the contrast at rest of an open eye."""
BROW_GONE, BROW_THERE = 0.1, 0.35
OPEN, SHUT = 0.35, 0.6
"""`eyeBlink` scores: an eye without contrast is a shut one only if it reads as shut and its brow is there."""
LEAST_RED, LEAST_BROW = 3.0, 6.0
"""Levels at rest below which redness, or a brow, says nothing."""
LEAST_APART, LEAST_EYE = 8.0, 12.0
"""Levels below which there is no mouth, or no open eye, whoever it is; 26 and 42 were the least met."""


@dataclass(frozen=True)
class Traces:
    """What of a face shows in one picture, in levels of 255 at the usual light.

    `red`: lips beyond cheeks (CIELAB a*); `apart`: how far their colours lie apart; `eyes` and `brows`, the
    person's right and left: the spread of brightness inside the lids, and how much darker than the forehead.
    """

    red: float
    apart: float
    eyes: tuple[float, float]
    brows: tuple[float, float]


@dataclass(frozen=True)
class Shows:
    """How surely mouth and eyes (with the brows) are to be seen, 0 to 1."""

    mouth: float = 1.0
    eyes: float = 1.0


def traces(picture: npt.NDArray[Any], outline: npt.NDArray[Any], box: npt.NDArray[Any]) -> Traces | None:
    """What shows of the face with those points [478, 2] in that box, all in shares of the picture.

    None where it is too small to tell.
    """
    height, width = picture.shape[:2]
    left, top, right, bottom = (box * [width, height, width, height]).astype(int)
    face = picture[top : bottom + 1, left : right + 1]
    if min(face.shape[:2]) < 24:
        return None
    scale = min(1.0, SIDE / max(face.shape[:2]))
    small = cv2.resize(face, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA) if scale < 1 else face
    points = ((outline * [width, height] - [left, top]) * scale).astype(np.int32)
    lab = cv2.cvtColor(np.ascontiguousarray(small), cv2.COLOR_RGB2LAB)

    def at(*areas: Sequence[int]) -> npt.NDArray[np.float64]:
        mask = np.zeros(lab.shape[:2], np.uint8)
        for area in areas:
            cv2.fillPoly(mask, [points[list(area)]], 1)
        return np.asarray(lab[mask > 0], np.float64)

    def colour(*areas: Sequence[int]) -> npt.NDArray[np.float64]:
        found = at(*areas)
        return np.asarray(np.median(found, axis=0)) if len(found) > 8 else np.full(3, np.nan)

    cheeks, lips, forehead = colour(*CHEEKS), colour(UPPER_LIP, LOWER_LIP), colour(FOREHEAD)
    eyes = [float(found[:, 0].std()) if len(found := at(eye)) > 4 else 0.0 for eye in EYES]
    brows = [float(forehead[0] - colour(brow)[0]) for brow in BROWS]
    all_of = np.array([lips[1] - cheeks[1], np.linalg.norm(lips - cheeks), *eyes, *brows])
    if not np.isfinite(all_of).all():
        return None
    red, apart, right_eye, left_eye, right_brow, left_brow = all_of * USUAL_LIGHT / max(16.0, cheeks[0])
    return Traces(red, apart, (right_eye, left_eye), (right_brow, left_brow))


def at_rest(seen: Sequence[Traces | None]) -> Traces | None:
    """The median of what showed in quiet moments; None if there were none."""
    told = [(each.red, each.apart, *each.eyes, *each.brows) for each in seen if each is not None]
    if not told:
        return None
    red, apart, *pairs = np.median(np.array(told), axis=0).tolist()
    return Traces(red, apart, (pairs[0], pairs[1]), (pairs[2], pairs[3]))


def shows(now: Traces | None, rest: Traces | None, blinks: tuple[float, float]) -> Shows:
    """How surely mouth and eyes show, by what they are at rest (None: not known yet).

    `blinks`: MediaPipe's `eyeBlinkRight` and `eyeBlinkLeft`. A picture that tells nothing is taken to show
    all.
    """
    if now is None:
        return Shows()
    sides = [_eye(now, rest, side, blinks[side]) for side in (0, 1)]
    return Shows(mouth=_mouth(now, rest), eyes=min(sides))


def _mouth(now: Traces, rest: Traces | None) -> float:
    if now.apart < LEAST_APART or (rest is not None and rest.apart < LEAST_APART):
        return 0.0
    if rest is None:
        return 1.0
    if rest.red >= LEAST_RED:
        there = _ramp(now.red / rest.red, RED_GONE, RED_THERE)
    else:
        there = _ramp(now.apart / rest.apart, APART_GONE, APART_THERE)
    return min(there, 1 - _ramp(now.apart / rest.apart, OTHER, FAR))


def _eye(now: Traces, rest: Traces | None, side: int, blink: float) -> float:
    shut, brow = _ramp(blink, OPEN, SHUT), 1.0
    usual = LEAST_EYE if rest is None else rest.eyes[side]
    if rest is not None and usual < LEAST_EYE:
        return shut  # dark glasses since the beginning
    if rest is not None and rest.brows[side] >= LEAST_BROW:
        brow = _ramp(now.brows[side] / rest.brows[side], BROW_GONE, BROW_THERE)
    return max(_ramp(now.eyes[side] / usual, EYE_GONE, EYE_THERE), min(shut, brow))


def _ramp(value: float, low: float, high: float) -> float:
    return float(np.clip((value - low) / (high - low), 0.0, 1.0))
