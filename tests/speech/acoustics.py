"""A room as arithmetic: what a loudspeaker's sound, a talker far off and noise become at a microphone.

All sounds are float samples in -1..1 at 16 kHz.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

RATE = 16000

Sound = npt.NDArray[np.float32]


def room(seed: int, ring: float = 0.3, direct_db: float = 8.0) -> Sound:
    """An impulse response of unit energy: the direct sound after 2 ms, and a noise-like tail.

    `ring` is the time (s) in which the tail falls by 60 dB; `direct_db` how much stronger the direct
    sound is than all of it (near: 8, across a room: -3).
    """
    length, first = round(ring * RATE), round(0.002 * RATE)
    tail = np.random.default_rng(seed).normal(0.0, 1.0, length) * 10 ** (-3 * np.arange(length) / length)
    tail[: first + 1] = 0.0
    tail *= 10 ** (-direct_db / 20) / np.sqrt(np.sum(np.square(tail)))
    tail[first] = 1.0
    return (tail / np.sqrt(np.sum(np.square(tail)))).astype(np.float32)


def through(sound: Sound, response: Sound) -> Sound:
    """`sound` after an impulse response, of the same length."""
    size = 1 << (len(sound) + len(response) - 1).bit_length()
    product = np.fft.rfft(sound, size) * np.fft.rfft(response, size)
    return np.fft.irfft(product, size)[: len(sound)].astype(np.float32)


def loudspeaker(sound: Sound, drive: float = 1.5) -> Sound:
    """A small loudspeaker, which compresses what is loud: what no linear filter can take out again."""
    return (np.tanh(drive * sound) / drive).astype(np.float32)


def level_of(sound: Sound) -> float:
    """Level (dBFS) of the part that sounds: of the 32 ms frames within 30 dB of the loudest."""
    frames = np.square(sound[: len(sound) // 512 * 512].reshape(-1, 512)).mean(axis=1)
    return float(10 * np.log10(frames[frames > frames.max() / 1000].mean() + 1e-12))


def at_level(sound: Sound, db: float) -> Sound:
    """`sound` brought to this level (dBFS) where it sounds."""
    return (sound * 10 ** ((db - level_of(sound)) / 20)).astype(np.float32)


def later(sound: Sound, seconds: float) -> Sound:
    """`sound` delayed, of the same length."""
    return np.concatenate([np.zeros(round(seconds * RATE), np.float32), sound])[: len(sound)]


def drifting(sound: Sound, parts_per_million: float) -> Sound:
    """`sound` as recorded by a clock that runs slow by so much."""
    at = np.arange(len(sound)) * (1.0 + parts_per_million * 1e-6)
    return np.interp(at, np.arange(len(sound)), sound).astype(np.float32)


def noise(length: int, db: float, seed: int, kind: str = "room") -> Sound:
    """Noise of a level: `room` falls by 6 dB an octave, as a fan's or a street's; `white` does not."""
    white = np.random.default_rng(seed).normal(0.0, 1.0, length)
    if kind == "room":
        spectrum = np.fft.rfft(white)
        spectrum /= np.maximum(np.arange(len(spectrum)) * RATE / length, 100.0)
        white = np.fft.irfft(spectrum, length)
    return (white * 10 ** (db / 20) / np.sqrt(np.mean(np.square(white)))).astype(np.float32)
