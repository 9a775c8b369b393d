"""The face component while a robot's own perception takes its place, and the way back."""

from __future__ import annotations

import time
from collections.abc import Callable, Collection
from typing import Protocol

from alongside.messages import FaceSeen, Message
from alongside.whose import Perception, Whose
from perception.theirs import TheirFaces

FACES = ("faces/tracked", "/roi", "/expression", "/facs")
"""A topic of theirs that ends so tells of faces."""


class Reader(Protocol):
    """What is needed of the face component."""

    @property
    def on(self) -> bool:
        """Whether faces may be read at all."""

    def say(self, message: Message) -> None:
        """Say a message in its name."""

    def stand_down(self, down: bool) -> None:
        """Leave faces to another, or take them up again."""


class Theirs:
    """Says what they read in the name of the face component. Seconds by `clock`, monotonic.

    `changed` is told when faces become theirs or ours again.
    """

    def __init__(
        self,
        reader: Reader,
        setting: Perception,
        rates: tuple[float, float],
        changed: Callable[[bool], None],
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._reader = reader
        self._whose = Whose(setting)
        self._faces = TheirFaces()
        self._every = tuple(1 / rate for rate in rates)  # of FaceSeen, of Affect
        self._changed = changed
        self._clock = clock
        self._said = [float("-inf"), float("-inf")]
        self._present = False
        self._standing_down = False
        if self._whose.theirs:
            self._switch(True)

    def looked(self, topics: Collection[str]) -> None:
        """Once a second: which topics of theirs there are (below `humans/`)."""
        now = self._clock()
        there = any(topic.endswith(FACES) for topic in topics)
        theirs = self._whose.look(now, there, expected=bool(self._faces.tracked))
        if theirs != self._standing_down:
            self._switch(theirs)
        if theirs:
            self._tell(now)

    # ------------------------------------------------------------ what they tell

    def tracked(self, _: str, ids: Collection[str]) -> None:
        """The faces that there are."""
        self._faces.track(ids)
        self._tell(self._heard(), at_once=True)

    def box(self, face: str, box: Collection[float]) -> None:
        """Where one is."""
        self._faces.box(face, tuple(box), self._heard())
        self._tell(self._clock())

    def units(self, face: str, intensity: Collection[float], confidence: Collection[float]) -> None:
        """How it moves."""
        self._faces.units(face, tuple(intensity), tuple(confidence), self._heard())
        self._tell(self._clock())

    def engaged(self, person: str, level: int) -> None:
        """How engaged somebody is."""
        self._faces.engaged(person, level)
        self._tell(self._clock(), at_once=True)

    def belongs(self, person: str, face: str) -> None:
        """Whose face it is."""
        self._faces.belongs(person, face)

    def feels(self, face: str, name: str, valence: float, arousal: float, confidence: float) -> None:
        """What one expresses."""
        now = self._heard()
        felt = self._faces.feels(face, name, valence, arousal, confidence, now)
        self._tell(now)
        if felt and self._may_say(1, now):
            self._reader.say(felt)

    def _heard(self) -> float:
        now = self._clock()
        self._whose.heard(now)
        return now

    # ------------------------------------------------------------ what is said of it

    def _tell(self, now: float, *, at_once: bool = False) -> None:
        if not self._standing_down:
            return
        if not self._reader.on:
            self._gone()
            return
        seen = self._faces.seen(now)
        if seen.present != self._present or (seen.present and (at_once or self._may_say(0, now))):
            self._present = seen.present
            self._said[0] = now
            self._reader.say(seen)

    def _may_say(self, which: int, now: float) -> bool:
        if not (self._standing_down and self._reader.on) or now - self._said[which] < self._every[which]:
            return False
        self._said[which] = now
        return True

    def _gone(self) -> None:
        if self._present:
            self._present = False
            self._reader.say(FaceSeen(present=False))

    def _switch(self, theirs: bool) -> None:
        self._gone()
        self._standing_down = theirs
        if not theirs:
            self._faces = TheirFaces()
        self._reader.stand_down(theirs)
        self._changed(theirs)
