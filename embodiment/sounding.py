"""Waiting for something said to be over: for robots that tell so later, on their own line."""

from __future__ import annotations

import asyncio
import contextlib

LONGEST_S = 60.0
"""Seconds after which something said counts as over, though nothing told so."""


class Sounding:
    """What a robot says now. One thing at a time: what begins ends what was said before."""

    def __init__(self) -> None:
        self._over: asyncio.Event | None = None

    def begin(self) -> asyncio.Event:
        """Something is going to be said; the event is set when it is over."""
        self.end()
        self._over = asyncio.Event()
        return self._over

    def end(self) -> None:
        """It is over, or hushed, or the line is gone."""
        if self._over is not None:
            self._over.set()
            self._over = None

    @staticmethod
    async def until(over: asyncio.Event) -> None:
        """Wait for the end, but not for ever."""
        with contextlib.suppress(asyncio.TimeoutError):
            await asyncio.wait_for(over.wait(), LONGEST_S)
