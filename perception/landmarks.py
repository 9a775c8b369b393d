"""Faces by MediaPipe: 478 points, 52 blendshape scores and the pose of the head, frame by frame."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from alongside.errors import AlongsideError
from alongside.quiet import quiet_stderr
from perception.covered import Traces, traces
from perception.pictures import Picture, brightness, sharpness

Points = npt.NDArray[np.float64]

BRIDGE = 168
"""The point between the eyes."""
LEFT_EYE, RIGHT_EYE = (263, 362), (33, 133)
"""Points of the outer and inner corner of each eye (the person's left and right)."""


@dataclass(frozen=True)
class FaceReading:
    """One face in one picture.

    `scores` are MediaPipe's blendshapes by their ARKit names. `shape` holds the 478 points turned to face
    the camera, y upwards, from the bridge of the nose, in units of the distance between the outer corners of
    the eyes. Degrees: yaw is positive when the head turns to the right side of the picture (the person's
    left), pitch when it looks down, roll when it tilts counter-clockwise in the picture. The box is in
    shares of the picture.
    `outline` holds the same points where they are in the picture [478, 2], in shares of its width and height.
    `apart` is the distance between the outer corners of the eyes, turned to face the camera, in shares of the
    picture's width: how large the face is, whatever way it looks.
    `light` is the mean brightness of the picture, 0 to 1; `sharp` as `pictures.sharpness` of the face;
    `traces`: what shows of mouth and eyes, None where that cannot be told.
    """

    scores: Mapping[str, float]
    shape: Points
    yaw: float
    pitch: float
    roll: float
    box: tuple[float, float, float, float]
    light: float
    sharp: float = 1.0
    outline: Points = field(default_factory=lambda: np.zeros((0, 2)))
    traces: Traces | None = None
    apart: float = 0.0

    def both(self, channel: str) -> float:
        """Mean of a channel's left and right score."""
        return (self.scores[f"{channel}Left"] + self.scores[f"{channel}Right"]) / 2


class Landmarker:
    """MediaPipe's FaceLandmarker for a stream of pictures. Not for two threads at once."""

    def __init__(self, model: Path) -> None:
        try:
            import mediapipe
            from mediapipe.tasks.python import BaseOptions, vision
        except (ImportError, OSError) as error:
            raise AlongsideError(
                f"MediaPipe does not load ({error})",
                "Install: pip install mediapipe; on Debian also: apt-get install libegl1 libgles2",
            ) from None
        self._picture = mediapipe.Image
        self._order = mediapipe.ImageFormat.SRGB
        options = vision.FaceLandmarkerOptions(
            base_options=BaseOptions(model_asset_path=str(model)),
            running_mode=vision.RunningMode.VIDEO,
            output_face_blendshapes=True,
            output_facial_transformation_matrixes=True,
        )
        with quiet_stderr():
            try:
                self._landmarker = vision.FaceLandmarker.create_from_options(options)
            except (RuntimeError, ValueError):
                raise AlongsideError(
                    f"{model} is not a face landmarker",
                    "Get it again with: alongside weights face-landmarker",
                ) from None
        self._last_at, self._clock, self._following = 0.0, 0, False

    def read(self, picture: Picture, at: float) -> FaceReading | None:
        """The face in `picture`, taken at second `at`; None if there is none.

        A face is found from an eighth of the picture's width upwards (about a metre from a webcam).
        MediaPipe follows a face from one frame to the next and wants rising times: one that does not
        rise is taken as a millisecond after the last, one far ahead as ten seconds after it.
        """
        self._clock += int(min(10.0, max(0.001, at - self._last_at)) * 1000)
        self._last_at = at
        found = self._detect(picture)
        if found is None and self._following:  # it jumped out of where it was followed: look everywhere
            found = self._detect(picture)
        self._following = found is not None
        return found

    def _detect(self, picture: Picture) -> FaceReading | None:
        self._clock += 1
        image = self._picture(image_format=self._order, data=picture)
        found = self._landmarker.detect_for_video(image, self._clock)
        if not found.face_landmarks or not found.facial_transformation_matrixes:
            return None
        return _reading(found, picture)

    def close(self) -> None:
        """Let go of the model. Without it, MediaPipe can hang when the process ends."""
        self._landmarker.close()


def _reading(found: Any, picture: Picture) -> FaceReading:
    height, width = picture.shape[:2]
    points = np.array([(point.x, point.y, point.z) for point in found.face_landmarks[0]])
    matrix = np.array(found.facial_transformation_matrixes[0])[:3, :3]
    turn = matrix / np.linalg.norm(matrix, axis=0)
    low, high = points[:, :2].min(axis=0), points[:, :2].max(axis=0)
    box = np.clip([*low, *high], 0, 1)
    shape, apart = _facing(points * [1, -height / width, -1], turn)
    return FaceReading(
        scores={item.category_name: float(item.score) for item in found.face_blendshapes[0]},
        shape=shape,
        yaw=math.degrees(math.atan2(turn[0, 2], turn[2, 2])),
        pitch=math.degrees(math.asin(float(np.clip(turn[2, 1], -1, 1)))),
        roll=math.degrees(math.atan2(turn[1, 0], turn[1, 1])),
        box=tuple(box.tolist()),
        light=brightness(picture),
        sharp=sharpness(picture, box),
        outline=points[:, :2],
        traces=traces(picture, points[:, :2], box),
        apart=apart,
    )


def _facing(points: Points, turn: Points) -> tuple[Points, float]:
    """Points (in shares of the picture's width) turned back by the pose of the head, scaled, and by what."""
    turned = (points - points[BRIDGE]) @ turn
    apart = float(np.linalg.norm(turned[RIGHT_EYE[0]] - turned[LEFT_EYE[0]]))
    return np.asarray(turned / max(apart, 1e-6)), apart
