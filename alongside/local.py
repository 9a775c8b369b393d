"""The transport without ROS: the components of a profile wired together in one process."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable

from alongside.component import Component
from alongside.inbox import Inbox
from alongside.messages import Message

KEPT = 200
"""Messages of delivery `record` kept for a component that asks to replay."""


class LocalTransport:
    """Hands every message to each component that hears its kind, on one event loop."""

    def __init__(self, components: Iterable[Component]) -> None:
        self.inboxes = [Inbox(component) for component in components]
        self._latest: dict[tuple[str, type[Message]], Message] = {}
        self._kept: list[tuple[Component, Message]] = []
        self._open: set[Component] = set()
        for inbox in self.inboxes:
            inbox.component.bind(self)

    def send(self, sender: Component, message: Message) -> None:
        """Hand `message` to all who hear it, but not back to its sender."""
        if message.delivery == "state":
            self._latest[sender.name, type(message)] = message
        if message.delivery == "record":
            self._kept = [*self._kept[-KEPT:], (sender, message)]
        for inbox in self.inboxes:
            component = inbox.component
            if component is not sender and component in self._open and type(message) in component.hears:
                inbox.put(message)

    async def start(self) -> None:
        """Start all components at once; each hears from the moment it is ready."""
        await asyncio.gather(*(self._open_one(inbox) for inbox in self.inboxes))

    async def _open_one(self, inbox: Inbox) -> None:
        component = inbox.component
        if await inbox.open():
            self._open.add(component)
            for (name, kind), message in self._latest.items():
                if kind in component.hears and name != component.name:
                    inbox.put(message)
            if component.replays:
                for sender, message in self._kept:
                    if type(message) in component.hears and sender is not component:
                        inbox.put(message)

    async def stop(self) -> None:
        """Stop all components, last first."""
        self._open.clear()
        for inbox in reversed(self.inboxes):
            await inbox.close()

    async def settle(self) -> None:
        """Wait until no component has anything to do (for tests and replay)."""
        while not all(inbox.idle for inbox in self.inboxes):  # noqa: ASYNC110 - many inboxes, no one event
            await asyncio.sleep(0.001)
