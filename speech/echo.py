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
"""While the canceller still learns, what it leaves this far below what came in lately is echo."""
BEGINNING, FIRST_LEFT_DB = 0.5, -8.0
"""In its first half second it takes away less, and more is left of an echo."""
AUDIBLE_DB = -60.0
UNHEARD_DB = -55.0
"""dBFS; nobody speaks to us softer than this while we sound, but a room that rings out may seem a voice."""
FAINT_DB = -45.0
LATEST = 0.5
"""Seconds after which an echo is over."""
ALIKE = 0.33
"""Correlation with what was played, over 0.26 s at the best delay, that a person's voice seldom has (one
frame in thirty) and echo that came through mostly has: measured on room echoes of Piper and on readers."""
LOOKED_AT = 8
"""Frames that are compared,"""
LOOKED_BACK = 27
"""with these that were played: a delay of up to 0.6 s is found."""


class Leftover:
    """Knows the echo that the canceller lets through: while it learns the room, by how much it took away;
    later, when a device stumbled and the delay has changed, by its likeness to what was played."""

    def __init__(self) -> None:
        self._learned = 0.0
        self._since = LATEST
        self._alike = 0
        self._lately: deque[float] = deque(maxlen=round(LATEST / FRAME_SECONDS))  # levels that came in
        self._far: deque[Samples] = deque(maxlen=LOOKED_BACK)
        self._cleaned: deque[Samples] = deque(maxlen=LOOKED_AT)

    def frame(self, near: Samples, far: Samples, cleaned: Samples) -> bool:
        """Whether what is left of a frame, after cancelling what was played, is echo still."""
        self._far.append(far)
        self._cleaned.append(cleaned)
        came = level_db(near)
        self._lately.append(came)
        sounds = level_db(far) > AUDIBLE_DB
        self._learned += FRAME_SECONDS * sounds
        self._since = 0.0 if sounds else self._since + FRAME_SECONDS
        if self._since > LATEST:
            return False
        if came < UNHEARD_DB:
            return True
        left = level_db(cleaned)
        least = FIRST_LEFT_DB if self._learned < BEGINNING else LEFT_DB
        if self._learned < LEARNING and left < max(self._lately) + least:
            return True
        self._alike -= 1
        if left > FAINT_DB and len(self._far) == LOOKED_BACK and self._likeness() > ALIKE:
            self._alike = 3  # frames
        return self._alike > 0

    def _likeness(self) -> float:
        here, there = np.concatenate(self._cleaned), np.concatenate(self._far)
        size, shifts = 1 << 14, len(there) - len(here) + 1
        spectrum = np.fft.rfft(there, size) * np.conj(np.fft.rfft(here, size))
        products = np.fft.irfft(spectrum, size)[:shifts]
        power = np.concatenate([[0.0], np.cumsum(np.square(there, dtype=np.float64))])
        around = power[len(here) :] - power[: -len(here)]
        return float(
            np.max(products / np.sqrt(np.maximum(around, 1e-4) * max(np.sum(np.square(here)), 1e-9)))
        )


def repeats_act(text: str, act: str) -> bool:
    """Whether three or more words were heard, and four in five of them are the act's, in its order."""
    ours, theirs = plain(text).split(), plain(act).split()
    blocks = difflib.SequenceMatcher(a=ours, b=theirs, autojunk=False).get_matching_blocks()
    return len(ours) >= 3 and sum(block.size for block in blocks) >= 0.8 * len(ours)


def shares_words(text: str, act: str) -> bool:
    """Whether half of the words that were heard, however few, are the act's."""
    ours, theirs = plain(text).split(), set(plain(act).split())
    return 2 * sum(word in theirs for word in ours) >= max(1, len(ours))
