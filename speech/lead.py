"""How far the voice may run ahead of what is heard: the sentence that sounds, and the next.

What is made further ahead is work for nothing if the person interrupts. The player tells nothing of its
progress, so it is reckoned from the clips that were sent, and stands still while the act is held.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable

LEAST = 2.5
"""Seconds of sound that may always lie ready: a short sentence must not be followed by a gap."""


class Lead:
    """The reckoning for one act."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._ends = 0.0  # when all that was sent will have been heard
        self._began: dict[int, float] = {}  # when each sentence begins to sound
        self._held_since: float | None = None

    def sent(self, sentence: int, pause: float, seconds: float) -> None:
        """A clip went out: its sentence, the silence before it, its length."""
        starts = max(self._now(), self._ends) + pause
        self._began.setdefault(sentence, starts)
        self._ends = starts + seconds

    def hold(self, held: bool) -> None:
        """The act pauses, or goes on."""
        if held and self._held_since is None:
            self._held_since = self._clock()
        elif not held and self._held_since is not None:
            paused = self._clock() - self._held_since
            self._held_since = None
            self._ends += paused
            self._began = {sentence: at + paused for sentence, at in self._began.items()}

    @property
    def ahead(self) -> float:
        """Seconds of sound that are not heard yet."""
        return max(0.0, self._ends - self._now())

    def wait(self, sentence: int) -> float:
        """Seconds until a clause of this sentence may be made; 0: now."""
        before = self._began.get(sentence - 1)
        if before is None or self.ahead <= LEAST:
            return 0.0
        return max(0.0, min(before - self._now(), self.ahead - LEAST))

    async def room(self, sentence: int) -> None:
        """Wait until a clause of this sentence may be made."""
        while (wait := self.wait(sentence)) > 0:  # noqa: ASYNC110
            await asyncio.sleep(min(wait, 0.25))  # a hold may come meanwhile

    def _now(self) -> float:
        return self._held_since if self._held_since is not None else self._clock()
