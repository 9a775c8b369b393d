"""Whether what is heard is meant for the companion: always, while a key is held, or after a wake phrase."""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal

from rapidfuzz import fuzz

from speech.audio import FRAME_SECONDS
from speech.guards import plain

Mode = Literal["open", "push_to_talk", "wake_phrase"]

ALIKE = 82.0
"""Of 100: how like the wake phrase what was heard must be. A recogniser spells a name as it pleases."""


class Attention:
    """Counts frames of 32 ms; `told` is called with whether it is awake, when that changes."""

    def __init__(self, mode: Mode, phrase: str, minutes: float, told: Callable[[bool], None]) -> None:
        self._mode, self._phrase, self._told = mode, plain(phrase), told
        self._patience = round(minutes * 60.0 / FRAME_SECONDS)
        self._left = 0  # frames until it falls asleep
        self._down = False

    @property
    def awake(self) -> bool:
        """Whether what is said may be told to anyone. Only a wake phrase is ever waited for."""
        return self._mode != "wake_phrase" or self._left > 0

    @property
    def listens(self) -> bool:
        """Whether sound is to be taken for the person's voice at all."""
        return self._mode != "push_to_talk" or self._down

    def talk(self, down: bool) -> None:
        """The key was pressed, or let go."""
        self._down = down

    def frame(self) -> None:
        """32 ms went by."""
        if self._left > 0:
            self._left -= 1
            if self._left == 0 and self._mode == "wake_phrase":
                self._told(False)

    def stir(self) -> None:
        """Something was said, by the person or by us: stay awake."""
        if self._left > 0:
            self._left = self._patience

    def read(self, text: str) -> None:
        """Words that were heard: wake up if the phrase is among them."""
        if not self.awake and self.is_phrase(text):
            self._left = self._patience
            self._told(True)

    def is_phrase(self, text: str) -> bool:
        """Whether the wake phrase was said, or something that is spelled much like it."""
        heard, size = plain(text).split(), len(self._phrase.split())
        # A name may be heard as two words or as one: windows a word shorter and longer are looked at too.
        return any(
            fuzz.ratio(" ".join(heard[at : at + length]), self._phrase) >= ALIKE
            for length in (size - 1, size, size + 1)
            if length > 0
            for at in range(max(0, len(heard) - length + 1))
        )
