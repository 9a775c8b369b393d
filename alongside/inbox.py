"""A component's inbox: messages wait here in order, bounded, and never block the sender."""

from __future__ import annotations

import asyncio
from collections import deque

from alongside.component import Component, where_from
from alongside.errors import AlongsideError
from alongside.messages import Message

MOST_WAITING = 2000
"""Messages; past this the oldest goes. About a minute of audio behind: no conversation survives that."""


class Inbox:
    """Feeds one component from any number of senders. All calls on the event loop."""

    def __init__(self, component: Component) -> None:
        self.component = component
        self.lost = 0
        self._waiting: deque[Message] = deque()
        self._arrived = asyncio.Event()
        self._urgent: set[asyncio.Task[None]] = set()
        self._task: asyncio.Task[None] | None = None
        self._busy = False

    def put(self, message: Message) -> None:
        """Take a message. A newer `sensor` message replaces one of its kind still waiting."""
        if message.urgent:
            task = asyncio.create_task(self.component.hear(message))
            self._urgent.add(task)
            task.add_done_callback(self._urgent.discard)
            return
        if message.delivery == "sensor":
            for index, other in enumerate(self._waiting):
                if type(other) is type(message):
                    self._waiting[index] = message
                    return
        if len(self._waiting) >= MOST_WAITING:
            self._waiting.popleft()
            self.lost += 1
        self._waiting.append(message)
        self._arrived.set()

    @property
    def idle(self) -> bool:
        """Whether nothing waits and nothing is being handled."""
        return not (self._waiting or self._busy or self._urgent or self.component.busy)

    async def open(self) -> bool:
        """Start the component and begin to feed it. False if it could not start."""
        self.component.report("starting")
        try:
            await self.component.start()
        except AlongsideError as error:
            self.component.report("failed", str(error))
            return False
        except Exception as error:
            self.component.report("failed", f"could not start: {where_from(error)}")
            return False
        self._task = asyncio.create_task(self._feed())
        self.component.report("ready")
        return True

    async def close(self) -> None:
        """Stop feeding, then stop the component."""
        for task in [*self._urgent, *([self._task] if self._task else [])]:
            task.cancel()
            await asyncio.gather(task, return_exceptions=True)
        try:
            await self.component.stop()
        except Exception as error:  # the others are still to be stopped
            self.component.log.error("could not stop cleanly: %s", where_from(error))

    async def _feed(self) -> None:
        while True:
            await self._arrived.wait()
            self._arrived.clear()
            while self._waiting:
                message = self._waiting.popleft()
                self._busy = True
                try:
                    await self.component.hear(message)
                finally:
                    self._busy = False
