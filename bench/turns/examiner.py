"""Talks to a side through its line, item after item, and writes down what came out and when."""

from __future__ import annotations

import asyncio
import json
import time
import wave
from pathlib import Path
from typing import Any

import numpy as np

from bench.turns.audible import joined
from bench.turns.line import Line, Pcm
from bench.turns.plan import Item, Said
from bench.turns.replies import Replies

DRAIN = 1.5
"""Seconds of silence before the next item: no reply may be taken for the next one's."""
PATIENCE = 6.0
"""Seconds to wait for an answer."""
ON_ITS_WAY = 2.0
"""Seconds within which an answer follows a turn."""
INTO_REPLY = 0.7
"""Seconds of the answer before somebody speaks over it."""
LINGER = 2.5
"""Seconds to wait for an answer to "mm-hm" that should not come."""


class Diary:
    """What a side tells of itself, with the moment."""

    def __init__(self) -> None:
        self._kept: list[tuple[float, str, str]] = []

    def note(self, what: str, detail: str = "") -> None:
        """Write down that something happens now."""
        self._kept.append((time.perf_counter(), what, detail))

    def last(self, what: str) -> float:
        """When this happened last."""
        return max((at for at, kind, _ in self._kept[-50:] if kind == what), default=0.0)

    def since(self, begin: float, zero: float) -> list[list[Any]]:
        """What was noted after `begin`, in seconds from `zero`."""
        return [[round(at - zero, 3), what, detail] for at, what, detail in self._kept if at >= begin]


class Examiner:
    """Holds the conversation."""

    def __init__(self, line: Line, replies: Replies, diary: Diary) -> None:
        self._line, self._replies, self._diary = line, replies, diary

    async def ask(self, item: Item) -> dict[str, Any]:
        """Say one item and wait until all is silent again. Times are seconds from the true end of speech."""
        line = self._line
        await self._silence(0.0)
        self._replies.long = item.over is not None
        start = line.say(_samples(item.said))
        begin, end = start + item.said.begin, start + item.said.end
        spoken_over, last = None, end
        if item.over and await self._answer(end):
            self._replies.long = False
            await asyncio.sleep(INTO_REPLY)
            over = line.say(_samples(item.over))
            spoken_over, last = (over + item.over.begin, over + item.over.end), over + item.over.end
        if item.kind == "backchannel":
            await _until(last + LINGER)
        else:
            await self._answer(last)
        await self._silence(last)
        line.hush()
        sounds = joined([span for span in line.sounds if span[0] >= start], 0.06)
        return {
            "item": item.name,
            "kind": item.kind,
            "begin": round(begin - end, 3),
            "over": [round(at - end, 3) for at in spoken_over] if spoken_over else None,
            "sounds": [[round(at - end, 3), round(until - end, 3)] for at, until in sounds],
            "events": self._diary.since(start, end),
        }

    async def _answer(self, after: float) -> bool:
        """Wait for sound that begins after this moment; False if none comes."""
        await _until(after)
        while time.perf_counter() < after + PATIENCE:
            if any(begun >= after for begun, _ in self._line.sounds[-3:]):
                return True
            await asyncio.sleep(0.02)
        return False

    async def _silence(self, after: float) -> None:
        """Wait for silence, and for an answer that is on its way."""
        while True:
            sound, turn = self._line.silent_since, self._diary.last("released")
            rest = max(after + DRAIN, sound + DRAIN, turn + ON_ITS_WAY) - time.perf_counter()
            if rest <= 0:
                return
            await asyncio.sleep(min(rest, 0.1))


async def _until(moment: float) -> None:
    await asyncio.sleep(max(0.0, moment - time.perf_counter()))


def _samples(said: Said) -> Pcm:
    with wave.open(said.path) as file:
        return np.frombuffer(file.readframes(file.getnframes()), "<i2")


async def examine(items: list[Item], line: Line, replies: Replies, diary: Diary) -> None:
    """Go through a plan; what came of it goes to standard output, a JSON object a line.

    `{"mark": "begin"}` follows the warm-up and `{"mark": "end"}` the last item: who started us may then
    take our time and memory, and lets us go with a line on standard input.
    """
    examiner, warm = Examiner(line, replies, diary), True
    for item in items:
        if warm and item.kind != "warm-up":
            warm = False
            _tell({"mark": "begin"})
        _tell(await examiner.ask(item))
    _tell({"mark": "end", "latest_tick": round(line.latest, 4)})
    await asyncio.to_thread(input)


def _tell(found: dict[str, Any]) -> None:
    print(json.dumps(found), flush=True)


def wav(path: Path, samples: Pcm) -> str:
    """Write 16-bit mono at 16 kHz; returns the path."""
    with wave.open(str(path), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(16000)
        file.writeframes(samples.astype("<i2").tobytes())
    return str(path)
