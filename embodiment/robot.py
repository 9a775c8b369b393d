"""What a robot's module implements: a few coroutines, of which it needs only those its card names.

Distances are metres in the frame of the robot's head at rest (REP-103: x forward, y left, z up, origin
between the eyes). A coroutine that cannot reach the robot raises `RobotLostError`; one that the card does not
name is never called.
"""

from __future__ import annotations

import asyncio
from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import ClassVar

from alongside.errors import AlongsideError
from embodiment.card import RobotCard
from embodiment.sounding import Sounding

STOP_S = 0.1
"""Seconds within which a stop has done its work; a robot that has not answered by then is not waited for."""


class RobotLostError(AlongsideError):
    """The robot does not answer any more."""


@dataclass(frozen=True)
class Point:
    """A place to look at, in metres: x forward, y left, z up."""

    x: float
    y: float
    z: float


@dataclass(frozen=True)
class Face:
    """An expression: a name of hri_msgs/Expression, and valence and arousal from -1 to 1."""

    name: str = "neutral"
    valence: float = 0.0
    arousal: float = 0.0


@dataclass(frozen=True)
class Manner:
    """How something is said: rate and volume, where 1 is the voice's own."""

    rate: float = 1.0
    volume: float = 1.0


def _nothing(*_: object) -> None:
    """Nobody listens."""


@dataclass
class Told:
    """What a robot tells of itself while it lives; set by whoever drives it, called on the event loop."""

    started: Callable[[], None] = _nothing  # what it was given to say is audible now
    word: Callable[[str], None] = _nothing  # a word was said, where it tells (Capability.WORDS)
    sound: Callable[[bytes, int], None] = _nothing  # what it hears: 16-bit mono samples, their rate
    touched: Callable[[str], None] = _nothing  # a part of it was touched, a button pressed
    lost: Callable[[str], None] = _nothing  # it is gone: why, in a few words


@dataclass
class Robot(ABC):
    """One robot. `address` is where it is, `options` what else it must be told (keys, names, ports)."""

    card: ClassVar[RobotCard]

    address: str = ""
    options: Mapping[str, str] = field(default_factory=dict)
    told: Told = field(default_factory=Told)
    said: Sounding = field(default_factory=Sounding)

    @abstractmethod
    async def open(self) -> None:
        """Connect. Raises RobotLostError, saying what is wrong and what to do."""

    @abstractmethod
    async def close(self) -> None:
        """Let go of the robot. Never raises."""

    async def say(self, text: str, manner: Manner) -> None:
        """Say `text` with the robot's own voice; returns when it is over or was hushed."""
        raise NotImplementedError(self.card.name)

    async def play(self, samples: bytes, rate: int) -> None:
        """Sound 16-bit mono samples; returns when they were audible or hushed."""
        raise NotImplementedError(self.card.name)

    @abstractmethod
    async def hush(self) -> None:
        """Fall silent at once; `say` and `play` return. A line that is gone is silence too: never raises."""

    async def gesture(self, name: str, strength: float) -> None:
        """Begin a gesture the card names (`nod`, `tilt` ...), with strength 0 to 1."""
        raise NotImplementedError(self.card.name)

    async def gaze(self, at: Point) -> None:
        """Look there."""
        raise NotImplementedError(self.card.name)

    async def express(self, face: Face) -> None:
        """Wear this expression from now on."""
        raise NotImplementedError(self.card.name)

    async def light(self, red: int, green: int, blue: int) -> None:
        """Shine, 0 to 255 each."""
        raise NotImplementedError(self.card.name)

    @abstractmethod
    async def freeze(self) -> None:
        """End every movement where it is. Never raises."""

    async def stop(self) -> None:
        """Silence and stillness within STOP_S, whatever else goes on. Never raises.

        A robot that is slower is not waited for, but still told: late is better than not at all.
        """
        tasks = {asyncio.ensure_future(self.hush()), asyncio.ensure_future(self.freeze())}
        for task in tasks:
            _STOPPING.add(task)
            task.add_done_callback(_over)
        await asyncio.wait(tasks, timeout=STOP_S)


_STOPPING: set[asyncio.Future[None]] = set()
"""Stops that are under way; the loop itself forgets what nobody holds."""


def _over(task: asyncio.Future[None]) -> None:
    _STOPPING.discard(task)
    if not task.cancelled():
        task.exception()  # a robot that cannot even be told is gone, and says so elsewhere
