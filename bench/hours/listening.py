"""The real listener, fed for hours: by the clock, or as fast as it can hear."""

from __future__ import annotations

import asyncio
import gc
import random
import threading
import time
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import psutil

from alongside.component import Component, Context
from alongside.local import LocalTransport
from alongside.messages import AudioChunk, Health, Turn
from bench.hours.account import Minute, utterances
from bench.hours.talk import PAUSES, Talk
from speech.audio import FRAME_SECONDS, RATE
from speech.listener import Listener

BEHIND = 30.0
"""Seconds after which nothing more is to be expected about an utterance."""
LATE = 0.002
"""Seconds: mean lateness of a frame's arrival in a run at speed, as a sound card's driver has it."""


class Source(Component):
    """A microphone whose clock is `ppm` millionths slower than ours, and whose sound we know."""

    says = (AudioChunk,)

    def __init__(self, context: Context, ppm: float, pauses: tuple[float, float] = PAUSES) -> None:
        super().__init__("microphone", {}, context)
        self.talk = Talk(pauses=pauses)
        self.begun = time.time()
        self._slower = 1.0 + ppm / 1e6
        self._frames = self.talk.frames()
        self._chance = random.Random(2)
        self.sent = 0

    def clock(self, sample: int) -> float:
        """The epoch second, by our clock, at which a sample of the stream sounded."""
        return self.begun + sample / RATE * self._slower

    @property
    def now(self) -> float:
        """The epoch second up to which there was sound."""
        return self.begun + self.sent * FRAME_SECONDS * self._slower

    def next(self) -> None:
        """At speed: say the next frame, stamped on arrival."""
        late = self._chance.expovariate(1 / LATE)
        self.sent += 1
        self._say(next(self._frames), self.now - FRAME_SECONDS + late)

    def nothing(self) -> None:
        """Say that there is still a microphone, though time stands still for it."""
        self._say(b"", self.now)

    def in_real_time(self, until: float, loop: asyncio.AbstractEventLoop) -> None:
        """In a thread, as a sound card's: frames when they are due, stamped as they arrive."""
        while self.now < until:
            frame = next(self._frames)
            self.sent += 1
            time.sleep(max(0.0, self.now - time.time()))
            loop.call_soon_threadsafe(self._say, frame, time.time() - FRAME_SECONDS)

    def _say(self, samples: bytes, stamp: float) -> None:
        self.say(AudioChunk(samples=samples, source=self.name, stamp=stamp))


class Clerk(Component):
    """Takes down the turns, with the moment each came, and counts reports of trouble."""

    hears = (Turn, Health)

    def __init__(self, context: Context, source: Source, real_time: bool) -> None:
        super().__init__("clerk", {}, context)
        self._source, self._real_time = source, real_time
        self.turns: list[tuple[float, Turn]] = []
        self.degraded = 0
        self.reopened = 0

    async def on_turn(self, turn: Turn) -> None:
        """Keep it until its minute is accounted for. A turn that went on takes the place of what it was."""
        earlier = [item for item in self.turns if item[1].turn_id == turn.turn_id]
        self.reopened += len(earlier)
        self.turns = [item for item in self.turns if item not in earlier]
        self.turns.append((time.time() if self._real_time else self._source.now, turn))

    async def on_health(self, health: Health) -> None:
        """Count what went wrong."""
        self.degraded += health.status in ("degraded", "failed")


async def listen(
    seconds: float,
    *,
    real_time: bool,
    ppm: float,
    settings: dict[str, Any],
    folder: Path,
    pauses: tuple[float, float] = PAUSES,
) -> AsyncIterator[Minute]:
    """Run it, and give an account of each minute of audio."""
    context = Context(folder)
    source = Source(context, ppm, pauses)
    clerk = Clerk(context, source, real_time)
    listener = Listener("listener", settings, context)
    transport = LocalTransport([listener, clerk, source])
    await transport.start()
    source.begun = began = time.time()
    pace = asyncio.create_task(
        asyncio.to_thread(source.in_real_time, began + seconds, asyncio.get_running_loop())
        if real_time
        else at_speed(source, transport, began + seconds)
    )
    process, minute = psutil.Process(), 0
    try:
        while not pace.done() or source.now - began >= 60 * (minute + 1):
            await asyncio.wait([pace], timeout=0.05 if not pace.done() else 0)
            if source.now - began < 60 * (minute + 1):
                continue
            minute += 1
            await asyncio.sleep(0)
            yield _account(minute, source, clerk, transport, process, began, last=pace.done())
        await pace
    finally:
        pace.cancel()
        await transport.stop()


async def at_speed(source: Source, transport: LocalTransport, until: float) -> None:
    """Each frame once all that followed from the one before is done: as on a computer without limits."""
    while source.now < until:
        source.next()
        told = time.monotonic()
        await asyncio.sleep(0)
        while not all(inbox.idle for inbox in transport.inboxes):
            # A frame is done within a turn of the loop; words take a thread, which wants the processor.
            await asyncio.sleep(0.001 if transport.inboxes[0].component.busy else 0)
            if time.monotonic() - told > 0.2:
                told = time.monotonic()
                source.nothing()


def _account(
    minute: int,
    source: Source,
    clerk: Clerk,
    transport: LocalTransport,
    process: psutil.Process,
    began: float,
    *,
    last: bool,
) -> Minute:
    settled = source.now - (0 if last else BEHIND)
    done = [place for place in source.talk.places if source.clock(place.end) < settled]
    heard = utterances(done, clerk.turns, source.clock, began)
    # What is accounted for is let go: the harness must not grow either.
    del source.talk.places[: len(done)]
    if done:
        edge = source.clock(done[-1].end) + 0.5
        clerk.turns = [(came, turn) for came, turn in clerk.turns if turn.start > edge]
    used = process.memory_full_info()
    times = process.cpu_times()
    return Minute(
        minute=minute,
        wall=round(time.time() - began, 1),
        cpu=round(times.user + times.system, 1),
        rss=round(used.rss / 2**20, 2),
        pss=round(used.pss / 2**20, 2),
        tasks=len(asyncio.all_tasks()),
        threads=threading.active_count(),
        objects=len(gc.get_objects()),
        lost=sum(inbox.lost for inbox in transport.inboxes),
        degraded=clerk.degraded,
        heard=heard,
        reopened=clerk.reopened,
    )
