"""Tells whether the person speaks: at once when it changes, else three frames apart."""

from __future__ import annotations

from collections.abc import Callable

from alongside.messages import Message, SpeechActivity

EVERY = 3
"""Frames."""


class VoiceReport:
    """Says SpeechActivity."""

    def __init__(self, say: Callable[[Message], None]) -> None:
        self._say = say
        self._speaking, self._at = False, 0

    def frame(self, number: int, speaking: bool, probability: float, level: float) -> None:
        """Frame `number` went by; `level` in dBFS."""
        if speaking != self._speaking or number - self._at >= EVERY:
            self._speaking, self._at = speaking, number
            self._say(SpeechActivity(speaking=speaking, probability=probability, level_db=level))

    def drop(self, number: int) -> None:
        """What was being said is forgotten."""
        if self._speaking:
            self._speaking, self._at = False, number
            self._say(SpeechActivity(speaking=False))
