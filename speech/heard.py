"""What was heard in one stretch of speech: the words, and how they sounded."""

from __future__ import annotations

from dataclasses import dataclass

from alongside.disfluency import disfluencies, fluent
from alongside.records import Word
from speech.sound import Sound
from speech.voiceprint import Voiceprint


@dataclass(frozen=True, eq=False)
class Heard:
    """The words of a stretch of speech, or none. Word times are seconds from its start.

    `text` is what was read, with all its hesitation, `fluent` what is to be understood.
    """

    text: str = ""
    words: tuple[Word, ...] = ()
    confidence: float = 0.0
    sound: Sound | None = None
    voice: Voiceprint | None = None

    @property
    def fluent(self) -> str:
        """The text without fillers, restarts and broken-off words."""
        said = [word.text for word in self.words]
        return fluent(said) if any(disfluencies(said)) else self.text


NOTHING = Heard()
