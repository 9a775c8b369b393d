"""Bodies that can be unplugged in a session: a robot's double, a robot's own simulator, the page itself."""

from __future__ import annotations

import asyncio
import contextlib
import threading
from collections.abc import Callable, Coroutine, Iterator
from dataclasses import dataclass
from typing import Any

from hardware.doubles.double import Double
from hardware.robots import double_class
from tests.hardware.reachy_daemon import ReachyDaemon


@dataclass(frozen=True)
class Plug:
    """A body and its plug. `seen` is another whenever something reached it.

    `speaking`: whether it sounds now, and `sounded` the words of what it says that sounded so far, where the
    body itself tells; no words of a sound that it only plays.
    """

    address: str
    unplug: Callable[[], None]
    plug_in: Callable[[], None]
    seen: Callable[[], object]
    speaking: Callable[[], bool] | None = None
    sounded: Callable[[], list[str]] = list


@contextlib.contextmanager
def robot_double(name: str) -> Iterator[Plug]:
    """A robot's double in a thread of its own, as a robot is on a computer of its own."""
    loop = asyncio.new_event_loop()
    thread = threading.Thread(target=loop.run_forever)
    thread.start()

    def do(work: Coroutine[Any, Any, None]) -> None:
        asyncio.run_coroutine_threadsafe(work, loop).result(10)

    double: Double = double_class(name)()
    try:
        do(double.start())
        yield Plug(
            double.address,
            lambda: do(double.stop()),
            lambda: do(double.start()),
            lambda: len(double.log),
            lambda: double.speaking,
            lambda: list(double.sounded),
        )
    finally:
        do(double.stop())
        loop.call_soon_threadsafe(loop.stop)
        thread.join(5)
        loop.close()


@contextlib.contextmanager
def reachy_simulator(_: str) -> Iterator[Plug]:
    """Reachy Mini's own daemon with its robot that is simulated."""
    daemon = ReachyDaemon()
    try:
        daemon.start()
        yield Plug(daemon.address, daemon.kill, daemon.start, daemon.pose)
    finally:
        daemon.kill()
