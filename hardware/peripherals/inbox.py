"""What arrived and waits to be handled: bounded, and it outlives the connection it came by."""

from __future__ import annotations

import asyncio
from collections import deque

from aiomqtt import Message

WAITING = 1000


class Inbox(asyncio.Queue[Message]):
    """A queue that, when full, drops its oldest stream value (QoS 0), and only then what matters.

    aiomqtt confirms a message to the broker when it is put here: whatever is left when the line
    breaks must still be handled, so one inbox serves all connections.
    """

    _queue: deque[Message]

    def _put(self, item: Message) -> None:
        if len(self._queue) >= WAITING:
            for place, waiting in enumerate(self._queue):
                if waiting.qos == 0:
                    del self._queue[place]
                    break
            else:
                self._queue.popleft()
        self._queue.append(item)
