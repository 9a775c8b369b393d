"""The line to the broker: kept up, with what waits on either side of it."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Callable, Coroutine
from typing import Any

import aiomqtt

from hardware.peripherals.access import Access, Heard, in_words
from hardware.peripherals.inbox import Inbox
from hardware.peripherals.outbox import Item, Outbox
from hardware.peripherals.topics import OFFLINE, ONLINE

RETRY_S = (0.5, 1.0, 2.0, 5.0)
"""Seconds between tries; the last again and again."""
TOPICS = 300
"""Topics listened to at most."""


def _unset() -> None:
    """Nobody asked to be told."""


class Link:
    """Publishes what is in `outbox` and hands what arrives to `take`, over as many connections as it needs.

    `availability` is set to online at each connection and to offline by the broker when we are gone.
    `up` is called at each connection, `down` with one line for each failed or ended one.
    """

    def __init__(self, access: Access, availability: str, take: Callable[[aiomqtt.Message], None]) -> None:
        self.access = access
        self.outbox = Outbox()
        self.up: Callable[[], None] = _unset
        self.down: Callable[[str], None] = lambda why: None
        self.connections = 0
        self.connected = False
        self._availability = availability
        self._take = take
        self._inbox = Inbox()
        self._topics: dict[str, int] = {}
        self._client: aiomqtt.Client | None = None
        self._task: asyncio.Task[None] | None = None
        self._tasks: set[asyncio.Task[None]] = set()

    def listen(self, topic: str, qos: int) -> None:
        """Take what is published on a topic, now and after each new connection."""
        if topic not in self._topics and len(self._topics) < TOPICS:
            self._topics[topic] = qos
            if self._client is not None and self.connected:
                self._spawn(self._subscribe(self._client, topic, qos))

    def start(self) -> None:
        """Begin to look for the broker."""
        self._task = asyncio.create_task(self._keep())

    async def stop(self, seconds: float = 1.0) -> None:
        """Publish what still waits, for so long at most, say that we go, and go."""
        self.outbox.put(Item(self._availability, OFFLINE, matters=True, retain=True))
        loop = asyncio.get_running_loop()
        end = loop.time() + seconds
        while self.connected and len(self.outbox) and loop.time() < end:  # noqa: ASYNC110 - bounded in time
            await asyncio.sleep(0.02)
        for task in (self._task, *self._tasks):
            if task is not None:
                task.cancel()
                with contextlib.suppress(asyncio.CancelledError, aiomqtt.MqttError):
                    await task

    async def _keep(self) -> None:
        tries = 0
        while True:
            will = aiomqtt.Will(self._availability, OFFLINE, qos=1, retain=True)
            heard = Heard()
            client = self.access.client(self._inbox, will, heard)
            before = self.connections
            try:
                async with client:
                    tries = 0
                    await self._serve(client)
            except (aiomqtt.MqttError, OSError, ValueError) as error:
                why = error
            finally:
                self.connected, self._client = False, None
                self._drain()
                # A broker that took the connection and then said nothing leaves a socket that nobody closes.
                client._client.disconnect()
            self.down(in_words(why, self.access, heard.text if self.connections == before else ""))
            await asyncio.sleep(RETRY_S[min(tries, len(RETRY_S) - 1)])
            tries += 1

    async def _serve(self, client: aiomqtt.Client) -> None:
        """One connection, until it breaks. Raises MqttError."""
        await client.subscribe([(topic, qos) for topic, qos in self._topics.items()])
        await client.publish(self._availability, ONLINE, qos=1, retain=True)
        self.outbox.again()
        self._client, self.connected = client, True
        self.connections += 1
        self.up()
        work = [asyncio.create_task(self._receive(client)), asyncio.create_task(self._publish(client))]
        try:
            done, _ = await asyncio.wait(work, return_when=asyncio.FIRST_COMPLETED)
            done.pop().result()
        finally:
            for task in work:
                task.cancel()
            await asyncio.gather(*work, return_exceptions=True)
        raise aiomqtt.MqttError("the line ended")

    async def _receive(self, client: aiomqtt.Client) -> None:
        async for message in client.messages:
            self._take(message)

    def _drain(self) -> None:
        while not self._inbox.empty():
            self._take(self._inbox.get_nowait())

    async def _publish(self, client: aiomqtt.Client) -> None:
        """Publish what is due. What matters does not wait for what was sent before it to be confirmed."""
        on_the_way: set[asyncio.Task[None]] = set()
        due = asyncio.create_task(self.outbox.due())
        try:
            while True:
                done, _ = await asyncio.wait({due, *on_the_way}, return_when=asyncio.FIRST_COMPLETED)
                for task in done - {due}:
                    on_the_way.discard(task)
                    task.result()
                if due not in done:
                    continue
                for item in due.result():
                    if item.matters:
                        on_the_way.add(asyncio.create_task(self._deliver(client, item)))
                    else:
                        await client.publish(item.topic, item.payload, qos=0, retain=item.retain)
                due = asyncio.create_task(self.outbox.due())
        finally:
            for task in (due, *on_the_way):
                task.cancel()
            await asyncio.gather(due, *on_the_way, return_exceptions=True)

    async def _deliver(self, client: aiomqtt.Client, item: Item) -> None:
        await client.publish(item.topic, item.payload, qos=1, retain=item.retain)
        self.outbox.confirmed(item)

    async def _subscribe(self, client: aiomqtt.Client, topic: str, qos: int) -> None:
        with contextlib.suppress(aiomqtt.MqttError):  # the next connection subscribes anew
            await client.subscribe(topic, qos)

    def _spawn(self, work: Coroutine[Any, Any, None]) -> None:
        task = asyncio.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
