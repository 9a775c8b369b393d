"""Which of MediaPipe's 478 points the networks look at. Numbers as in its canonical face model."""

from __future__ import annotations

import numpy as np

_BROWS = (46, 52, 53, 55, 63, 65, 66, 70, 105, 107, 276, 282, 283, 285, 293, 295, 296, 300, 334, 336)
_LIDS = (
    *(7, 33, 133, 144, 145, 153, 154, 155, 157, 158, 159, 160, 161, 163, 173, 246),
    *(249, 263, 362, 373, 374, 380, 381, 382, 384, 385, 386, 387, 388, 390, 398, 466),
)
_IRISES = tuple(range(468, 478))
_LIPS = (
    *(0, 13, 14, 17, 37, 39, 40, 61, 78, 80, 81, 82, 84, 87, 88, 91, 95, 146, 178, 181, 185, 191),
    *(267, 269, 270, 291, 308, 310, 311, 312, 314, 317, 318, 321, 324, 375, 402, 405, 409, 415),
)
_NOSE = (1, 2, 4, 5, 6, 48, 64, 97, 98, 102, 115, 129, 195, 197, 278, 294, 326, 327, 331, 344, 358, 168)
_CHEEKS = (
    *(36, 47, 50, 100, 101, 117, 118, 119, 120, 126, 142, 187, 205, 206, 207, 212, 216),
    *(266, 277, 280, 329, 330, 346, 347, 348, 349, 355, 371, 411, 425, 426, 427, 432, 436),
)
_MIDDLE = (8, 9, 108, 122, 151, 193, 337, 351, 417)
_CHIN = (
    18,
    83,
    148,
    152,
    175,
    176,
    199,
    200,
    201,
    202,
    204,
    208,
    210,
    211,
    313,
    377,
    400,
    421,
    422,
    424,
    428,
    430,
    431,
)

_STILL = (10, 21, 54, 67, 93, 103, 109, 127, 234, 251, 284, 297, 323, 332, 338, 356, 454)
"""Where nothing but the pose of the head moves: forehead and temples."""

PLACES = np.array(sorted({*_BROWS, *_LIDS, *_IRISES, *_LIPS, *_NOSE, *_CHEEKS, *_MIDDLE, *_CHIN, *_STILL}))

_CHANNELS = (
    *("_neutral", "browDownLeft", "browDownRight", "browInnerUp", "browOuterUpLeft", "browOuterUpRight"),
    *("cheekPuff", "cheekSquintLeft", "cheekSquintRight", "eyeBlinkLeft", "eyeBlinkRight"),
    *("eyeLookDownLeft", "eyeLookDownRight", "eyeLookInLeft", "eyeLookInRight", "eyeLookOutLeft"),
    *("eyeLookOutRight", "eyeLookUpLeft", "eyeLookUpRight", "eyeSquintLeft", "eyeSquintRight"),
    *("eyeWideLeft", "eyeWideRight", "jawForward", "jawLeft", "jawOpen", "jawRight", "mouthClose"),
    *("mouthDimpleLeft", "mouthDimpleRight", "mouthFrownLeft", "mouthFrownRight", "mouthFunnel"),
    *("mouthLeft", "mouthLowerDownLeft", "mouthLowerDownRight", "mouthPressLeft", "mouthPressRight"),
    *("mouthPucker", "mouthRight", "mouthRollLower", "mouthRollUpper", "mouthShrugLower"),
    *("mouthShrugUpper", "mouthSmileLeft", "mouthSmileRight", "mouthStretchLeft", "mouthStretchRight"),
    *("mouthUpperUpLeft", "mouthUpperUpRight", "noseSneerLeft", "noseSneerRight"),
)
CHANNELS = tuple(sorted(_CHANNELS))
"""MediaPipe's blendshapes, in the order of `Rows.scores`."""
