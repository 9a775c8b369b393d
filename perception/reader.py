"""From camera pictures of one person to what their face says: pose, attention, action units, affect.

Plain and synchronous: one call a picture. `perception.face` runs it in a thread.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from alongside.messages import Affect, FaceSeen, new_id
from perception.action_units import action_units, trust_in
from perception.affect import AffectTracker
from perception.engagement import Attention, looks
from perception.landmarks import FaceReading
from perception.neutral import NeutralFace, gaze_right
from perception.pictures import Picture, from_jpeg

SAME_PERSON_S = 10.0
"""Seconds a face may be gone and still be taken for the same person, whose neutral face is known."""
BLINK_UNIT = 43


class Landmarks(Protocol):
    """What finds a face in a picture."""

    def read(self, picture: Picture, at: float) -> FaceReading | None:
        """The face in `picture`, taken at second `at`; None if there is none."""


@dataclass(frozen=True)
class Look:
    """What one picture gave. `affect` is None where there is no face."""

    seen: FaceSeen
    affect: Affect | None = None


class FaceReader:
    """Reads the face of whoever is in front of the camera. Not for two threads at once."""

    def __init__(self, landmarks: Landmarks) -> None:
        self._landmarks = landmarks
        self._seen_at, self._face_id = float("-inf"), ""
        self._meet()

    def read(self, jpeg: bytes, at: float, stamp: float, speaking: bool) -> Look:
        """Read one picture, taken at second `at` of a steady clock and at `stamp` by the calendar.

        Raises AlongsideError for data that is no picture.
        """
        found = self._landmarks.read(from_jpeg(jpeg), at)
        if found is None:
            return Look(self._absent(at, stamp))
        if at - self._seen_at > SAME_PERSON_S:
            self._meet()
        self._seen_at = at
        self._face_id = self._face_id or new_id()
        self._neutral.observe(found, at, speaking)
        return self._present(found, at, stamp, speaking)

    def _meet(self) -> None:
        """Somebody new, perhaps."""
        self._neutral, self._attention, self._affect = NeutralFace(), Attention(), AffectTracker()

    def _absent(self, at: float, stamp: float) -> FaceSeen:
        self._face_id = ""
        return FaceSeen(stamp=stamp, present=False, attending=self._attention.update(at, False))

    def _present(self, found: FaceReading, at: float, stamp: float, speaking: bool) -> Look:
        units = action_units(found, self._neutral, speaking)
        closed = next(unit.intensity for unit in units if unit.code == BLINK_UNIT)
        yaw, pitch, gaze = self._neutral.facing
        looking = looks(found.yaw - yaw, found.pitch - pitch, gaze_right(found) - gaze, closed)
        trust = trust_in(found, self._neutral)
        felt = self._affect.update(at, units, (found.yaw, found.pitch), trust=trust, speaking=speaking)
        left, top, right, bottom = found.box
        seen = FaceSeen(
            stamp=stamp,
            present=True,
            face_id=self._face_id,
            xmin=left,
            ymin=top,
            xmax=right,
            ymax=bottom,
            yaw_deg=found.yaw,
            pitch_deg=found.pitch,
            roll_deg=found.roll,
            attending=self._attention.update(at, looking),
            action_units=units,
        )
        affect = Affect(
            stamp=stamp,
            source="face",
            valence=felt.valence,
            arousal=felt.arousal,
            confidence=felt.confidence,
            expression=felt.expression,
            expression_confidence=felt.expression_confidence,
        )
        return Look(seen, affect)
