"""Camera pictures in and out of JPEG."""

from __future__ import annotations

from typing import Any

import cv2
import numpy as np
import numpy.typing as npt

from alongside.errors import AlongsideError

Picture = npt.NDArray[np.uint8]
"""Height x width x 3, red first."""

WIDEST = 640
"""Pixels; what a camera sends is made no wider."""
LARGEST = 4_000_000
"""Bytes; a larger frame is no webcam picture, and decoding it could take all memory."""
MOST_PIXELS = 16_000_000
QUALITY = 80
FACE_SIDE = 96
"""Pixels to which a face is brought before it is asked how sharp it is."""


def to_jpeg(picture: npt.NDArray[Any], widest: int = WIDEST) -> bytes:
    """`picture` (OpenCV's order, blue first; grey, with alpha or 16 bits deep too) as JPEG, at most `widest`
    pixels wide. AlongsideError for what is no picture."""
    picture = _eight_bits(picture)
    height, width = picture.shape[:2]
    if width > widest:
        size = (widest, max(1, round(height * widest / width)))
        picture = cv2.resize(picture, size, interpolation=cv2.INTER_AREA)
    return bytes(cv2.imencode(".jpg", picture, [cv2.IMWRITE_JPEG_QUALITY, QUALITY])[1])


def _eight_bits(picture: npt.NDArray[Any]) -> npt.NDArray[np.uint8]:
    """Grey or blue, green, red, whatever a camera gives."""
    if picture.dtype == np.uint16:
        picture = (picture >> 8).astype(np.uint8)
    channels = picture.shape[2] if picture.ndim == 3 else 1
    if (
        picture.dtype != np.uint8
        or picture.ndim not in (2, 3)
        or channels not in (1, 3, 4)
        or not picture.size
    ):
        raise AlongsideError(
            f"the camera gives no pictures but {picture.dtype} of {picture.shape}",
            "Set another format in its driver, or `device`.",
        )
    return np.asarray(cv2.cvtColor(picture, cv2.COLOR_BGRA2BGR) if channels == 4 else picture, np.uint8)


def from_jpeg(data: bytes) -> Picture:
    """The picture in `data`, no wider than `WIDEST`. AlongsideError if it is not a whole picture."""
    if not 0 < len(data) <= LARGEST or _pixels(data) > MOST_PIXELS:
        raise AlongsideError("a camera picture has an impossible size")
    try:
        found = cv2.imdecode(np.frombuffer(data, np.uint8), cv2.IMREAD_COLOR_RGB)
    except (cv2.error, MemoryError):
        found = None
    if found is None:
        raise AlongsideError("a camera picture is broken")
    height, width = found.shape[:2]
    if width > WIDEST:
        size = (WIDEST, max(1, round(height * WIDEST / width)))
        found = cv2.resize(found, size, interpolation=cv2.INTER_AREA)
    return np.ascontiguousarray(found, np.uint8)


def _pixels(data: bytes) -> int:
    """Pixels that a JPEG says it has, from its start-of-frame header; 0 if it has none."""
    at = 2
    while at + 9 <= len(data) and data[at] == 0xFF:
        marker, length = data[at + 1], int.from_bytes(data[at + 2 : at + 4], "big")
        if 0xC0 <= marker <= 0xCF and marker not in (0xC4, 0xC8, 0xCC):
            height = int.from_bytes(data[at + 5 : at + 7], "big")
            return height * int.from_bytes(data[at + 7 : at + 9], "big")
        at += 2 + length
    return 0


def brightness(picture: Picture) -> float:
    """Mean brightness, 0 to 1, of every eighth pixel."""
    return float(picture[::8, ::8].mean()) / 255


def sharpness(picture: Picture, box: npt.NDArray[np.float64]) -> float:
    """How much fine structure a face shows: the spread of its Laplacian over that of its brightness, at 96
    pixels.

    `box` is xmin, ymin, xmax, ymax in shares of the picture. On rendered heads and a photograph 0.4 to 0.6
    sharp, 0.2 where blur begins to change what is read (a blur of an eightieth of the face's width), and
    0.1 where nothing that is read is true (a thirtieth).
    """
    height, width = picture.shape[:2]
    left, top, right, bottom = (box * [width, height, width, height]).astype(int)
    face = picture[top : bottom + 1, left : right + 1]
    if min(face.shape[:2]) < 8:
        return 0.0
    grey = cv2.cvtColor(face, cv2.COLOR_RGB2GRAY)
    small = cv2.resize(grey, (FACE_SIDE, FACE_SIDE), interpolation=cv2.INTER_AREA).astype(np.float32)
    return float(cv2.Laplacian(small, cv2.CV_32F).std() / (small.std() + 1e-3))
