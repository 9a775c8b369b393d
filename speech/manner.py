"""How the person sounds, beside what they say: told while they speak, and learnt turn by turn."""

from __future__ import annotations

from collections.abc import Iterable

from alongside.messages import Affect
from speech.arousal import Arousal
from speech.heard import Heard


class Manner:
    """Knows this person's own usual, and how a stretch of speech differs from it."""

    def __init__(self) -> None:
        self._arousal = Arousal()

    def estimate(self, heard: Heard) -> Affect | None:
        """How they seem by this stretch of speech; None while nothing can be told."""
        if not heard.sound:
            return None
        arousal, confidence = self._arousal.estimate(heard.sound, len(heard.words))
        if confidence <= 0:
            return None
        # Valence is in the words: from a voice alone it is not to be had.
        return Affect(source="voice", valence=0.0, arousal=arousal, confidence=confidence)

    def learn(self, turn: Iterable[Heard]) -> None:
        """Take the stretches of a released turn into their usual."""
        for heard in turn:
            if heard.sound:
                self._arousal.learn(heard.sound, len(heard.words))
