"""What takes time in our side, in the place of threads and processes: the same results after a known time.

The networks are the real ones, and what they made of a sound is kept on disk: the second run needs none.
"""

from __future__ import annotations

import asyncio
import hashlib
import json
import sqlite3
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import asdict
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np

from alongside.component import Component, Context
from alongside.messages import Act, Interruption, Prepare, VoiceClip
from alongside.records import Word
from alongside.weights import find
from bench.turns.line import RATE_OUT, TICK, Line
from speech.audio import Samples
from speech.end_of_turn import SmartTurn
from speech.heard import NOTHING, Heard
from speech.recogniser import Recogniser

ENCODING, PASSING, FINAL, A_WORD_READ = 0.08, 0.04, 0.06, 0.01
"""Seconds that a reading takes to encode, a passing and a final one from then on, and what each word adds: on
two idle cores, by a run in real time."""
JUDGING, SYNTHESIS = 0.06, 0.1
A_WORD = 0.3
"""Seconds that our voice takes for a word."""


class Kept:
    """Results by the sound they are of, in one file."""

    def __init__(self, path: Path) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        self._file = sqlite3.connect(path, isolation_level=None)
        self._file.execute("create table if not exists kept (name text primary key, found text)")

    def get(self, kind: str, samples: Samples, make: Callable[[], Any]) -> Any:
        """What `make` returns for these samples, or returned once; anything that JSON holds."""
        name = kind + hashlib.sha1(np.round(samples * 2**15).astype("<i2").tobytes()).hexdigest()
        row = self._file.execute("select found from kept where name = ?", (name,)).fetchone()
        if row:
            return json.loads(row[0])
        found = make()
        self._file.execute("insert or replace into kept values (?, ?)", (name, json.dumps(found)))
        return found


class Networks:
    """Loaded when first needed."""

    def __init__(self, kept: Kept) -> None:
        self.kept = kept

    @cached_property
    def recogniser(self) -> Recogniser:
        """Whisper base."""
        return Recogniser(find("whisper-base"))

    @cached_property
    def smart_turn(self) -> SmartTurn:
        """The network for ends of turns."""
        return SmartTurn(find("smart-turn"))


class SlowReader:
    """In the place of `Decoder`: one call at a time, each as long as it took on idle cores."""

    def __init__(self, networks: Networks) -> None:
        self._networks = networks
        self._lock = asyncio.Lock()
        self._waiting = 0

    @property
    def busy(self) -> bool:
        """Whether a call is running or waiting."""
        return self._waiting > 0

    async def final(self, samples: Samples, wanted: Callable[[], bool] = lambda: True) -> Heard:
        """As `Decoder.final`."""
        async with self._turn():
            if not wanted():
                return NOTHING
            found = self._networks.kept.get("final", samples, lambda: self._final(samples))
            await asyncio.sleep(ENCODING + FINAL + A_WORD_READ * len(found["words"]))
        return Heard(**{**found, "words": tuple(Word(**word) for word in found["words"])})

    async def passing(
        self, samples: Samples, most_tokens: int = 0, wanted: Callable[[], bool] = lambda: True
    ) -> str:
        """As `Decoder.passing`."""
        async with self._turn():
            await asyncio.sleep(ENCODING)
            if not wanted():
                return ""
            read = self._networks.recogniser.passing
            found = str(
                self._networks.kept.get(f"passing {most_tokens}", samples, lambda: read(samples, most_tokens))
            )
            await asyncio.sleep(PASSING + A_WORD_READ * len(found.split()))
            return found

    def close(self) -> None:
        """Nothing to let go of."""

    def _final(self, samples: Samples) -> Any:
        heard = self._networks.recogniser.final(samples)
        words = [asdict(word) for word in heard.words]
        return {"text": heard.text, "words": words, "confidence": heard.confidence}

    @asynccontextmanager
    async def _turn(self) -> AsyncIterator[None]:
        self._waiting += 1
        try:
            async with self._lock:
                yield
        finally:
            self._waiting -= 1


class SlowJudge:
    """In the place of `EndOfTurn`."""

    def __init__(self, networks: Networks) -> None:
        self._networks = networks

    async def probability(self, samples: Samples) -> float:
        """As `EndOfTurn.probability`."""
        await asyncio.sleep(JUDGING)
        network = self._networks
        return float(
            network.kept.get("turn", samples, lambda: round(network.smart_turn.probability(samples), 4))
        )

    def close(self) -> None:
        """Nothing to let go of."""


class Tone(Component):
    """In the place of `Voice`: a tone as long as the words would take, made ready as ours is."""

    hears = (Act, Prepare, Interruption)
    says = (VoiceClip,)

    def __init__(self, context: Context) -> None:
        super().__init__("voice", {}, context)
        self._ready: dict[str, asyncio.Task[None]] = {}
        self._stopped = ""

    async def on_prepare(self, prepare: Prepare) -> None:
        """Make it."""
        self._ready[prepare.text] = asyncio.create_task(asyncio.sleep(SYNTHESIS))

    async def on_act(self, act: Act) -> None:
        """Say it, as soon as it is made."""
        if act.text not in self._ready:
            self._ready[act.text] = asyncio.create_task(asyncio.sleep(SYNTHESIS))
        await self._ready[act.text]
        if act.act_id == self._stopped:
            return
        length = round(A_WORD * len(act.text.split()) * RATE_OUT)
        tone = (6000 * np.sign(np.sin(np.arange(length) / 20))).astype("<i2").tobytes()
        self.say(VoiceClip(act_id=act.act_id, index=0, last=True, text=act.text, samples=tone))

    async def on_interruption(self, interruption: Interruption) -> None:
        """Say it no more."""
        self._stopped = interruption.act_id


class VirtualLine(Line):
    """The same line, a task of the event loop. What is said begins on a frame of the listener's, in the
    same noise whenever it is said: so it is heard alike however long things took before."""

    FRAMES_MEET = 8
    """Ticks after which a tick and a frame of the listener begin together."""

    def start(self) -> None:
        """Lift the receiver."""
        loop = asyncio.get_running_loop()
        self.began = loop.time()
        self._ticking = loop.create_task(self._tick_on())

    def close(self) -> None:
        """Hang up."""
        self._ticking.cancel()

    def say(self, samples: Any) -> float:
        """As `Line.say`."""
        self._noise = np.random.default_rng(1)
        ahead = -self._ticks % self.FRAMES_MEET
        padded = np.concatenate([np.zeros(ahead * round(TICK * 16000), np.int16), samples])
        return super().say(padded) + ahead * TICK

    async def _tick_on(self) -> None:
        loop = asyncio.get_running_loop()
        while True:
            due = self.began + (self._ticks + 1) * TICK
            await asyncio.sleep(due - loop.time())
            self._tick(due)
