"""What the camera gives and what is read of it, picture by picture, for whoever sets up a laboratory.

One picture at a time is in memory and none is kept.
"""

from __future__ import annotations

import base64
import time
from collections.abc import Iterator
from typing import Any

import numpy as np

from alongside.errors import AlongsideError
from perception.action_units import BLURRED, DARK, FRONTAL, SHARP
from perception.camera import next_picture, open_device
from perception.company import Detector
from perception.covered import Shows
from perception.landmarks import FaceReading, Landmarker
from perception.neutral import VISIBLE
from perception.pictures import WIDEST, Picture
from perception.reader import FaceReader
from perception.voice_and_lips import MOVE

NAMES = {
    1: "inner brow raised", 2: "outer brow raised", 4: "brow lowered", 5: "upper lid raised",
    6: "cheek raised", 7: "lids tightened", 9: "nose wrinkled", 10: "upper lip raised", 12: "smile",
    14: "dimpled", 15: "mouth corners down", 16: "lower lip down", 17: "chin raised", 18: "lips pursed",
    20: "lips stretched", 22: "lips funnelled", 24: "lips pressed", 26: "jaw dropped",
    28: "lips sucked in", 34: "cheeks puffed", 43: "eyes closed", 50: "lips speak",
    61: "eyes left", 62: "eyes right", 63: "eyes up", 64: "eyes down",
}  # fmt: skip
"""What each action unit looks like."""
GROUPS = (
    (1, 2, 4, 5, 6, 7, 43),
    (61, 62, 63, 64),
    (9, 10, 12, 14, 15, 16, 17, 18, 20, 22, 24, 26, 28, 34, 50),
)
"""The order in which they are shown: brows and eyes, where the eyes are turned, nose and mouth."""
LIPS = {True: "speak", False: "quiet"}


class Looking:
    """Reads one picture after another. Not for two threads at once."""

    def __init__(
        self, frames: Iterator[bytes], landmarker: Landmarker, detector: Detector | None = None
    ) -> None:
        self._frames, self._landmarker = frames, landmarker
        self._found: FaceReading | None = None
        self._reader = FaceReader(self, detector)

    def read(self, picture: Picture, at: float) -> FaceReading | None:
        """As the landmarker reads it; what was found is remembered until the next."""
        self._found = self._landmarker.read(picture, at)
        return self._found

    def next(self) -> dict[str, Any]:
        """The next picture, as JPEG in base64, and all that is read of it. AlongsideError if there is
        none."""
        jpeg = next(self._frames)
        look = self._reader.read(jpeg, time.monotonic(), time.time(), heard=None)
        told: dict[str, Any] = {"jpeg": base64.b64encode(jpeg).decode(), "face": None}
        if self._found is None or look.affect is None:
            return told
        seen, felt = look.seen, look.affect
        told["face"] = {
            "points": np.round(self._found.outline, 4).tolist(),
            "pose": [round(value) for value in (seen.yaw_deg, seen.pitch_deg, seen.roll_deg)],
            "attending": seen.attending >= 0.5,
            "engaged": look.engaged.level.name.lower(),
            "lips": LIPS[look.lips.moving >= MOVE] if look.lips.confidence else "not known yet",
            "units": [
                {
                    "code": unit.code,
                    "name": NAMES[unit.code],
                    "intensity": unit.intensity,
                    "confidence": unit.confidence,
                }
                for unit in seen.action_units
            ],
            "valence": felt.valence,
            "arousal": felt.arousal,
            "confidence": felt.confidence,
            "expression": felt.expression,
            "doubts": doubts(self._found, self._reader.learnt, self._reader.shows(self._found), look.others),
        }
        return told


def doubts(found: FaceReading, learnt: bool, shown: Shows, others: int = 0) -> list[str]:
    """In words, what takes from the trust in a reading, and who else is in the picture."""
    said = []
    if found.light < DARK:
        said.append("too dark: more light on the face")
    if found.sharp < SHARP:
        said.append(
            "not a face to be read: far too blurred"
            if found.sharp <= BLURRED
            else "blurred: focus, or come nearer"
        )
    if max(abs(found.yaw), abs(found.pitch)) > FRONTAL:
        said.append("turned away from the camera")
    if shown.mouth < VISIBLE:
        said.append("mouth covered")
    if shown.eyes < VISIBLE:
        said.append("an eye covered")
    if not learnt:
        said.append("face at rest not known yet: a few quiet seconds, mouth shut")
    if others:
        said.append(f"{others} more in the picture: counted, not read")
    return said


def live(device: str, rate: float) -> Iterator[bytes]:
    """Pictures of a camera, by its number or address, without end. AlongsideError if it gives none."""
    opened = open_device(device)
    if opened is None:
        raise AlongsideError(
            f"no camera answers at {device!r}",
            "Plug it in, or name another: its number, or a film or picture.",
        )
    try:
        due = time.monotonic()
        while (jpeg := next_picture(opened, due, WIDEST)) is not None:
            yield jpeg
            due = max(due + 1 / rate, time.monotonic())
    finally:
        opened.release()
    raise AlongsideError("the camera stopped giving pictures", "Plug it in again and start anew.")
