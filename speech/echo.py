"""The companion's own voice in the microphone, where nothing takes it out, or not yet all of it.

A browser cancels echo itself, and `speech.front_end` where a loudspeaker says what it plays. Elsewhere
what comes in while an act sounds is let through only if it is much louder than the echo has been so
far, and a turn that merely repeats the act is not the person's.
"""

from __future__ import annotations

import difflib
from collections import deque

import numpy as np

from speech.audio import FRAME_SECONDS, Samples, level_db
from speech.guards import plain

TAIL = 0.3
"""Seconds that a room rings on."""
LEARNED = 0.5
"""Seconds of echo that must have been heard before anything can count as louder than it."""


class EchoGate:
    """Decides frame by frame whether the microphone may be believed."""

    def __init__(self, margin_db: float) -> None:
        self.margin_db = margin_db
        self._levels: deque[float] = deque(maxlen=round(3.0 / FRAME_SECONDS))
        self._tail = 0.0

    def passes(self, level_db: float, sounding: bool, *, murmur: bool = False) -> bool:
        """Whether a frame of this level (dBFS) is the person's; `sounding` while an act is played.

        While a `murmur` is, it is as strict, but learns nothing: murmurs are softer than acts.
        """
        if sounding or murmur:
            self._tail = TAIL
        elif self._tail > 0.0:
            self._tail -= FRAME_SECONDS
        else:
            return True
        known = len(self._levels) * FRAME_SECONDS >= LEARNED
        louder = known and level_db > float(np.percentile(self._levels, 90)) + self.margin_db
        if sounding and not louder:
            self._levels.append(level_db)
        return louder


LEARNING = 2.0
"""Seconds of its own voice after which the canceller knows the room."""
LEFT_DB = -15.0
"""What the canceller takes more from than this was echo."""
AUDIBLE_DB = -60.0
LATEST = 0.5
"""Seconds after which an echo is over."""


class Leftover:
    """Knows the echo that slips through while the canceller still learns, by how much was taken away."""

    def __init__(self) -> None:
        self._learned = 0.0
        self._since = LATEST

    def frame(self, near: Samples, far: Samples, cleaned: Samples) -> bool:
        """Whether what is left of a frame, after cancelling what was played, is echo still."""
        sounds = level_db(far) > AUDIBLE_DB
        self._learned += FRAME_SECONDS * sounds
        self._since = 0.0 if sounds else self._since + FRAME_SECONDS
        if self._learned > LEARNING or self._since > LATEST:
            return False
        return level_db(cleaned) < level_db(near) + LEFT_DB


def repeats_act(text: str, act: str) -> bool:
    """Whether three or more words were heard, and four in five of them are the act's, in its order."""
    ours, theirs = plain(text).split(), plain(act).split()
    blocks = difflib.SequenceMatcher(a=ours, b=theirs, autojunk=False).get_matching_blocks()
    return len(ours) >= 3 and sum(block.size for block in blocks) >= 0.8 * len(ours)
