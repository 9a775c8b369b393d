"""A telephone line in real time: every 20 ms a frame goes in and a frame comes out.

Both sides hang on such a line in their own process, so pacing, clock and detector are the same. What is
pulled at a tick is heard from that tick on; what was said up to a tick is handed over at it. A line that
is late catches up, as a sound card's buffer does.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable

import numpy as np
import numpy.typing as npt

from bench.turns.audible import Span, audible

TICK = 0.02
RATE_IN = 16000
RATE_OUT = 22050
FRAME_IN = round(TICK * RATE_IN)
FRAME_OUT = round(TICK * RATE_OUT)

Pcm = npt.NDArray[np.int16]


class Line:
    """`hear` is handed 320 samples at 16 kHz a tick, `speak` gives 441 at 22.05 kHz; both in its thread."""

    def __init__(self, hear: Callable[[bytes], None], speak: Callable[[], bytes]) -> None:
        self._hear, self._speak = hear, speak
        self._lock = threading.Lock()
        self._said: Pcm = np.zeros(0, np.int16)  # what is still to be said
        self._noise = np.random.default_rng(1)
        self._ticks = 0
        self._open = True
        self.sounds: list[Span] = []  # what was audible, by tick, in seconds of `time.perf_counter`
        self.latest = 0.0  # the worst delay of a tick so far
        self._thread = threading.Thread(target=self._run, daemon=True)
        self.began = 0.0

    def start(self) -> None:
        """Lift the receiver."""
        self.began = time.perf_counter()
        self._thread.start()

    def close(self) -> None:
        """Hang up."""
        self._open = False
        self._thread.join(1.0)

    @property
    def silent_since(self) -> float:
        """When the last sound was heard."""
        return self.sounds[-1][1] if self.sounds else self.began

    def say(self, samples: Pcm) -> float:
        """Say this from the next tick on; returns the moment of its first sample."""
        with self._lock:
            self._said = samples
            return self.began + self._ticks * TICK

    def hush(self) -> None:
        """Say no more of it."""
        with self._lock:
            self._said = self._said[:0]

    def _run(self) -> None:
        while self._open:
            due = self.began + (self._ticks + 1) * TICK
            wait = due - time.perf_counter()
            if wait > 0:
                time.sleep(wait)
            self.latest = max(self.latest, time.perf_counter() - due)
            self._tick(due)

    def _tick(self, due: float) -> None:
        with self._lock:
            said, self._said = self._said[:FRAME_IN], self._said[FRAME_IN:]
            self._ticks += 1
        # A room is never digitally silent, and some detectors mistake pure zeros for a fault.
        frame = self._noise.normal(0, 4, FRAME_IN)
        frame[: len(said)] += said
        self._hear(np.clip(frame, -32768, 32767).astype("<i2").tobytes())
        if found := audible(self._speak(), RATE_OUT):
            self.sounds.append((due + found[0], due + found[1]))
