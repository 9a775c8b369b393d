"""What a robot's own perception tells of faces, as FaceSeen and Affect. Pure: time is handed in.

One person counts: the face that was followed while it is there, unless another is engaged and it is not.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from alongside.messages import Affect, FaceSeen
from alongside.records import ActionUnit
from perception.affect import CEILING
from perception.expressions import PLACES

LASTS_S = 3.0
"""Seconds after which a face nothing is told of is gone: some recognisers tell twice a second."""
ATTENDING = {0: 0.5, 1: 0.0, 2: 0.3, 3: 1.0, 4: 0.5}
"""The belief of attention that an hri_msgs/EngagementLevel stands for; unknown is neither."""
ENGAGED = (2, 3)


@dataclass
class _Face:
    told: float = float("-inf")
    box: tuple[float, float, float, float] = (0.0, 0.0, 0.0, 0.0)
    units: tuple[ActionUnit, ...] = ()

    @property
    def size(self) -> float:
        return (self.box[2] - self.box[0]) * (self.box[3] - self.box[1])


@dataclass
class TheirFaces:
    """Takes in what is told of faces and persons, and says who is there."""

    faces: dict[str, _Face] = field(default_factory=dict)
    tracked: frozenset[str] | None = None  # None: no list was told
    _levels: dict[str, int] = field(default_factory=dict)  # of persons
    _face_of: dict[str, str] = field(default_factory=dict)  # of persons
    _current: str = ""

    def track(self, ids: Iterable[str]) -> None:
        """The faces that there are."""
        self.tracked = frozenset(ids)

    def box(self, face: str, box: Sequence[float], now: float) -> None:
        """Where a face is: xmin, ymin, xmax, ymax in shares of the picture."""
        if len(box) == 4 and all(map(math.isfinite, box)):
            self._told(face, now).box = (box[0], box[1], box[2], box[3])

    def units(self, face: str, intensity: Sequence[float], confidence: Sequence[float], now: float) -> None:
        """The action units of a face, both indexed by FACS code; what was not measured has no confidence."""
        self._told(face, now).units = tuple(
            ActionUnit(code=code, intensity=_share(value), confidence=_share(sure))
            for code, (value, sure) in enumerate(zip(intensity, confidence, strict=False))
            if sure > 0 and math.isfinite(value)
        )

    def engaged(self, person: str, level: int) -> None:
        """How engaged a person is (hri_msgs/EngagementLevel)."""
        self._levels[person] = level

    def belongs(self, person: str, face: str) -> None:
        """Whose face it is."""
        self._face_of[person] = face

    def feels(
        self, face: str, name: str, valence: float, arousal: float, confidence: float, now: float
    ) -> Affect | None:
        """The Affect of an expression, if it is that of the face that counts, and was measured at all."""
        self._told(face, now)
        name = name if name in PLACES else "neutral"
        if face != self.current(now) or not confidence > 0:
            return None
        if not (math.isfinite(valence) and math.isfinite(arousal)) or not (valence or arousal):
            valence, arousal = PLACES[name]
        sure = min(1.0, confidence)
        return Affect(
            source="face",
            valence=_within(valence),
            arousal=_within(arousal),
            confidence=CEILING * sure,
            expression=name,
            expression_confidence=CEILING * sure,
        )

    def current(self, now: float) -> str:
        """The face that counts; "" where there is none."""
        there = [
            name
            for name, face in self.faces.items()
            if now - face.told <= LASTS_S and (self.tracked is None or name in self.tracked)
        ]
        engaged = [name for name in there if self._level(name) in ENGAGED]
        if self._current not in there or (engaged and self._current not in engaged):
            among = engaged or there
            self._current = max(among, key=lambda name: (self.faces[name].size, name), default="")
        return self._current

    def seen(self, now: float) -> FaceSeen:
        """Who is there now, for everyone."""
        name = self.current(now)
        for gone in [each for each, face in self.faces.items() if now - face.told > LASTS_S]:
            del self.faces[gone]
        if not name:
            return FaceSeen(present=False)
        face = self.faces[name]
        xmin, ymin, xmax, ymax = map(_share, face.box)
        return FaceSeen(
            present=True,
            face_id=name,
            xmin=xmin,
            ymin=ymin,
            xmax=xmax,
            ymax=ymax,
            attending=ATTENDING.get(self._level(name), ATTENDING[0]),
            action_units=face.units,
        )

    def _told(self, face: str, now: float) -> _Face:
        found = self.faces.setdefault(face, _Face())
        found.told = now
        return found

    def _level(self, face: str) -> int:
        """How engaged the person with that face is; one person and one face belong together."""
        persons = [person for person, theirs in self._face_of.items() if theirs == face]
        if not persons and len(self._levels) == 1 == len(self.faces):
            persons = list(self._levels)
        return max((self._levels.get(person, 0) for person in persons), default=0)


def _share(value: float) -> float:
    return min(1.0, max(0.0, value)) if math.isfinite(value) else 0.0


def _within(value: float) -> float:
    return min(1.0, max(-1.0, value))
