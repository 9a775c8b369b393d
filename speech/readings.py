"""When the recogniser reads: in passing while they speak, all of it at the first silence that may be an end.

A reading takes about as long as it takes a soft end to show itself. So it is begun after half of that
silence: if they go on it was for nothing, if not its words are there all the sooner, and are the final ones.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

from speech.audio import FRAME_SECONDS, QUIETEST_DB, Samples
from speech.heard import Heard
from speech.turn_events import Transcribe

AHEAD = 2
"""Frames of silence after which the final reading begins."""
FADED = 3
"""Frames of a faint voice after which the first frame without one is enough."""
SPARE = 1
"""Frames of voice, by the detector, that may lie behind a reading: they hold nothing but its own lag."""
FAINT_DB, FADES_DB = 20.0, 0.1
"""Decibels below the loudest of late that are faint, and by which that is forgotten with each frame."""


class Faint:
    """Tells by the level alone that a voice has just ended: a detector hears it for two to four frames more.

    A reading in passing that is begun or goes on then would only hold up the final one.
    """

    def __init__(self) -> None:
        self._loudest = QUIETEST_DB
        self.frames = 0  # on end

    def frame(self, level: float, voiced: bool) -> None:
        """A frame of this level (dBFS) went by; `voiced` if a detector hears a voice in it."""
        self._loudest = max(self._loudest - FADES_DB, level if voiced else QUIETEST_DB)
        self.frames = self.frames + 1 if level < self._loudest - FAINT_DB else 0


class Reads(Protocol):
    """What `speech.decoder` does."""

    @property
    def busy(self) -> bool:
        """Whether it is reading, or about to."""

    async def final(self, samples: Samples, wanted: Callable[[], bool] = ...) -> Heard:
        """The words of a span; `wanted` is asked once, when its turn comes."""


class Cadence:
    """Readings in passing at even distances, as long as somebody speaks."""

    def __init__(self, every: float) -> None:
        self._every = every / FRAME_SECONDS
        self._due = 0.0  # in frames

    def began(self, frame: int) -> None:
        """Speech begins."""
        self._due = frame + self._every

    def due(self, frame: int, busy: bool) -> bool:
        """Whether to read now. One that had to wait for the recogniser does not put off the next."""
        if busy or frame < self._due - 0.5:
            return False
        missed = max(0.0, frame - self._due) // self._every
        self._due += self._every * (1 + missed)
        return True


@dataclass(eq=False)
class _Reading:
    start: int
    end: int
    found: asyncio.Future[Heard | None]  # None if it failed, or was not wanted any more
    ahead: bool


class FinalReadings:
    """The final reading of each span, once."""

    def __init__(self) -> None:
        self._last: _Reading | None = None

    def went_on(self) -> None:
        """A voice again: what was begun ahead is not all there is."""
        if self._last and self._last.ahead:
            self._last = None

    def cover(self, voice: int) -> bool:
        """Whether a reading that was begun ahead holds all the voice up to this frame."""
        return self._last is not None and self._last.ahead and self._last.end >= voice - SPARE

    async def ahead(self, reader: Reads, span: tuple[int, int], samples: Samples) -> Heard | None:
        """Read a span that may be all of a segment; None if they went on before it was this one's turn."""
        reading = self._last = self._new(span, ahead=True)
        try:
            await self._read(reader, reading, samples, lambda: self._last is reading)
        except Exception:
            return None  # it is read again at the soft end, and a failure then is told
        return reading.found.result()

    async def of(
        self, reader: Reads, asked: Transcribe, samples: Samples, wanted: Callable[[], bool]
    ) -> Heard:
        """The words of a span: those of a reading of it that was begun already, where there is one.

        Raises whatever the recogniser raises.
        """
        last = self._last
        if last and last.start == asked.start and ((last.ahead and asked.soft_end) or last.end == asked.end):
            last.end, last.ahead = asked.end, False
            if (heard := await last.found) is not None:
                return heard
        reading = self._last = self._new((asked.start, asked.end), ahead=False)
        return await self._read(reader, reading, samples, wanted)

    def _new(self, span: tuple[int, int], *, ahead: bool) -> _Reading:
        return _Reading(*span, asyncio.get_running_loop().create_future(), ahead)

    @staticmethod
    async def _read(reader: Reads, reading: _Reading, samples: Samples, wanted: Callable[[], bool]) -> Heard:
        begun = False

        def still() -> bool:  # asked when the reading's turn comes
            nonlocal begun
            begun = wanted()
            return begun

        try:
            heard = await reader.final(samples, still)
            if begun:
                reading.found.set_result(heard)
            return heard
        finally:
            if not reading.found.done():
                reading.found.set_result(None)
