"""How one stretch of speech sounded."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from speech.pitch import HOP_SECONDS

Track = npt.NDArray[np.float32]


@dataclass(frozen=True)
class Quality:
    """How the voice sounded, apart from its melody. Zero where it could not be measured."""

    seconds: float = 0.0  # of voice that this rests on
    jitter: float = 0.0  # mean change from one period to the next, as a share of a period
    shimmer_db: float = 0.0  # the same of the periods' height, in dB
    hnr_db: float = 0.0  # harmonics to noise
    cpp_db: float = 0.0  # cepstral peak prominence
    h1_h2_db: float = 0.0  # first harmonic over the second
    creak: float = 0.0  # share of voice that creaks

    @staticmethod
    def none() -> Quality:
        """Nothing was measured."""
        return Quality()


@dataclass(frozen=True, eq=False)
class Sound:
    """Measured every 16 ms where a voice was present, and over the whole stretch.

    `pitch_hz`, `level_db` and `at` (seconds from the start of the stretch) have shape (voiced frames,).
    """

    pitch_hz: Track
    level_db: Track
    at: Track
    began: float = 0.0  # seconds from the start of the stretch to the first sound of speech
    length: float = 0.0  # seconds from there to the last sound of speech
    pauses: tuple[float, ...] = ()  # seconds of each silence in between
    syllables: int = 0
    quality: Quality = field(default_factory=Quality)

    @property
    def voiced(self) -> float:
        """Seconds of voice."""
        return len(self.pitch_hz) * HOP_SECONDS

    @staticmethod
    def none() -> Sound:
        """Nothing was measured."""
        nothing = np.zeros(0, np.float32)
        return Sound(nothing, nothing, nothing)
