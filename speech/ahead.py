"""Lines that are made while there is nothing else to make, and give way at once when there is."""

from __future__ import annotations

import asyncio
import contextlib
from collections import OrderedDict
from collections.abc import Awaitable, Callable, Iterable

MOST = 200
"""Lines that wait at most; the newest are dropped."""

Line = tuple[str, float]
"""(what the engine is given, its pace)."""


class Ahead:
    """A queue of lines for `make`, worked on while `idle()`."""

    def __init__(
        self, make: Callable[[str, float], Awaitable[object]], idle: Callable[[], bool], rest: float = 0.3
    ) -> None:
        """`rest` is the seconds of quiet before it begins."""
        self._make = make
        self._idle = idle
        self._rest = rest
        self._waiting: OrderedDict[Line, None] = OrderedDict()
        self._work: asyncio.Task[None] | None = None
        self.made = 0

    def add(self, lines: Iterable[Line]) -> None:
        """Have these ready, in this order, after those before them."""
        for line in lines:
            if len(self._waiting) < MOST:
                self._waiting.setdefault(line)
        if self._waiting and (self._work is None or self._work.done()):
            self._work = asyncio.create_task(self._run())

    def yield_(self) -> None:
        """Something is to be said now: leave the line in hand, and come back to it."""
        if self._work and not self._work.done():
            self._work.cancel()
            self._work = asyncio.create_task(self._run())

    def clear(self) -> None:
        """Forget what waits."""
        self._waiting.clear()
        if self._work:
            self._work.cancel()
            self._work = None

    async def _run(self) -> None:
        while self._waiting:
            await asyncio.sleep(self._rest)
            while self._waiting and self._idle():
                line = next(iter(self._waiting))
                with contextlib.suppress(Exception):  # what is wrong is told when it is to be said
                    await self._make(*line)
                self._waiting.pop(line, None)
                self.made += 1
