"""The last seconds of sound by frame number: no more than the turn that is open still needs."""

from __future__ import annotations

import itertools
from collections import deque

import numpy as np

from speech.audio import FRAME_SECONDS, Samples

JUMP = 0.25
"""Seconds by which a source's clock may differ from a count of frames before the count follows it."""


class Trail:
    """Frames with the moment each was heard."""

    def __init__(self) -> None:
        self._frames: deque[Samples] = deque()
        self._stamps: deque[float] = deque()
        self._first = 0  # number of the oldest frame kept
        self._expected = 0.0

    def __len__(self) -> int:
        return len(self._frames)

    @property
    def end(self) -> int:
        """The number that the next frame will have."""
        return self._first + len(self._frames)

    def append(self, frame: Samples, stamp: float) -> None:
        """Keep a frame. `stamp` (epoch seconds) is when it began; small jitter of it is smoothed away."""
        if abs(stamp - self._expected) < JUMP:
            stamp = self._expected + 0.02 * (stamp - self._expected)
        self._frames.append(frame)
        self._stamps.append(stamp)
        self._expected = stamp + FRAME_SECONDS

    def span(self, start: int, end: int) -> Samples:
        """The samples of frames start to end (excluded), as far as they are still kept."""
        low, high = max(0, start - self._first), max(0, end - self._first)
        frames = list(itertools.islice(self._frames, low, high))
        return np.concatenate(frames) if frames else np.zeros(0, np.float32)

    def time(self, frame: int) -> float:
        """When a frame began, in epoch seconds; reckoned for one that is no longer kept."""
        if not self._stamps:
            return self._expected + (frame - self._first) * FRAME_SECONDS
        index = min(max(frame - self._first, 0), len(self._stamps) - 1)
        return self._stamps[index] + (frame - self._first - index) * FRAME_SECONDS

    def forget(self, before: int) -> None:
        """Let go of the frames before this one."""
        while self._frames and self._first < before:
            self._frames.popleft()
            self._stamps.popleft()
            self._first += 1
