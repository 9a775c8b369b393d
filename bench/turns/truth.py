"""Where speech begins and ends in a recording, and how a recording is brought to one loudness."""

from __future__ import annotations

import numpy as np

from bench.turns.audible import joined
from bench.turns.line import Pcm

RATE = 16000
FRAME = RATE // 100
PEAK = 0.7
"""Of full scale, what every recording is brought to: pipecat's detector ignores what is faint."""
QUIET_DB = -34.0
"""dBFS; at that peak, sound of 10 ms above this is speech: above the noise of all recordings we use."""
CLICK = 0.05
"""Seconds; sound shorter than this, apart from the rest, is a click or a breath."""


def levelled(samples: Pcm) -> Pcm:
    """The recording at the common peak; a rare click does not count as its peak."""
    loud = float(np.percentile(np.abs(samples.astype(np.float64)), 99.95))
    found: Pcm = np.clip(samples * (PEAK * 32768 / loud), -32768, 32767).astype(np.int16)
    return found


def speech(samples: Pcm) -> tuple[float, float]:
    """(start, end) of speech in seconds, of a levelled recording. Raises ValueError if there is none."""
    frames = samples[: len(samples) // FRAME * FRAME].astype(np.float64).reshape(-1, FRAME) / 32768
    level = 10 * np.log10(np.mean(frames**2, axis=1) + 1e-12)
    loud = [(at * 0.01, at * 0.01 + 0.01) for at in np.flatnonzero(level > QUIET_DB)]
    kept = [span for span in joined(loud, 0.05) if span[1] - span[0] >= CLICK]
    if not kept:
        raise ValueError("there is no speech in this recording")
    return float(kept[0][0]), float(kept[-1][1])


def valley(samples: Pcm, near: float, within: float = 0.12) -> float:
    """The second near a word boundary at which the recording is most quiet over 30 ms."""
    power = np.convolve(samples.astype(np.float64) ** 2, np.ones(3 * FRAME), "same")
    low, high = round((near - within) * RATE), round((near + within) * RATE)
    return (low + int(np.argmin(power[low:high]))) / RATE


def noisy(samples: Pcm, decibels: float, seed: int, tail: float) -> Pcm:
    """`samples` in pink noise at this ratio to the speech (dB), which goes on for `tail` seconds after it."""
    begin, end = speech(samples)
    voice = np.mean(samples[round(begin * RATE) : round(end * RATE)].astype(np.float64) ** 2)
    length = len(samples) + round(tail * RATE)
    spectrum = np.fft.rfft(np.random.default_rng(seed).normal(size=length))
    spectrum[1:] /= np.sqrt(np.arange(1, len(spectrum)))
    spectrum[: round(100 * length / RATE)] = 0  # below 100 Hz there is no voice to be masked
    pink = np.fft.irfft(spectrum, length)
    pink *= np.sqrt(voice / 10 ** (decibels / 10) / np.mean(pink**2))
    pink[: len(samples)] += samples
    return np.clip(pink, -32768, 32767).astype(np.int16)
