"""An endless day of talk: recorded utterances, pauses, and a room that hums, frame by frame."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from speech.audio import FRAME, RATE, Samples
from tests.recordings import Recording, recordings

PAUSES = (2.5, 6.0)
"""Seconds between two utterances, least and most: longer than any wait for the end of a turn."""
ROOM_DB = -58.0
"""dBFS of the room, which wanders by some decibels over a minute."""


@dataclass(frozen=True)
class Place:
    """Where an utterance lies in the stream, in samples: its recording, and its first loud sound."""

    name: str
    start: int
    onset: int
    end: int


class Talk:
    """The stream, the same for the same seed. `places` holds what was said up to now."""

    def __init__(self, seed: int = 1, pauses: tuple[float, float] = PAUSES) -> None:
        self._said = [*recordings("librivox"), *recordings("cards")]
        self._chance = random.Random(seed)
        self._pauses = pauses
        self._noise = room_noise(30 * RATE, seed)
        self.places: list[Place] = []

    def frames(self) -> Iterator[bytes]:
        """Frames of 512 samples, signed 16-bit, without end."""
        at, left = 0, np.zeros(0, np.float32)
        while True:
            item = self._chance.choice(self._said)
            before = int(self._chance.uniform(*self._pauses) * RATE)
            sound = np.concatenate([np.zeros(before, np.float32), item.samples / np.float32(32768)])
            self.places.append(_place(item, at + before))
            yield from self._cut(np.concatenate([left, sound]), at - len(left))
            at += len(sound)
            left = sound[len(sound) - at % FRAME :]

    def _cut(self, sound: Samples, at: int) -> Iterator[bytes]:
        for start in range(0, len(sound) // FRAME * FRAME, FRAME):
            place = (at + start) % (len(self._noise) - FRAME)
            loud = 10 ** (0.15 * np.sin((at + start) / (60 * RATE)))
            frame = sound[start : start + FRAME] + loud * self._noise[place : place + FRAME]
            yield (np.clip(frame, -1, 1) * 32767).astype("<i2").tobytes()


def room_noise(length: int, seed: int) -> Samples:
    """Pink noise (power falls as 1/f above 20 Hz), as rooms have it, at `ROOM_DB`."""
    spectrum = np.fft.rfft(np.random.default_rng(seed).normal(0, 1, length))
    spectrum /= np.sqrt(np.maximum(20.0, np.fft.rfftfreq(length, 1 / RATE)))
    noise = np.fft.irfft(spectrum, length)
    scaled: npt.NDArray[np.float64] = noise / np.sqrt(np.mean(noise**2)) * 10 ** (ROOM_DB / 20)
    return scaled.astype(np.float32)


def _place(item: Recording, start: int) -> Place:
    """Onset and end are where the level over 20 ms is within 30 dB of the loudest: louder than the
    reader's room, softer than any voice."""
    step = RATE // 50
    power = np.square(item.samples[: len(item.samples) // step * step].astype(np.float64))
    level = power.reshape(-1, step).mean(axis=1)
    loud = np.flatnonzero(level > level.max() / 1000)
    return Place(item.name, start, start + int(loud[0]) * step, start + int(loud[-1] + 1) * step)
