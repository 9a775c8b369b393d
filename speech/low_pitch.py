"""For how long a pitch has been low: a place at which listeners respond (Ward and Tsukahara 2000)."""

from __future__ import annotations

from collections import deque

import numpy as np

from speech.audio import Samples
from speech.pitch import HOP, HOP_SECONDS, WINDOW, frames_of, track

LOW_PERCENTILE = 26.0
"""Of this person's pitch so far: Ward and Tsukahara's for English (28 for Japanese)."""
KNOWN = 100
"""Voiced frames (1.6 s) before it is known what is low for somebody."""
REMEMBERED = 2000
"""Voiced frames (half a minute) that count."""
BRIDGED = 2
"""Frames without pitch, as in a consonant, that do not end a low stretch."""


class LowPitch:
    """Follows the pitch frame by frame. Sound comes in blocks of any length at 16 kHz."""

    def __init__(self) -> None:
        self._rest: Samples = np.zeros(0, np.float32)
        self._pitches: deque[float] = deque(maxlen=REMEMBERED)
        self._low, self._gap = 0, 0

    def frame(self, samples: Samples, voiced: bool) -> float:
        """Take in the next samples; seconds for which the pitch has been low up to here, 0 if it is not.

        Where there is no voice nothing is measured, and what was low is over.
        """
        if not voiced:
            self._rest, self._low = samples[-(WINDOW - HOP) :], 0
            return 0.0
        sound = np.concatenate([self._rest, samples])
        frames = frames_of(sound)
        self._rest = sound[len(frames) * HOP :]
        if len(frames):
            for hz in track(frames).hz:
                self._take(float(hz))
        return round(self._low * HOP_SECONDS, 3)

    def _take(self, hz: float) -> None:
        if hz <= 0:
            self._gap += 1
            self._low = 0 if self._gap > BRIDGED else self._low
            return
        self._pitches.append(hz)
        self._gap = 0
        known = len(self._pitches) >= KNOWN
        low = known and hz <= float(np.percentile(np.fromiter(self._pitches, float), LOW_PERCENTILE))
        self._low = self._low + 1 if low else 0
