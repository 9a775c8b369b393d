"""How stirred a voice sounds, against how this person usually sounds."""

from __future__ import annotations

from collections import deque

import numpy as np

from speech.heard import Sound
from speech.prosody import pitch_range_st

BASELINE = 20.0
"""Seconds of voiced speech before the baseline is trusted."""
KEPT = 120.0
"""Seconds of voiced speech the baseline rests on; older speech fades out of it."""
TRUSTED, UNTRUSTED = 0.5, 0.1
"""Confidence with and without a baseline: prosody follows arousal with r of about .55 in the field."""
LEAST = 1.0
"""Seconds of voiced speech below which no vocal emotion can be heard."""

WEIGHTS = {"level": 0.40, "pitch": 0.30, "range": 0.15, "rate": 0.15}
"""Share of each measure in arousal: a prior after the directions in Juslin and Laukka (2003)."""
LEAST_SPREAD = {"level": 1.5, "pitch": 0.8, "range": 1.0, "rate": 0.4}
"""dB, semitones, semitones, words per second: a smaller spread than this is no one's real spread."""

Measures = dict[str, float]


class Arousal:
    """A running baseline (median and median absolute deviation) of one person's voice."""

    def __init__(self) -> None:
        self._turns: deque[tuple[float, Measures]] = deque()

    @property
    def voiced(self) -> float:
        """Seconds of voiced speech in the baseline."""
        return sum(seconds for seconds, _ in self._turns)

    def learn(self, sound: Sound, words: int) -> None:
        """Take a finished stretch of speech into the baseline."""
        if sound.voiced < LEAST:
            return
        self._turns.append((sound.voiced, measures(sound, words)))
        while self.voiced - self._turns[0][0] > KEPT:
            self._turns.popleft()

    def estimate(self, sound: Sound, words: int) -> tuple[float, float]:
        """(arousal in -1..1, confidence in 0..1) of a stretch of speech. (0, 0) if it is too short."""
        if sound.voiced < LEAST:
            return 0.0, 0.0
        if len(self._turns) < 3:
            return 0.0, UNTRUSTED
        now = measures(sound, words)
        total = sum(share * self._distance(name, now[name]) for name, share in WEIGHTS.items())
        confidence = TRUSTED if self.voiced >= BASELINE else UNTRUSTED
        return float(np.clip(total / 2.0, -1.0, 1.0)), confidence

    def _distance(self, name: str, value: float) -> float:
        """How many (robust) standard deviations from the person's own middle."""
        usual = np.array([found[name] for _, found in self._turns])
        middle = float(np.median(usual))
        spread = 1.4826 * float(np.median(np.abs(usual - middle)))
        return (value - middle) / max(spread, LEAST_SPREAD[name])


def measures(sound: Sound, words: int) -> Measures:
    """Level in dB, pitch in semitones over 27.5 Hz, pitch range in semitones, words per second."""
    pitch = float(np.mean(sound.pitch_hz)) if len(sound.pitch_hz) else 27.5
    return {
        "level": float(np.mean(sound.level_db)) if len(sound.level_db) else -90.0,
        "pitch": float(12.0 * np.log2(pitch / 27.5)),
        "range": pitch_range_st(sound.pitch_hz),
        "rate": words / sound.length if sound.length > 0 else 0.0,
    }
