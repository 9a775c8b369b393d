"""What is being played, laid beside what the microphone hears.

The player stamps each block with the moment it handed it to its device, so its echo always comes
later: by the output's latency, the air and the input's latency, 20 to 400 ms. The canceller finds that
delay itself, as long as it is steady. So both streams are counted in samples here (the played one by
its player), and only a drift of their clocks against each other is followed, a sample at a time. A player
that was held up and fell silent says so by its stamps: its silence is put in at once, or the delay would
creep from the old to the new for as long as the act lasts, and the canceller never catch up.
"""

from __future__ import annotations

import numpy as np

from speech.audio import RATE, Samples, SpeechRate, to_float
from speech.sample_clock import SampleClock

LAG = 0.02
"""Seconds by which the reference is read late at least, for messages that are on their way."""
MOST_LAG = 0.06
"""More would read what was played later than its echo comes, which nothing can cancel."""
MARGIN = 0.01
"""Seconds added to what a late block was late by."""
KEPT = 3.0
"""Seconds of played sound that are kept."""
SLACK = 32
"""Samples (2 ms) by which two clocks may differ before a sample is left out or doubled."""
SELDOM = 20
"""Blocks from one such sample to the next, 250 parts in a million: more often would be a drift of its own."""
SILENT = round(0.01 * RATE)
"""Samples by which a block may be late: more is a silence of the player's."""
BREAK = round(0.1 * RATE)
"""Samples of difference that are no drift: a new stretch of sound, or a microphone that came back."""


class FarEnd:
    """A ring of played sound on the clock of its player, read on the clock of the microphone."""

    def __init__(self) -> None:
        self.lag = LAG
        self._ring = np.zeros(round(KEPT * RATE), np.float32)
        self._origin: float | None = None  # epoch second of sample 0
        self._written = 0  # one past the last sample that was played
        self._read: int | None = None  # the next sample to be read
        self._resampler = SpeechRate()
        self._blocks = 0
        self._ear = SampleClock(RATE)

    @property
    def known(self) -> bool:
        """Whether anything was ever played."""
        return self._origin is not None

    def add(self, samples: bytes, rate: int, stamp: float) -> None:
        """Sound that was handed to a device at `stamp` (epoch seconds), in order."""
        sound = to_float(self._resampler.convert(samples, rate))
        if not len(sound):
            return
        if self._origin is None:
            self._origin = stamp
        at = self._place(stamp)
        ahead = at - self._written
        if ahead > SILENT or ahead < -BREAK:
            self._silence(self._written, at)
            self._written = at
        elif self._corrects(ahead):
            sound = np.append(sound, sound[-1:]) if ahead > 0 else sound[:-1]
        if self._read is not None and 0 < self._read - self._written < BREAK:
            self._wait_longer((self._read - self._written) / RATE + MARGIN)
        self._write(sound)

    def take(self, stamp: float, count: int) -> Samples:
        """What was played as the microphone heard these `count` samples from `stamp` on, `lag` aside."""
        heard = self._ear.stamp(stamp, count)
        if self._origin is None:
            return np.zeros(count, np.float32)
        place = self._place(heard - self.lag)
        read = place if self._read is None else self._read
        if abs(place - read) > BREAK:
            read = place
        elif self._corrects(place - read):
            read += int(np.sign(place - read))
        places = np.arange(read, read + count)
        played = (places < self._written) & (places >= self._written - len(self._ring))
        self._read = read + count
        return np.where(played, self._ring[places % len(self._ring)], np.float32(0.0))

    def _corrects(self, difference: int) -> bool:
        self._blocks += 1
        return abs(difference) > SLACK and self._blocks % SELDOM == 0

    def _place(self, stamp: float) -> int:
        assert self._origin is not None
        return round((stamp - self._origin) * RATE)

    def _wait_longer(self, seconds: float) -> None:
        wider = min(MOST_LAG, self.lag + seconds)
        self._read = (self._read or 0) - round((wider - self.lag) * RATE)
        self.lag = wider

    def _silence(self, start: int, end: int) -> None:
        places = np.arange(max(start, end - len(self._ring)), end)
        self._ring[places % len(self._ring)] = 0.0

    def _write(self, sound: Samples) -> None:
        places = np.arange(self._written, self._written + len(sound))
        self._ring[places % len(self._ring)] = sound
        self._written += len(sound)
