"""The last seconds of sound by frame number: no more than the turn that is open still needs.

When a frame sounded is reckoned from when frames arrived. They arrive late (a busy computer hands
over several at once) but never early, so the least late of a few neighbours tells the source's
clock; what all of them are late by was lost on the way, or is a source whose clock is not ours.
"""

from __future__ import annotations

import itertools
from collections import deque

import numpy as np

from speech.audio import FRAME_SECONDS, Samples

JUMP = 0.25
"""Seconds early or late from which a stamp means that time itself jumped: a new source, a clock set."""
NEAR, ENOUGH = 16, 8
"""Frames (half a second; at least a quarter) among which one is taken to have come on time."""


class Trail:
    """Frames with the moment each was heard."""

    def __init__(self) -> None:
        self._frames: deque[Samples] = deque()
        self._late: deque[float] = deque()  # stamp less what a count of frames makes it, of frames kept
        self._first = 0  # number of the oldest frame kept
        self._before: deque[float] = deque(maxlen=NEAR)  # the same of the frames just forgotten

    def __len__(self) -> int:
        return len(self._frames)

    @property
    def end(self) -> int:
        """The number that the next frame will have."""
        return self._first + len(self._frames)

    def append(self, frame: Samples, stamp: float) -> None:
        """Keep a frame. `stamp` (epoch seconds) is when it began, or, if it came late, after that."""
        self._late.append(stamp - self.end * FRAME_SECONDS)
        self._frames.append(frame)

    def span(self, start: int, end: int) -> Samples:
        """The samples of frames start to end (excluded), as far as they are still kept."""
        low, high = max(0, start - self._first), max(0, end - self._first)
        frames = list(itertools.islice(self._frames, low, high))
        return np.concatenate(frames) if frames else np.zeros(0, np.float32)

    def time(self, frame: int) -> float:
        """When a frame began, in epoch seconds; reckoned for one that is no longer kept."""
        late = [*self._before, *self._late]
        if not late:
            return frame * FRAME_SECONDS
        at = min(max(frame - self._first + len(self._before), 0), len(late) - 1)
        past, future = _run(late[at::-1]), _run(late[at:])
        # After a loss every frame is later: of two long runs the one that lies on this side of it counts.
        long = [min(run) for run in (past, future) if len(run) >= ENOUGH]
        return frame * FRAME_SECONDS + (max(long) if long else min(past + future))

    def forget(self, before: int) -> None:
        """Let go of the frames before this one."""
        while self._frames and self._first < before:
            self._frames.popleft()
            self._before.append(self._late.popleft())
            self._first += 1


def _run(late: list[float]) -> list[float]:
    """The first few of these, up to where time jumped."""
    found = late[:1]
    for one in late[1:NEAR]:
        if abs(one - found[-1]) > JUMP:
            break
        found.append(one)
    return found
