"""The companion's own voice in the microphone, where nothing else takes it out.

A browser cancels echo itself. With an open loudspeaker and a plain microphone, what comes in while
an act sounds is let through only if it is much louder than the echo has been so far, and a turn
that merely repeats the act is not the person's.
"""

from __future__ import annotations

import difflib
from collections import deque

import numpy as np

from speech.audio import FRAME_SECONDS
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

    def passes(self, level_db: float, sounding: bool) -> bool:
        """Whether a frame of this level (dBFS) is the person's; `sounding` while an act is played."""
        if sounding:
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


def repeats_act(text: str, act: str) -> bool:
    """Whether three or more words were heard, and four in five of them are the act's, in its order."""
    ours, theirs = plain(text).split(), plain(act).split()
    blocks = difflib.SequenceMatcher(a=ours, b=theirs, autojunk=False).get_matching_blocks()
    return len(ours) >= 3 and sum(block.size for block in blocks) >= 0.8 * len(ours)
