"""The same words in noise, and from the other end of a room."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from speech.audio import RATE, Samples

CONDITIONS = ("clean", "10 dB", "5 dB", "far")
REVERBERATION = 0.5
"""Seconds in which a sound of the room falls by 60 dB: a furnished living room."""
DISTANCE_DB = -20.0
"""Level of a voice from a few metres, against one near the microphone."""
HISS_DB = -66.0
"""The microphone's own noise, dBFS; distance brings the voice nearer to it."""


def heard(samples: Samples, condition: str, seed: int) -> Samples:
    """`samples` under one of CONDITIONS. The same seed gives the same noise."""
    random = np.random.default_rng(seed)
    if condition == "clean":
        return samples
    if condition == "far":
        return far(samples, random)
    return noisy(samples, float(condition.split()[0]), random)


def noisy(samples: Samples, ratio_db: float, random: np.random.Generator) -> Samples:
    """With noise of this voice's own spectrum, `ratio_db` below its level while it speaks."""
    spectrum = np.abs(np.fft.rfft(samples))
    smooth = np.convolve(spectrum, np.ones(401) / 401, "same")
    noise = np.fft.irfft(smooth * np.exp(2j * np.pi * random.random(len(smooth))), len(samples))
    noise *= _level(samples) * 10 ** (-ratio_db / 20) / max(1e-9, float(np.sqrt(np.mean(noise**2))))
    return _whole(samples + noise)


def far(samples: Samples, random: np.random.Generator) -> Samples:
    """Quieter, with the sound of a room as loud as the voice itself, over the microphone's noise."""
    time = np.arange(int(REVERBERATION * RATE)) / RATE
    room = random.normal(size=len(time)) * 10 ** (-3 * time / REVERBERATION)
    room[: RATE // 200] = 0  # the first reflection comes 5 ms after the voice
    room /= np.sqrt(np.sum(room**2))
    length = len(samples) + len(room) - 1
    echo = np.fft.irfft(np.fft.rfft(samples, length) * np.fft.rfft(room, length), length)[: len(samples)]
    hiss = random.normal(0, 10 ** (HISS_DB / 20), len(samples))
    return _whole((samples + echo) * 10 ** (DISTANCE_DB / 20) + hiss)


def _level(samples: Samples) -> float:
    """Root mean square while there is speech: of the 20 ms that are among the louder half."""
    size = RATE // 50
    energy = np.mean(samples[: len(samples) // size * size].reshape(-1, size) ** 2, axis=1)
    return float(np.sqrt(np.mean(energy[energy >= np.median(energy)])))


def _whole(samples: npt.NDArray[np.float64]) -> Samples:
    """As 16-bit sound holds it."""
    return np.asarray(np.round(np.clip(samples, -1, 1) * 32767) / 32768, np.float32)
