"""A ROS 1 robot's services and topics over its rosbridge: JSON on one websocket, protocol 2.1."""

from __future__ import annotations

import asyncio
import contextlib
import itertools
import json
from collections.abc import Callable
from typing import Any

import websockets
from websockets.asyncio.client import ClientConnection, connect

from embodiment.robot import RobotLostError

PATIENCE_S = 3.0
"""Seconds it may take to connect, and a short service to answer."""
ALIVE_S = 5.0
"""Seconds between two looks whether a silent line is alive, and for the answer to one."""


class Rosbridge:
    """One line. `who` names the robot in errors; `lost` is called once when the line breaks by itself."""

    def __init__(self, who: str, address: str, port: int, lost: Callable[[str], None]) -> None:
        host, _, given = address.partition(":")
        self.who = who
        self.url = f"ws://{host or '127.0.0.1'}:{given or port}"
        self._lost = lost
        self._line: ClientConnection | None = None
        self._reader: asyncio.Task[None] | None = None
        self._numbers = itertools.count(1)
        self._asked: dict[str, asyncio.Future[dict[str, Any]]] = {}
        self._hears: dict[str, Callable[[dict[str, Any]], None]] = {}

    async def open(self) -> None:
        """Connect. Raises RobotLostError."""
        try:
            work = connect(
                self.url, open_timeout=None, proxy=None, ping_interval=ALIVE_S, ping_timeout=ALIVE_S
            )
            self._line = await asyncio.wait_for(work, PATIENCE_S)
        except (OSError, asyncio.TimeoutError, websockets.WebSocketException):
            raise RobotLostError(
                f"no rosbridge answers at {self.url}",
                f"Check {self.who}'s address, its power, and that its rosbridge is started.",
            ) from None
        self._reader = asyncio.create_task(self._read(self._line))

    async def close(self) -> None:
        """Hang up. Never raises."""
        reader, self._reader = self._reader, None
        if reader is not None and reader is not asyncio.current_task():
            reader.cancel()
        line, self._line = self._line, None
        if line is not None:
            with contextlib.suppress(Exception):
                await asyncio.wait_for(line.close(), 1.0)
        self._forget()

    async def subscribe(
        self, topic: str, kind: str, heard: Callable[[dict[str, Any]], None], every_ms: int
    ) -> None:
        """Hear a topic, at most once in `every_ms` milliseconds, the newest of it."""
        self._hears[topic] = heard
        await self._send(op="subscribe", topic=topic, type=kind, throttle_rate=every_ms, queue_length=1)

    async def advertise(self, topic: str, kind: str) -> None:
        """Say that a topic will be published on."""
        await self._send(op="advertise", topic=topic, type=kind)

    async def publish(self, topic: str, **fields: Any) -> None:
        """Publish on a topic that was advertised."""
        await self._send(op="publish", topic=topic, msg=fields)

    async def ask(self, service: str, **fields: Any) -> asyncio.Future[dict[str, Any]]:
        """Call a service; the future is its answer (empty if it failed), for who wants to wait."""
        number = f"alongside:{next(self._numbers)}"
        answer: asyncio.Future[dict[str, Any]] = asyncio.get_running_loop().create_future()
        self._asked[number] = answer
        answer.add_done_callback(lambda _: self._asked.pop(number, None))
        await self._send(op="call_service", id=number, service=service, args=fields)
        return answer

    async def call(self, service: str, **fields: Any) -> dict[str, Any]:
        """Call a service that answers at once. Raises RobotLostError if it does not."""
        values: dict[str, Any] = {}
        with contextlib.suppress(asyncio.TimeoutError):
            values = await asyncio.wait_for(await self.ask(service, **fields), PATIENCE_S)
        if not values:
            raise RobotLostError(
                f"{self.who} does not answer {service}", "Start its own software, then try again."
            )
        return values

    async def _send(self, **content: Any) -> None:
        if self._line is None:
            raise RobotLostError(f"{self.who} is not connected", "Check its power and network.")
        try:
            await self._line.send(json.dumps(content))
        except (OSError, websockets.WebSocketException):
            raise RobotLostError(f"the line to {self.who} broke", "Check its power and network.") from None

    async def _read(self, line: ClientConnection) -> None:
        with contextlib.suppress(OSError, websockets.WebSocketException):
            async for raw in line:
                with contextlib.suppress(ValueError, KeyError, TypeError, AttributeError):
                    self._take(json.loads(raw))  # what is not understood is not ours to judge
        if self._line is line:
            self._lost("the line broke")
        self._forget()

    def _take(self, told: dict[str, Any]) -> None:
        if told["op"] == "service_response":
            answer = self._asked.get(told["id"])
            if answer is not None and not answer.done():
                values = told.get("values")
                answer.set_result(values if told.get("result", True) and isinstance(values, dict) else {})
        elif told["op"] == "publish" and told["topic"] in self._hears:
            self._hears[told["topic"]](told["msg"])

    def _forget(self) -> None:
        for answer in list(self._asked.values()):
            if not answer.done():
                answer.set_result({})
