"""The line to a robot behind LuxAI's MQTT gateway: calls and streams of MAGPIE, MessagePack over a broker.

A call goes to `TOPIC/rpc/req` as {rid, reply_to, payload}; {rid, ack} and then {rid, payload} come back on
`reply_to`. Which topic is whose is told by the robot itself, asked under its serial number.
"""

from __future__ import annotations

import asyncio
import contextlib
import time
import uuid
from collections.abc import Callable, Mapping
from typing import Any

import aiomqtt
import msgpack

from embodiment.robot import RobotLostError
from hardware.peripherals.access import tls_context

PORT, TLS_PORT = 1883, 8883
FILES = ("ca", "certificate", "key")
PATIENCE_S = 3.0
"""Seconds it may take to connect, and a short call to answer."""
SDK = "0.6.9"
"""The version of the maker's own client whose calls these are."""


class MagpieLine:
    """One broker and one robot on it, by its serial number. `lost` is called once when the broker is gone."""

    def __init__(
        self, who: str, host: str, serial: str, login: Mapping[str, str], lost: Callable[[str], None]
    ) -> None:
        name, _, port = host.partition(":")
        tls = login.get("tls", "") == "yes"
        self.who, self.serial = who, serial
        self.me = f"alongside-{uuid.uuid4().hex[:12]}"
        self._client = aiomqtt.Client(
            name or "127.0.0.1",
            int(port or (TLS_PORT if tls else PORT)),
            identifier=self.me,
            username=login.get("user"),
            password=login.get("password"),
            tls_context=tls_context(*(login.get(key, "") for key in ("ca", "certificate", "key")))
            if tls
            else None,
            timeout=PATIENCE_S,
            keepalive=5,
        )
        self._lost = lost
        self._there = False
        self._reader: asyncio.Task[None] | None = None
        self._asked: dict[str, asyncio.Future[Any]] = {}
        self._hears: dict[str, Callable[[Any], None]] = {}
        self._calls: dict[str, str] = {}
        self._streams: dict[str, str] = {}
        self._named = True  # whether a call's name goes with what it asks; gateways differ

    async def open(self, harmless: str, **fields: Any) -> None:
        """Connect and learn the robot's topics; `harmless` is a call that shows how this gateway is asked."""
        try:
            await asyncio.wait_for(self._client.__aenter__(), PATIENCE_S)
            self._there = True
            self._reader = asyncio.create_task(self._read())
            await self._client.subscribe(self._back, qos=1)
        except (OSError, asyncio.TimeoutError, aiomqtt.MqttError):
            raise RobotLostError(
                f"no MQTT broker answers for {self.who}",
                "Check the address, the user and password where the broker asks for them, and tls and ca.",
            ) from None
        about = {"name": "/robot/system/describe", "args": {"sdk_version": SDK}}
        told = await self._answer(self.serial, about)
        if not told:
            raise RobotLostError(
                f"{self.who} {self.serial or '(no serial number)'} does not answer on its broker",
                "Write the address as BROKER/SERIAL, and see that its MQTT gateway is started.",
            )
        self._calls, self._streams = _topics(told, "rpc"), _topics(told, "stream")
        for self._named in (True, False):
            if await self._answer(self._topic(harmless), self._request(harmless, fields)) is not None:
                return
        raise RobotLostError(f"{self.who} refuses what it is asked", "Update its software, or restart it.")

    async def close(self) -> None:
        """Hang up. Never raises."""
        reader, self._reader = self._reader, None
        if reader is not None and reader is not asyncio.current_task():
            reader.cancel()
        if self._there:
            self._there = False
            with contextlib.suppress(Exception):
                await asyncio.wait_for(self._client.__aexit__(None, None, None), 1.0)
            with contextlib.suppress(Exception):
                self._client._disconnected.exception()  # told already; else asyncio logs it once more
        self._forget()

    async def ask(self, call: str, **fields: Any) -> asyncio.Future[Any]:
        """Begin a call; the future is what it answers (None where it failed), for who wants to wait."""
        return await self._ask(self._topic(call), self._request(call, fields))

    async def publish(self, stream: str, value: Any) -> None:
        """Send one frame of values on a stream of the robot's."""
        frame = {"gid": uuid.uuid4().hex, "id": 0, "name": "DictFrame", "timestamp": str(time.time())}
        await self._send(self._streams.get(stream, stream), {**frame, "value": value})

    async def subscribe(self, stream: str, heard: Callable[[Any], None]) -> None:
        """Hear the values of a stream of the robot's."""
        topic = self._streams.get(stream, stream)
        self._hears[topic] = heard
        with contextlib.suppress(aiomqtt.MqttError):
            await self._client.subscribe(topic)

    # ------------------------------------------------------------ the wire

    @property
    def _back(self) -> str:
        return f"magpie/rpc/{self.me}/1/rep"

    def _topic(self, call: str) -> str:
        return self._calls.get(call, self.serial + call)

    def _request(self, call: str, fields: dict[str, Any]) -> Any:
        return {"name": call, "args": fields} if self._named else fields

    async def _answer(self, topic: str, request: Any) -> Any:
        answer = await self._ask(topic, request)
        with contextlib.suppress(asyncio.TimeoutError):
            return await asyncio.wait_for(answer, PATIENCE_S)
        return None

    async def _ask(self, topic: str, request: Any) -> asyncio.Future[Any]:
        number = uuid.uuid4().hex
        answer: asyncio.Future[Any] = asyncio.get_running_loop().create_future()
        self._asked[number] = answer
        answer.add_done_callback(lambda _: self._asked.pop(number, None))
        content = {"rid": number, "reply_to": self._back, "payload": request}
        await self._send(f"{topic.lstrip('/')}/rpc/req", content)
        return answer

    async def _send(self, topic: str, content: Any) -> None:
        if not self._there:
            raise RobotLostError(f"{self.who} is not connected", "Check its power and network.")
        try:
            await self._client.publish(topic, msgpack.packb(content), qos=1)
        except aiomqtt.MqttError:
            raise RobotLostError(f"the line to {self.who} broke", "Check its power and network.") from None

    async def _read(self) -> None:
        with contextlib.suppress(aiomqtt.MqttError):
            async for message in self._client.messages:
                with contextlib.suppress(
                    ValueError, KeyError, TypeError, AttributeError, msgpack.UnpackException
                ):
                    self._take(str(message.topic), msgpack.unpackb(message.payload))
        if self._there:
            self._lost("the line broke")
        self._forget()

    def _take(self, topic: str, told: Any) -> None:
        if topic in self._hears:
            self._hears[topic](told["value"])
        elif topic == self._back and "payload" in told:
            answer, found = self._asked.get(told["rid"]), told["payload"]
            if answer is not None and not answer.done():
                answer.set_result((found.get("response") or True) if found.get("status") else None)

    def _forget(self) -> None:
        for answer in list(self._asked.values()):
            if not answer.done():
                answer.set_result(None)


def _topics(told: Any, kind: str) -> dict[str, str]:
    found = told.get(kind, {}) if isinstance(told, dict) else {}
    return {
        name: about["transports"]["mqtt"]["topic"]
        for name, about in found.items()
        if "mqtt" in about.get("transports", {})
    }
