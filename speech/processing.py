"""WebRTC's audio processing (the LiveKit SDK's build of it), for frames of our own length."""

from __future__ import annotations

from typing import Any

import numpy as np

from alongside.errors import AlongsideError
from speech.audio import RATE, Samples, to_bytes, to_float

BLOCK = RATE // 100
"""Samples it takes at once: 10 ms."""
DELAY = 128 / RATE
"""Seconds by which sound comes out later than it went in: frames of 512 are no whole number of blocks."""


class Processing:
    """Echo cancelling (AEC3), noise suppression and level control (AGC2), each if asked for."""

    def __init__(self, *, echo: bool = False, noise: bool = False, level: bool = False) -> None:
        self._apm, self._audio_frame = _library(echo, noise, level)
        self._echo = echo
        self._near = np.zeros(0, np.float32)
        self._far = np.zeros(0, np.float32)
        self._out = np.zeros(round(DELAY * RATE), np.float32)

    def frame(self, near: Samples, far: Samples | None = None) -> Samples:
        """`near`, a frame of the microphone, cleaned and 8 ms late; `far`, as long, is what was played.

        Frames hold a multiple of 32 samples at 16 kHz.
        """
        self._near = np.concatenate([self._near, near])
        self._far = np.concatenate([self._far, np.zeros_like(near) if far is None else far])
        done = [self._out]
        while len(self._near) >= BLOCK:
            done.append(self._block(self._near[:BLOCK], self._far[:BLOCK]))
            self._near, self._far = self._near[BLOCK:], self._far[BLOCK:]
        ready = np.concatenate(done)
        self._out = ready[len(near) :]
        return ready[: len(near)]

    def _block(self, near: Samples, far: Samples) -> Samples:
        if self._echo:
            self._apm.process_reverse_stream(self._wrapped(far))
            self._apm.set_stream_delay_ms(0)  # a hint; it finds the delay itself
        frame = self._wrapped(near)
        self._apm.process_stream(frame)
        return to_float(bytes(frame.data.cast("B")))

    def _wrapped(self, samples: Samples) -> Any:
        return self._audio_frame(to_bytes(samples), RATE, 1, BLOCK)


def _library(echo: bool, noise: bool, level: bool) -> tuple[Any, Any]:
    try:
        from livekit.rtc import AudioFrame, AudioProcessingModule
    except (ImportError, OSError):
        raise AlongsideError(
            "WebRTC audio processing is not installed", "Install it with: pip install 'livekit>=1.2,<2'"
        ) from None
    module = AudioProcessingModule(
        echo_cancellation=echo, noise_suppression=noise, high_pass_filter=True, auto_gain_control=level
    )
    return module, AudioFrame
