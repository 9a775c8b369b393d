"""What every double has: a record of what was asked of it, and the failures of its robot."""

from __future__ import annotations

import argparse
import asyncio
from abc import ABC, abstractmethod
from dataclasses import dataclass, field
from typing import Any

from embodiment.interface import Capability


@dataclass
class Double(ABC):
    """One robot that is not there.

    `log` holds (seconds of the loop's clock, capability, what was asked) for everything that reached it;
    `speaking` whether it sounds now, `sounded` the words of what it says or last said, where it tells words.
    `late` seconds pass before it answers; `refusing` turns every new
    connection away.
    """

    port: int = 0
    late: float = 0.0
    refusing: bool = False
    speaking: bool = False
    sounded: list[str] = field(default_factory=list)
    log: list[tuple[float, Capability | str, Any]] = field(default_factory=list)

    @property
    @abstractmethod
    def address(self) -> str:
        """Where it is, as the robot's module wants it."""

    @abstractmethod
    async def start(self) -> None:
        """Be there. `port` 0 takes a free one, and keeps it over a reboot."""

    @abstractmethod
    async def drop(self) -> None:
        """Break the line, as a pulled cable does, and stay reachable."""

    @abstractmethod
    async def stop(self) -> None:
        """Be gone."""

    async def touch(self) -> None:
        """Be touched on the front of the head, and let go."""
        raise NotImplementedError(type(self).__name__)

    async def reboot(self, seconds: float = 0.2) -> None:
        """Be gone for a while and come back at the same address."""
        await self.stop()
        await asyncio.sleep(seconds)
        await self.start()

    def asked(self, what: Capability | str) -> list[Any]:
        """What was asked of one capability, in order."""
        return [content for _, kind, content in self.log if kind == what]

    def note(self, what: Capability | str, content: Any = None) -> None:
        """Keep what was asked."""
        self.log.append((asyncio.get_running_loop().time(), what, content))


def rehearse(kind: type[Double]) -> None:
    """Be that robot until Ctrl-C: what `python -m hardware.doubles.NAME [--port PORT]` does."""
    asked = argparse.ArgumentParser(description=kind.__doc__)
    asked.add_argument("--port", type=int, default=0, help="where it listens; a free one if not given")
    live(kind(port=asked.parse_args().port))


def live(double: Double) -> None:
    """Be there until Ctrl-C, and say where."""

    async def there() -> None:
        await double.start()
        print(f"address: {double.address}", flush=True)
        try:
            await asyncio.Event().wait()
        finally:
            await double.stop()

    try:
        asyncio.run(there())
    except KeyboardInterrupt:
        return
