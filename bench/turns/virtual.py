"""An event loop whose clock stands still while anything is to be done, and then jumps to what is due next.

Half an hour of talk goes by in a minute, on a computer however busy, and always in the same way.
"""

from __future__ import annotations

import asyncio
import selectors
from collections.abc import Coroutine, Iterator
from contextlib import contextmanager
from typing import Any, TypeVar
from unittest import mock

T = TypeVar("T")


class VirtualLoop(asyncio.SelectorEventLoop):
    """`time` is virtual. Nothing may wait for a thread or a socket."""

    def __init__(self) -> None:
        super().__init__(_Selector(self._pass))
        self._now = 1000.0

    def time(self) -> float:
        """Seconds."""
        return self._now

    def _pass(self, seconds: float) -> None:
        self._now += seconds


class _Selector(selectors.SelectSelector):
    def __init__(self, sleep: Any) -> None:
        super().__init__()
        self._sleep = sleep

    def select(self, timeout: float | None = None) -> list[Any]:
        if timeout is None:
            raise RuntimeError("everybody waits for something that is not virtual")
        self._sleep(timeout)
        return super().select(0)


@contextmanager
def virtual_clock(loop: VirtualLoop) -> Iterator[None]:
    """Whoever asks Python's `time` for the time is told the loop's."""
    with (
        mock.patch("time.time", loop.time),
        mock.patch("time.monotonic", loop.time),
        mock.patch("time.perf_counter", loop.time),
    ):
        yield


def run(work: Coroutine[Any, Any, T]) -> T:
    """Run it in virtual time."""
    loop = VirtualLoop()
    try:
        with virtual_clock(loop):
            return loop.run_until_complete(work)
    finally:
        loop.close()
