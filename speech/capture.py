"""From what a device records, at its own rate and channels, to frames of 16 kHz mono with their time."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from speech.audio import FRAME_SECONDS, Framer


def one_channel(pcm: bytes, channels: int, channel: int = 0) -> bytes:
    """One channel of 16-bit interleaved sound: number `channel` from 1, or with 0 the mean of all."""
    if channels == 1:
        return pcm
    samples = np.frombuffer(pcm[: len(pcm) // (2 * channels) * 2 * channels], "<i2").reshape(-1, channels)
    if 0 < channel <= channels:
        return bytes(samples[:, channel - 1].tobytes())
    return bytes(samples.mean(axis=1).round().astype("<i2").tobytes())


class Capture:
    """Cuts recorded blocks into frames."""

    def __init__(self, rate: int, channels: int = 1, channel: int = 0) -> None:
        self._rate, self._channels, self._channel = rate, channels, channel
        self._framer = Framer()

    def frames(self, pcm: bytes, ended: float) -> Iterator[tuple[bytes, float]]:
        """The frames of a block whose last sample was heard at `ended`, each with when its first was."""
        frames = self._framer.push(one_channel(pcm, self._channels, self._channel), self._rate)
        end = ended - self._framer.waiting
        for number, frame in enumerate(frames):
            yield frame, end - (len(frames) - number) * FRAME_SECONDS
