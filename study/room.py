"""Room on the disk of a record: noticed before it runs out, so that no event is lost.

As it gets less, a record does without what is largest: sound and pictures first, then all signals. The events
go on to the end: for them a reserve is laid by while there is room, and given up when nothing else is left.
"""

from __future__ import annotations

import contextlib
import os
import shutil
from enum import IntEnum
from pathlib import Path

from alongside.private import private_file

MIB = 2**20
RESERVE = "events.reserve"
RESERVED = 4 * MIB
"""Bytes laid by for events: some thousand of them, an hour of talk."""
MORE = 1.1
"""So many times a threshold must be free again before what was given up is taken up: no to and fro."""


class Level(IntEnum):
    """What a record does without."""

    ENOUGH = 0
    LITTLE = 1  # nothing yet
    NO_SOUND = 2  # sound and pictures
    NO_SIGNALS = 3  # all signals


class Room:
    """Watches the disk of one session's folder.

    `wanted`: MiB below which it is told that there is little; at half of it sound and pictures end, at a
    quarter all signals. 0 watches nothing.
    """

    def __init__(self, session: Path, wanted: int) -> None:
        self.level = Level.ENOUGH
        self.free = 0
        self._session = session
        self._steps = tuple(wanted * MIB // part for part in (1, 2, 4))
        self._reserve = session / RESERVE

    def look(self) -> bool:
        """See how much is free; whether that means another level than before."""
        try:
            self.free = shutil.disk_usage(self._session).free
        except OSError:
            return False  # the folder is gone: whoever writes into it tells
        before = self.level
        margins = (MORE if before >= place else 1.0 for place in (1, 2, 3))
        needed = [step * margin for step, margin in zip(self._steps, margins, strict=True)]
        self.level = Level(sum(self.free < each for each in needed))
        if self.level > before:
            self._lay_by()
        elif self.level == Level.ENOUGH:
            self.give_up()
        return self.level != before

    def told(self) -> str:
        """What is to be said of this level: how much is free, what that means, what to do."""
        free, half, quarter = (size // MIB for size in (self.free, *self._steps[1:]))
        if self.level == Level.LITTLE:
            means = f"Free some: at {half} MiB, sound and pictures are no longer kept."
        elif self.level == Level.NO_SOUND:
            means = f"Sound and pictures are no longer kept. Free some: at {quarter} MiB, only events are."
        elif self.level == Level.NO_SIGNALS:
            means = "Only events are still kept. Free some now, or end the session."
        else:
            means = "All is kept."
        return f"The disk of the record has {free} MiB left. {means}"

    def give_up(self) -> bool:
        """Let the events have what was laid by; whether there was any."""
        try:
            self._reserve.unlink()
        except OSError:
            return False
        return True

    def _lay_by(self) -> None:
        """Take a reserve from what is left, a quarter at most. A disk that cannot gives none."""
        with contextlib.suppress(OSError), private_file(self._reserve) as file:
            try:
                os.posix_fallocate(file.fileno(), 0, min(RESERVED, max(1, self.free // 4)))
            except OSError:
                self._reserve.unlink()
