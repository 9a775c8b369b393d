"""What any text-to-speech engine has to offer."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from alongside.errors import AlongsideError


class CannotSayError(AlongsideError):
    """This text is beyond the engine, but the engine is well."""


@dataclass(frozen=True)
class Synthesis:
    """One clause as sound: 16-bit mono samples, and its phonemes with the samples each lasts.

    `phonemes` is empty where nothing is known; otherwise its samples add up to the clip. `estimated`:
    they were guessed, for the engine does not tell.
    """

    samples: bytes
    rate: int
    phonemes: tuple[tuple[str, int], ...] = ()
    estimated: bool = False


class Synthesiser(Protocol):
    """A text-to-speech engine."""

    async def start(self) -> None:
        """Make ready. Raises AlongsideError if that is not possible."""

    async def synthesise(self, text: str, pace: float) -> Synthesis:
        """`text` as sound; `pace` 1 is the voice's own, 0.8 slower. Raises AlongsideError."""
        ...

    async def close(self) -> None:
        """Let go of everything."""
