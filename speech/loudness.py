"""One loudness for every clip, whatever the engine and the clause; and no clipping.

Engines fill the whole range with each clip, so that a short "yes" is as loud at its peak as a sentence. A
gentle voice keeps one level of speech, and room above it.
"""

from __future__ import annotations

import numpy as np

from speech.audio import Samples
from speech.edges import levels

SPEECH_DB = -20.0
"""dBFS, root mean square over the parts of a clip that sound, of an act of volume 1."""
MOST = 0.95
"""No sample is louder than this."""
LOUDEST = 1.25
"""An act cannot ask for more than this much of the voice's own loudness."""


def speech_level(sound: Samples, rate: int) -> float:
    """Root mean square (0 to 1) of the parts within 20 dB of the loudest 20 ms."""
    level = levels(sound, rate, 0.02)
    level = level[level > 0.1 * level.max(initial=0.0)]
    return float(np.sqrt(np.mean(np.square(level)))) if len(level) else 0.0


def at_volume(sound: Samples, rate: int, volume: float) -> Samples:
    """A clip at the voice's own level times `volume`, or as near as its loudest sample allows."""
    level, peak = speech_level(sound, rate), float(np.abs(sound).max(initial=0.0))
    if level <= 0.0:
        return sound
    gain = 10 ** (SPEECH_DB / 20) / level * min(LOUDEST, max(0.0, volume))
    louder: Samples = sound * np.float32(min(gain, MOST / peak))
    return louder
