"""Made voices whose pitch, roughness, breath and pauses are known exactly."""

from __future__ import annotations

import numpy as np

from speech.audio import RATE, Samples

FORMANTS = ((700.0, 90.0, 1.0), (1220.0, 110.0, 0.6), (2600.0, 170.0, 0.25))
"""Hz, bandwidth, strength: an open vowel."""


def voice(
    pitch: float,
    seconds: float = 1.0,
    level: float = 0.1,
    *,
    jitter: float = 0.0,
    shimmer_db: float = 0.0,
    hnr_db: float = 99.0,
    seed: int = 1,
) -> Samples:
    """Pulses through the resonances of a vowel, at exact (fractional) moments.

    `jitter` and `shimmer_db` are the expected differences between neighbouring periods: independent
    normal deviations differ by 2/sqrt(pi) of their standard deviation.
    """
    random = np.random.default_rng(seed)
    count = int(seconds * pitch) + 2
    lengths = (1 + jitter * np.sqrt(np.pi) / 2 * random.normal(size=count)) / pitch
    heights = 10 ** (shimmer_db * np.sqrt(np.pi) / 2 * random.normal(size=count) / 20)
    sound = np.zeros(int(seconds * RATE))
    for at, height in zip(np.cumsum(lengths) - lengths[0], heights, strict=True):
        first = int(np.ceil(at * RATE))
        if first >= len(sound):
            break
        time = np.arange(first, min(len(sound), first + RATE // 20)) / RATE - at
        for hz, width, strength in FORMANTS:
            pulse = strength * np.exp(-np.pi * width * time) * np.sin(2 * np.pi * hz * time)
            sound[first : first + len(time)] += height * pulse
    power = np.mean(sound**2)
    sound += random.normal(0, np.sqrt(power * 10 ** (-hnr_db / 10)), len(sound))
    return (level * sound / np.sqrt(power)).astype(np.float32)


def glide(low: float, high: float, seconds: float, level: float = 0.1) -> Samples:
    """A buzz whose pitch goes evenly, in semitones, from one to the other."""
    steps = np.linspace(np.log2(low), np.log2(high), int(seconds * RATE))
    phase = np.cumsum(2**steps / RATE)
    buzz = np.sum([np.sin(2 * np.pi * k * phase) / k for k in range(1, 12)], axis=0)
    return (level * buzz).astype(np.float32)


def quiet(seconds: float) -> Samples:
    """Nothing."""
    return np.zeros(int(seconds * RATE), np.float32)


def in_noise(sound: Samples, snr_db: float, seed: int = 5) -> Samples:
    """With white noise so many decibels below the sound's own mean power while it sounds."""
    active = sound[np.abs(sound) > 0.05 * np.abs(sound).max()]
    noise = np.sqrt(np.mean(active**2) * 10 ** (-snr_db / 10))
    return (sound + np.random.default_rng(seed).normal(0, noise, len(sound))).astype(np.float32)
