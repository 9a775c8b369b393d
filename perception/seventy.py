"""MediaPipe's 478 points as the 70 of `hri_msgs/FacialLandmarks` (dlib's 68, and the pupils)."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from perception.covered import Shows

_OUTLINE = (162, 234, 93, 58, 172, 136, 149, 148, 152, 377, 378, 365, 397, 288, 323, 454, 389)
_BROWS = (71, 63, 105, 66, 107, 336, 296, 334, 293, 301)
_NOSE = (168, 197, 5, 4, 75, 97, 2, 326, 305)
_EYES = (33, 160, 158, 133, 153, 144, 362, 385, 387, 263, 373, 380)
_MOUTH = (61, 39, 37, 0, 267, 269, 291, 405, 314, 17, 84, 181, 78, 82, 13, 312, 308, 317, 14, 87)
_PUPILS = (468, 473)
SEVENTY = (*_OUTLINE, *_BROWS, *_NOSE, *_EYES, *_MOUTH, *_PUPILS)
"""The point of MediaPipe's canonical face model that lies nearest to each, in the order of the message."""


def surely(trust: float, parts: Shows) -> list[float]:
    """How far each of the 70 is to be trusted: points of what is covered are made up."""
    eyes, mouth, rest = trust * parts.eyes, trust * parts.mouth, trust
    shares = (
        (rest, _OUTLINE),
        (eyes, _BROWS),
        (rest, _NOSE),
        (eyes, _EYES),
        (mouth, _MOUTH),
        (eyes, _PUPILS),
    )
    return [share for share, points in shares for _ in points]


def seventy(outline: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    """[478, 2] -> [70, 2], in the same shares of the picture."""
    return outline[list(SEVENTY)]
