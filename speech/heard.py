"""What was heard in one stretch of speech: the words, and how they sounded."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from alongside.disfluency import disfluencies, fluent
from alongside.records import Word

Track = npt.NDArray[np.float32]


@dataclass(frozen=True, eq=False)
class Sound:
    """How a stretch of speech sounded, measured every 16 ms where a voice was present.

    `pitch_hz` and `level_db` have shape (voiced frames,); times are seconds.
    """

    pitch_hz: Track
    level_db: Track
    voiced: float  # seconds of voiced sound
    paused: float  # seconds of silence between the first and the last sound of speech
    length: float  # seconds from the first to the last sound of speech

    @staticmethod
    def none() -> Sound:
        """Nothing was measured."""
        return Sound(np.zeros(0, np.float32), np.zeros(0, np.float32), 0.0, 0.0, 0.0)


@dataclass(frozen=True, eq=False)
class Heard:
    """The words of a stretch of speech, or none. Word times are seconds from its start.

    `text` is what was read, with all its hesitation, `fluent` what is to be understood.
    """

    text: str = ""
    words: tuple[Word, ...] = ()
    confidence: float = 0.0
    sound: Sound | None = None

    @property
    def fluent(self) -> str:
        """The text without fillers, restarts and broken-off words."""
        said = [word.text for word in self.words]
        return fluent(said) if any(disfluencies(said)) else self.text


NOTHING = Heard()
