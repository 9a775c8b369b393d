"""A listener in a room: real models, sound played to it in real time, and what came of it."""

import asyncio
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from alongside.component import Context
from alongside.local import LocalTransport
from alongside.messages import AudioChunk, Message, Turn
from speech.audio import FRAME, FRAME_SECONDS, RATE
from speech.listener import Listener
from speech.wav_source import WavSource
from tests.recordings import Pcm, timeline, write_wav
from tests.speech.conftest import Everyone

LONGEST_QUIET = 15.0
"""Seconds in which what a test waits for must have come of a sound."""
SOON, SLOWLY = 1.3, 0.5
"""Seconds of quiet after which a busy machine is given time, and those that each of its frames takes then."""


@dataclass
class Room:
    """A listener, somebody who talks to it, and what came of it."""

    listener: Listener
    log: Everyone
    transport: LocalTransport
    folder: Path
    context: Context

    async def hear(
        self,
        sound: Pcm,
        after: float = 2.5,
        then: tuple[float, Message] | None = None,
        until: Callable[[], object] | None = None,
    ) -> float:
        """Play a sound in real time, and quiet after it; `then` is said at its second.

        `until`: the quiet ends when this holds, and lasts as long as it takes on a busy machine. Gives the
        epoch second at which the sound began.
        """
        after = LONGEST_QUIET if until else after
        name = write_wav(self.folder / "sound.wav", np.concatenate([sound, timeline(length=after)]))
        source = WavSource("wav", {"path": str(name), "delay": 0.0}, self.context)
        begun = time.time()
        source.bind(self.transport)
        await source.start()
        length = len(sound) / RATE + after
        if then:
            await asyncio.sleep(then[0])
            self.say(then[1])
        quiet = begun + len(sound) / RATE
        await asyncio.sleep(quiet - time.time())
        while time.time() < begun + length and not (until and until()):  # noqa: ASYNC110
            await asyncio.sleep(0.02)
        await source.stop()
        await self.transport.settle()
        return begun

    async def speak(self, sound: Pcm, until: Callable[[], object]) -> None:
        """Play a sound in real time, and quiet until it holds; who speaks again at once leaves no gap.

        The quiet is hardly longer on a busy machine: after a while its frames, which are the listener's
        clock, come slowly.
        """
        quiet, due, latest = timeline(length=FRAME_SECONDS), time.time(), time.time() + LONGEST_QUIET
        for at in range(0, len(sound), FRAME):
            self.say(AudioChunk(samples=sound[at : at + FRAME].tobytes(), stamp=due))
            due += FRAME_SECONDS
            latest += FRAME_SECONDS
            await asyncio.sleep(max(0.0, due - time.time()))
        waited = 0
        while not until():
            assert time.time() < latest, "it did not come about"
            self.say(AudioChunk(samples=quiet.tobytes(), stamp=due + waited * FRAME_SECONDS))
            waited += 1
            await asyncio.sleep(FRAME_SECONDS if waited * FRAME_SECONDS < SOON else SLOWLY)

    async def until(self, holds: Callable[[], object]) -> None:
        """Wait for it; no sound comes meanwhile."""
        end = time.time() + LONGEST_QUIET
        while not holds() and time.time() < end:  # noqa: ASYNC110 - anything may be waited for
            await asyncio.sleep(0.02)

    def turns(self, count: int) -> Callable[[], bool]:
        """Whether so many turns came, or more."""
        return lambda: len(self.log.of(Turn)) >= count

    def say(self, message: Any) -> None:
        """Tell the listener something, as others would."""
        self.log.say(message)

    async def stream(self, sound: Pcm, pace: float = 0.0) -> None:
        """Hand a sound over faster than real time: the frames are the clock."""
        pcm = sound.tobytes()
        begun = time.time()
        for number in range(len(sound) // FRAME):
            piece = pcm[2 * FRAME * number : 2 * FRAME * (number + 1)]
            self.say(AudioChunk(samples=piece, stamp=begun + number * FRAME_SECONDS))
            await asyncio.sleep(pace)
        await self.transport.settle()


async def open_room(everyone: Everyone, context: Context, folder: Path, settings: dict[str, Any]) -> Any:
    listener = Listener("listener", settings, context)
    transport = LocalTransport([listener, everyone])
    await transport.start()
    yield Room(listener, everyone, transport, folder, context)
    await transport.stop()
