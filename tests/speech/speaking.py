"""A voice, somebody who tells it what to say, and engines that are no voice."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from typing import Any

from alongside.component import Context
from alongside.errors import AlongsideError
from alongside.local import LocalTransport
from alongside.messages import Act, VoiceClip
from speech.synthesis import Synthesis, Synthesiser
from speech.voice import Voice
from tests.speech.conftest import Everyone

TEXT = "That sounds like a lot to carry, and I wonder who has been there for you. What would help most today?"


def act(text: str, act_id: str = "a1", **manner: Any) -> Act:
    return Act(act_id=act_id, turn_id="t1", kind=manner.pop("kind", "reflect"), text=text, **manner)


class Speaking:
    """A voice, somebody who tells it what to say, and what came of it."""

    def __init__(self, voice: Voice, log: Everyone, transport: LocalTransport) -> None:
        self.voice, self.log, self.transport = voice, log, transport

    async def until(self, done: Callable[[], bool], within: float = 20.0) -> None:
        end = time.monotonic() + within
        while not done():
            assert time.monotonic() < end, "it did not happen"
            await asyncio.sleep(0.005)

    async def say(self, message: Act) -> list[VoiceClip]:
        """The clips of an act, all of them."""
        self.log.say(message)
        await self.until(lambda: any(clip.last for clip in self.clips(message.act_id)))
        return self.clips(message.act_id)

    def clips(self, act_id: str) -> list[VoiceClip]:
        return [clip for clip in self.log.of(VoiceClip) if clip.act_id == act_id]


class FakeEngine:
    """An engine that takes its time, and may fail."""

    def __init__(self, fails_at: str = "") -> None:
        self.asked: list[tuple[str, float]] = []
        self.fails_at = fails_at

    async def start(self) -> None: ...

    async def close(self) -> None: ...

    async def synthesise(self, text: str, pace: float) -> Synthesis:
        self.asked.append((text, pace))
        await asyncio.sleep(0.05)
        if self.fails_at and self.fails_at in text:
            raise AlongsideError("the voice cannot say this")
        return Synthesis(b"\x10\x10" * 2205, 22050, (("^", 100), ("a", 2105)))


async def begin(
    everyone: Everyone, context: Context, settings: dict[str, Any], engine: Synthesiser | None = None
) -> Speaking:
    """A voice of these settings that has been started, with its log; stop its transport."""
    voice = Voice("voice", settings, context, engine=engine)
    transport = LocalTransport([voice, everyone])
    await transport.start()
    return Speaking(voice, everyone, transport)
