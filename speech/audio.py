"""Audio as this package passes it on: 16 kHz, mono, signed 16-bit, in frames of 512 samples (32 ms)."""

from __future__ import annotations

import math
from fractions import Fraction
from pathlib import Path
from typing import Any

import av
import numpy as np
import numpy.typing as npt
from av.audio.resampler import AudioResampler
from av.error import FFmpegError

from alongside.errors import AlongsideError

RATE = 16000
FRAME = 512
FRAME_SECONDS = FRAME / RATE
QUIETEST_DB = -90.0

Samples = npt.NDArray[np.float32]
"""Samples in -1..1, shape (n,)."""


def to_float(pcm: bytes) -> Samples:
    """Signed 16-bit little-endian samples as floats in -1..1."""
    return np.frombuffer(pcm, "<i2").astype(np.float32) / 32768.0


def to_bytes(samples: npt.NDArray[Any]) -> bytes:
    """Floats in -1..1 as signed 16-bit little-endian samples; what is louder is clipped."""
    return bytes((np.clip(samples, -1.0, 1.0) * 32767.0).astype("<i2").tobytes())


def level_db(samples: Samples) -> float:
    """Root mean square in dBFS, not below -90."""
    power = float(np.mean(np.square(samples))) if len(samples) else 0.0
    return max(QUIETEST_DB, 10.0 * math.log10(power + 1e-12))


class SpeechRate:
    """Brings a stream of 16-bit mono audio of any rate to 16 kHz, block by block."""

    def __init__(self) -> None:
        self._rate = RATE
        self._resampler: AudioResampler | None = None

    def convert(self, pcm: bytes, rate: int) -> bytes:
        """The next samples. A change of rate begins anew."""
        if rate != self._rate:
            self._rate = rate
            self._resampler = None if rate == RATE else _to_speech_rate()
        return _resampled(self._resampler, _audio_frame(pcm, rate)) if self._resampler and pcm else pcm


class Framer:
    """Cuts a stream of 16-bit mono audio, of any rate and any chunk length, into frames at 16 kHz."""

    def __init__(self) -> None:
        self._left = b""
        self._rate = RATE
        self._speech_rate = SpeechRate()

    @property
    def waiting(self) -> float:
        """Seconds of sound that wait for the rest of their frame: the next frame begins so much earlier
        than the next chunk."""
        return len(self._left) / (2 * RATE)

    def push(self, pcm: bytes, rate: int = RATE) -> list[bytes]:
        """The whole frames that are ready now, each 1024 bytes. What is over waits for the next call."""
        if rate != self._rate:
            self.clear()
            self._rate = rate
        buffer = self._left + self._speech_rate.convert(pcm, rate)
        whole = len(buffer) // (2 * FRAME) * 2 * FRAME
        self._left = buffer[whole:]
        return [buffer[at : at + 2 * FRAME] for at in range(0, whole, 2 * FRAME)]

    def clear(self) -> None:
        """Forget the piece of a frame that waits."""
        self._left = b""


def resampled(pcm: bytes, rate: int, to: int) -> bytes:
    """Whole 16-bit mono sound at another rate."""
    if rate == to or not pcm:
        return pcm
    resampler = AudioResampler(format="s16", layout="mono", rate=to)
    return _resampled(resampler, _audio_frame(pcm, rate)) + _resampled(resampler, None)


def read_audio(path: Path) -> bytes:
    """A recording of any PCM rate, width and number of channels as 16-bit mono at 16 kHz.

    Raises AlongsideError naming the file if it is missing, broken or holds no sound.
    """
    path = path.expanduser()
    if not path.is_file():
        raise AlongsideError(f"there is no recording at {path}", "Check the path.")
    resampler = _to_speech_rate()
    parts: list[bytes] = []
    try:
        with av.open(str(path)) as container:
            if not container.streams.audio:
                raise AlongsideError(f"{path} holds no sound", "Give a WAV file.")
            for frame in container.decode(audio=0):
                parts.append(_resampled(resampler, frame))
        parts.append(_resampled(resampler, None) if parts else b"")
    except (FFmpegError, ValueError):
        raise AlongsideError(f"{path} could not be read as a recording", "Give a WAV file.") from None
    pcm = b"".join(parts)
    if not pcm:
        raise AlongsideError(f"{path} holds no sound", "Give a WAV file with at least one sample.")
    return pcm


def _to_speech_rate() -> AudioResampler:
    return AudioResampler(format="s16", layout="mono", rate=RATE)


def _audio_frame(pcm: bytes, rate: int) -> av.AudioFrame:
    samples = np.frombuffer(pcm[: len(pcm) // 2 * 2], "<i2").reshape(1, -1)
    frame = av.AudioFrame.from_ndarray(samples, format="s16", layout="mono")
    frame.sample_rate = rate
    frame.time_base = Fraction(1, rate)
    return frame


def _resampled(resampler: AudioResampler, frame: av.AudioFrame | None) -> bytes:
    return b"".join(part.to_ndarray().astype("<i2").tobytes() for part in resampler.resample(frame))
