"""What waits to be published: the newest of each stream, and all that matters until it is confirmed."""

from __future__ import annotations

import asyncio
import itertools
from dataclasses import dataclass, field

STREAMS = 200
"""Topics of which one value waits at most."""
MATTERS = 1000
"""Messages that matter which wait at most, those on their way included."""

_numbers = itertools.count()


@dataclass(frozen=True)
class Item:
    """One message to publish.

    `matters`: by QoS 1, kept until the broker has confirmed it. `newest`: it stands for every older one
    of its topic that matters, and follows one that is on its way (what a lamp is set to). MQTT keeps the
    order of messages only among those of one QoS, so what is set goes by QoS 1 throughout.
    """

    topic: str
    payload: str
    matters: bool = False
    retain: bool = False
    newest: bool = False
    number: int = field(default_factory=lambda: next(_numbers))


class Outbox:
    """A bounded queue. Of a stream (QoS 0) only the newest value waits; of too many, the oldest goes.

    `dropped` counts messages that mattered and were dropped because more than `limit` waited.
    """

    def __init__(self, limit: int = MATTERS) -> None:
        self.limit = limit
        self.dropped = 0
        self._streams: dict[str, Item] = {}
        self._kept: dict[int, Item] = {}
        self._sent: set[int] = set()
        self._due = asyncio.Event()

    def __len__(self) -> int:
        return len(self._streams) + len(self._kept)

    def put(self, item: Item) -> None:
        """Add a message. Never waits."""
        if item.matters:
            if item.newest:
                for old in [old for old in self._kept.values() if old.topic == item.topic]:
                    if old.number not in self._sent:
                        self.confirmed(old)
            if len(self._kept) >= self.limit:
                oldest = next(iter(self._kept))
                self.confirmed(self._kept[oldest])
                self.dropped += 1
            self._kept[item.number] = item
        else:
            self._streams.pop(item.topic, None)
            if len(self._streams) >= STREAMS:
                del self._streams[next(iter(self._streams))]
            self._streams[item.topic] = item
        self._due.set()

    async def due(self) -> list[Item]:
        """Wait for messages, and take them."""
        while True:
            await self._due.wait()
            self._due.clear()
            ready = self.ready()
            if ready:
                return ready

    def ready(self) -> list[Item]:
        """Take what can go now: what matters first, then streams, each in order."""
        away = {self._kept[number].topic for number in self._sent}
        kept = [item for item in self._kept.values() if item.number not in self._sent]
        kept = [item for item in kept if not (item.newest and item.topic in away)]
        self._sent.update(item.number for item in kept)
        streams = list(self._streams.values())
        self._streams.clear()
        return kept + streams

    def confirmed(self, item: Item) -> None:
        """The broker has it."""
        self._kept.pop(item.number, None)
        self._sent.discard(item.number)
        self._due.set()  # a newer one of its topic may follow

    def again(self) -> None:
        """The line broke: what was not confirmed is due once more."""
        self._sent.clear()
        self._due.set()
