"""Tells whether the person speaks: at once when it changes or falls silent, else three frames apart."""

from __future__ import annotations

from collections.abc import Callable

from alongside.messages import Message, SpeechActivity
from speech.audio import Samples
from speech.low_pitch import LowPitch

EVERY = 3
"""Frames."""
SILENT = 0.3
"""Probability of speech below which a frame counts as silence."""
HUSHED = 2
"""Frames of silence that are told at once: whoever listens shows that it was noticed."""
LOW_S = 0.11
"""Seconds of low pitch that are told at once: they invite a response."""


class VoiceReport:
    """Says SpeechActivity."""

    def __init__(self, say: Callable[[Message], None]) -> None:
        self._say = say
        self._speaking, self._at = False, 0
        self._quiet, self._low = 0, 0.0
        self._pitch = LowPitch()

    def frame(self, number: int, speaking: bool, probability: float, level: float, sound: Samples) -> None:
        """Frame `number` went by; `level` in dBFS, `sound` at 16 kHz."""
        self._quiet = self._quiet + 1 if probability < SILENT else 0
        before, self._low = self._low, self._pitch.frame(sound, speaking and not self._quiet)
        news = speaking != self._speaking or before < LOW_S <= self._low
        if news or (speaking and self._quiet == HUSHED) or number - self._at >= EVERY:
            self._speaking, self._at = speaking, number
            activity = SpeechActivity(
                speaking=speaking, probability=probability, level_db=level, low_pitch=self._low
            )
            self._say(activity)

    def drop(self, number: int) -> None:
        """What was being said is forgotten."""
        if self._speaking:
            self._speaking, self._at = False, number
            self._say(SpeechActivity(speaking=False))
