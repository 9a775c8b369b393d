"""How long a thread that wants to run has to wait for a processor: what the machine itself is late by."""

from __future__ import annotations

import contextlib
import threading
import time
from collections.abc import Iterator

import numpy as np

NAP = 0.005


class Waits:
    """Seconds by which short naps overran, collected beside whatever is measured."""

    def __init__(self) -> None:
        self.overrun: list[float] = []
        self.over = threading.Event()

    def typical(self) -> float:
        """The 90th percentile, in seconds: near nothing on a machine with a processor to spare."""
        return float(np.percentile(self.overrun, 90)) if self.overrun else 0.0

    def watch(self) -> None:
        """Nap and measure until told to end."""
        while not self.over.is_set():
            begun = time.monotonic()
            time.sleep(NAP)
            self.overrun.append(time.monotonic() - begun - NAP)


@contextlib.contextmanager
def waits() -> Iterator[Waits]:
    """Measure for the length of a `with` block."""
    found = Waits()
    thread = threading.Thread(target=found.watch, daemon=True)
    thread.start()
    try:
        yield found
    finally:
        found.over.set()
        thread.join()


@contextlib.contextmanager
def within(seconds: float, hops: int = 6) -> Iterator[None]:
    """The block may last so long, and `hops` times what a processor has to be waited for."""
    with waits() as machine:
        begun = time.monotonic()
        yield
        took = time.monotonic() - begun
    late_by = hops * machine.typical()
    assert took < seconds + late_by, f"{took:.3f} s, {late_by:.3f} s of it waiting for a processor"
