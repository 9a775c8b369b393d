"""How loud the microphone is, as a console draws it: one peak for each chunk, a few chunks a frame."""

from __future__ import annotations

import numpy as np

TOGETHER = 3
"""Chunks (of 32 ms) in a frame: ten frames a second."""


class Level:
    """Collects peaks until there are enough for a frame."""

    def __init__(self) -> None:
        self._peaks: list[float] = []

    def add(self, samples: bytes) -> list[float] | None:
        """Take one chunk of s16le mono; gives the peaks (0 to 1) of the last few once they are enough."""
        sound = np.frombuffer(samples[: len(samples) // 2 * 2], "<i2")
        self._peaks.append(float(np.abs(sound.astype(np.int32)).max()) / 32768 if sound.size else 0.0)
        if len(self._peaks) < TOGETHER:
            return None
        peaks, self._peaks = self._peaks, []
        return peaks
