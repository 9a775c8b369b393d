"""From camera pictures of one person to what their face says: pose, attention, action units, affect.

Plain and synchronous: one call a picture. `perception.face` runs it in a thread.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Protocol

from alongside.messages import Affect, FaceSeen, new_id
from alongside.records import ActionUnit
from perception.action_units import action_units, trust_in, trust_in_affect
from perception.affect import AffectTracker
from perception.company import Company, Detector
from perception.covered import Shows
from perception.engaged import Engagement
from perception.engagement import Attention, looks
from perception.landmarks import FaceReading
from perception.look import Look
from perception.neutral import NeutralFace
from perception.pictures import Picture, brightness, from_jpeg
from perception.regressor import FaceNumbers, load
from perception.smile import Smile, SmileWatch
from perception.talking import Lips, LipWatch, gap
from perception.voice_and_lips import Talks, TalkWatch

SAME_PERSON_S = 10.0
"""Seconds a face may be gone and still be taken for the same person, whose neutral face is known."""
BLINK_UNIT, SMILE_UNIT = 43, 12
BUSY = 0.5
"""How far a mouth may be busy with words, from which what words move is not read of it."""


class Landmarks(Protocol):
    """What finds a face in a picture."""

    def read(self, picture: Picture, at: float) -> FaceReading | None:
        """The face in `picture`, taken at second `at`; None if there is none."""


class FaceReader:
    """Reads the face of whoever is in front of the camera. Not for two threads at once.

    With a `detector`, others in the picture are counted, and not taken for the person.
    """

    def __init__(self, landmarks: Landmarks, detector: Detector | None = None) -> None:
        self._landmarks, self._company = landmarks, Company(detector)
        self._seen_at, self._face_id = float("-inf"), ""
        self._meet()

    def read(self, jpeg: bytes, at: float, stamp: float, heard: bool | None) -> Look:
        """Read one picture, taken at second `at` of a steady clock and at `stamp` by the calendar. `heard`:
        whether a voice is heard; None where no microphone tells.

        Raises AlongsideError for data that is no picture.
        """
        picture = from_jpeg(jpeg)
        look = self._read(picture, at, stamp, heard)
        return replace(look, size=picture.shape[:2], light=brightness(picture))

    def answered(self, at: float, pause: float | None) -> None:
        """The person took a turn at second `at`, so many seconds after the companion (None: not measured)."""
        self._engagement.answered(at, pause)

    def _read(self, picture: Picture, at: float, stamp: float, heard: bool | None) -> Look:
        found = self._landmarks.read(self._company.view(picture, at), at)
        if found is None or not self._company.keeps(found.box, at):
            self._company.lost()
            self._smile.lost()
            self._lips.lost()
            return Look(
                self._absent(at, stamp), others=self._company.others, engaged=self._engagement.away(at)
            )
        if at - self._seen_at > SAME_PERSON_S:
            self._meet()
        self._seen_at = at
        self._face_id = self._face_id or new_id()
        numbers = load().read(found, self._neutral.rest)
        return self._present(found, numbers, at, stamp, heard)

    def shows(self, found: FaceReading) -> Shows:
        """Which parts of that face are not covered, by what is known of the person."""
        return self._neutral.shows(found)

    @property
    def learnt(self) -> bool:
        """Whether the person's own face at rest is known."""
        return self._neutral.learnt

    def _meet(self) -> None:
        """Somebody new, perhaps."""
        self._neutral, self._attention, self._affect = NeutralFace(), Attention(), AffectTracker()
        self._smile, self._lips, self._talks = SmileWatch(), LipWatch(), TalkWatch()
        self._engagement = Engagement()

    def _absent(self, at: float, stamp: float) -> FaceSeen:
        self._face_id = ""
        return FaceSeen(stamp=stamp, present=False, attending=self._attention.update(at, False))

    def _present(
        self, found: FaceReading, numbers: FaceNumbers, at: float, stamp: float, heard: bool | None
    ) -> Look:
        trust = trust_in(found, self._neutral)
        parts = self._neutral.shows(found)
        lips, talks = self._mouth(found, at, trust * parts.mouth, numbers.strengths[SMILE_UNIT], heard)
        speaking = talks.busy >= BUSY
        self._neutral.observe(found, numbers, at, speaking)
        units = action_units(numbers, trust, speaking, parts, lips)
        believed = trust_in_affect(trust, parts)
        closed = numbers.strengths[BLINK_UNIT]
        yaw, pitch, gaze = self._neutral.facing
        looking = looks(found.yaw - yaw, found.pitch - pitch, numbers.gaze_right - gaze, closed)
        felt = self._affect.update(at, units, (found.yaw, found.pitch), trust=believed, speaking=talks.busy)
        attending = self._attention.update(at, looking)
        engaged = self._engagement.seen(at, attending, found.apart, found.pitch - pitch, trust)
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
            attending=attending,
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
        return Look(
            seen,
            affect,
            self._company.others,
            found.outline,
            smile=self._smiled(found, units, at),
            trust=trust,
            parts=parts,
            lips=lips,
            talks=talks,
            engaged=engaged,
        )

    def _mouth(
        self, found: FaceReading, at: float, trust: float, smile: float, heard: bool | None
    ) -> tuple[Lips, Talks]:
        lips = self._lips.update(at, gap(found.shape), trust=trust, smile=smile)
        return lips, self._talks.update(at, heard, lips)

    def _smiled(self, found: FaceReading, units: tuple[ActionUnit, ...], at: float) -> Smile | None:
        smile = next(unit for unit in units if unit.code == SMILE_UNIT)
        sides = (found.scores["mouthSmileLeft"], found.scores["mouthSmileRight"])
        return self._smile.update(at, smile.intensity, smile.confidence, sides)
