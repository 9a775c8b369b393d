"""What any text-to-speech engine has to offer, and the memory of what it has said before."""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True)
class Synthesis:
    """One clause as sound: 16-bit mono samples, and its phonemes with the samples each lasts.

    `phonemes` is empty where the engine cannot tell; otherwise its samples add up to the clip.
    """

    samples: bytes
    rate: int
    phonemes: tuple[tuple[str, int], ...] = ()


class Synthesiser(Protocol):
    """A text-to-speech engine."""

    async def start(self) -> None:
        """Make ready. Raises AlongsideError if that is not possible."""

    async def synthesise(self, text: str, pace: float) -> Synthesis:
        """`text` as sound; `pace` 1 is the voice's own, 0.8 slower. Raises AlongsideError."""
        ...

    async def close(self) -> None:
        """Let go of everything."""


class Remembering:
    """A synthesiser that keeps what it made lately: fixed lines cost nothing the second time."""

    def __init__(self, engine: Synthesiser, most_bytes: int = 32_000_000) -> None:
        self._engine = engine
        self._most = most_bytes
        self._size = 0
        self._kept: OrderedDict[tuple[str, float], Synthesis] = OrderedDict()

    async def start(self) -> None:
        """Make the engine ready."""
        await self._engine.start()

    async def synthesise(self, text: str, pace: float) -> Synthesis:
        """As the engine does, or at once."""
        key = (text, round(pace, 2))
        found = self._kept.pop(key, None)
        if found is None:
            found = await self._engine.synthesise(text, key[1])
            self._size += len(found.samples)
        self._kept[key] = found
        while self._size > self._most and len(self._kept) > 1:
            _, oldest = self._kept.popitem(last=False)
            self._size -= len(oldest.samples)
        return found

    async def close(self) -> None:
        """Close the engine."""
        await self._engine.close()
