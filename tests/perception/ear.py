"""A component that keeps what it hears and says what it is told: the other side of a component under test."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from alongside.component import Component, Context
from alongside.messages import MESSAGES, Message

M = TypeVar("M", bound=Message)


class Ear(Component):
    """Hears everything."""

    hears = MESSAGES
    says = MESSAGES

    def __init__(self, folder: Path) -> None:
        self.heard: list[Message] = []
        for kind in MESSAGES:
            name = "".join(f"_{c.lower()}" if c.isupper() else c for c in kind.__name__)
            setattr(self, f"on{name}", self._keep)
        super().__init__("ear", {}, Context(session=folder))

    async def _keep(self, message: Message) -> None:
        self.heard.append(message)

    def all(self, kind: type[M]) -> list[M]:
        """What it heard of a kind, in order."""
        return [message for message in self.heard if isinstance(message, kind)]

    async def until(self, so: Callable[[], bool], seconds: float = 10.0) -> None:
        """Wait until something is so. AssertionError if it does not come about."""
        loop = asyncio.get_running_loop()
        end = loop.time() + seconds
        while not so():
            assert loop.time() < end, (
                f"it did not happen; heard {[type(m).__name__ for m in self.heard][-20:]}"
            )
            await asyncio.sleep(0.02)
