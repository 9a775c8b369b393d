"""Who else is in the picture: counted, and nothing more. The participant is kept.

The participant is whoever was nearest the camera when nobody was known. While others are about and the
participant is lost, they are looked for where they were, and nowhere else: a face in another place is not
theirs.
"""

from __future__ import annotations

import statistics
import zipfile
from collections import deque
from collections.abc import Sequence
from pathlib import Path
from typing import Protocol

import numpy as np

from alongside.errors import AlongsideError
from alongside.quiet import quiet_stderr
from perception.pictures import Picture

Box = tuple[float, float, float, float]
"""xmin, ymin, xmax, ymax in shares of the picture."""
EVERY_S = 1.0
"""Seconds between two counts of the faces in the picture."""
COUNTS = 3
"""Counts of which the middle one is believed."""
ABOUT_S = 10.0
"""Others who were seen so long ago may still be about, and so long the participant is looked for nearby."""
NEARBY = 1.5
"""Widths of the face around it in which a lost participant is looked for."""
JUMP = 1.0
"""Widths of a face: one that is further away in the next picture is somebody else's."""
NEXT_S = 0.5
"""Seconds in which a picture is the next."""


class Detector(Protocol):
    """What tells where faces are."""

    def boxes(self, picture: Picture) -> list[Box]:
        """All faces in `picture`."""


class FaceBoxes:
    """MediaPipe's face detector, out of the face landmarker's weights. Not for two threads at once."""

    def __init__(self, model: Path) -> None:
        import mediapipe
        from mediapipe.tasks.python import BaseOptions, vision

        try:
            with zipfile.ZipFile(model) as bundle, quiet_stderr():
                weights = bundle.read("face_detector.tflite")
                self._detector = vision.FaceDetector.create_from_options(
                    vision.FaceDetectorOptions(base_options=BaseOptions(model_asset_buffer=weights))
                )
        except (zipfile.BadZipFile, KeyError, RuntimeError, ValueError):
            raise AlongsideError(
                f"{model} holds no face detector", "Get it again with: alongside weights face-landmarker"
            ) from None
        self._picture, self._order = mediapipe.Image, mediapipe.ImageFormat.SRGB

    def boxes(self, picture: Picture) -> list[Box]:
        """All faces in `picture` (from about a metre and a half from a webcam)."""
        height, width = picture.shape[:2]
        found = self._detector.detect(self._picture(image_format=self._order, data=picture))
        corners = (item.bounding_box for item in found.detections)
        return [
            (
                box.origin_x / width,
                box.origin_y / height,
                (box.origin_x + box.width) / width,
                (box.origin_y + box.height) / height,
            )
            for box in corners
        ]

    def close(self) -> None:
        """Let go of the model."""
        self._detector.close()


class Company:
    """Keeps the participant and counts the others. Every call is a newer picture."""

    def __init__(self, detector: Detector | None) -> None:
        self._detector = detector
        self._boxes: list[Box] = []
        self._counts: deque[int] = deque([0] * COUNTS, maxlen=COUNTS)
        self._place: Box | None = None
        self._placed_at = self._looked_at = self._others_at = float("-inf")
        self._followed = False

    @property
    def others(self) -> int:
        """How many faces there are beside the participant's."""
        return int(statistics.median(self._counts))

    def view(self, picture: Picture, at: float) -> Picture:
        """The part of the picture (the rest grey) in which the participant may be, at second `at`."""
        known = self._place is not None and at - self._placed_at <= ABOUT_S
        due = at - self._looked_at >= EVERY_S or at < self._looked_at
        if self._detector is not None and (due or not (known or self._boxes)):
            self._looked_at = at
            self._boxes = self._detector.boxes(picture)
            self._counts.append(self._beside(self._place if known else None))
            if self._counts[-1]:
                self._others_at = at
        if at - self._others_at > ABOUT_S or (known and self._followed):
            return picture
        if known and self._place is not None:
            return _only(picture, self._place, NEARBY)
        return _only(picture, max(self._boxes, key=_size), NEARBY / 2) if len(self._boxes) > 1 else picture

    def keeps(self, box: Box, at: float) -> bool:
        """Take in where the face was found; False if it cannot be the participant's."""
        if self._place is not None and self._followed and at - self._others_at <= ABOUT_S:
            apart = np.subtract(_centre(box), _centre(self._place))
            wide = max(self._place[2] - self._place[0], box[2] - box[0])
            if at - self._placed_at <= NEXT_S and float(np.linalg.norm(apart)) > JUMP * wide:
                self.lost()
                return False
        self._place, self._placed_at, self._followed = box, at, True
        return True

    def lost(self) -> None:
        """There was no face in the part of the picture that was shown."""
        self._followed = False

    def _beside(self, place: Box | None) -> int:
        """Faces that are not the participant's: with none known, all but the nearest."""
        if place is None:
            return max(0, len(self._boxes) - 1)
        return sum(not _within(_centre(box), _grown(place, 0.25)) for box in self._boxes)


def _size(box: Box) -> float:
    return (box[2] - box[0]) * (box[3] - box[1])


def _centre(box: Sequence[float]) -> tuple[float, float]:
    return ((box[0] + box[2]) / 2, (box[1] + box[3]) / 2)


def _grown(box: Box, widths: float) -> Box:
    aside, above = widths * (box[2] - box[0]), widths * (box[3] - box[1])
    return (box[0] - aside, box[1] - above, box[2] + aside, box[3] + above)


def _within(point: tuple[float, float], box: Box) -> bool:
    return box[0] <= point[0] <= box[2] and box[1] <= point[1] <= box[3]


def _only(picture: Picture, box: Box, widths: float) -> Picture:
    """The picture, of its mean grey but for the box and so many of its widths around."""
    height, width = picture.shape[:2]
    left, top, right, bottom = np.clip(_grown(box, widths), 0, 1)
    rows = slice(int(top * height), int(bottom * height) + 1)
    columns = slice(int(left * width), int(right * width) + 1)
    kept = np.full_like(picture, int(picture[::8, ::8].mean()))
    kept[rows, columns] = picture[rows, columns]
    return kept
