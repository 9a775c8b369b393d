"""A QTrobot v3 that is not there: a broker, and on it the robot's MQTT gateway with what a companion uses.

python -m hardware.doubles.qtrobot3 [--port 1883]
"""

from __future__ import annotations

import asyncio
import contextlib
import socket
from dataclasses import dataclass
from typing import Any

import aiomqtt
import msgpack

from hardware.doubles.double import rehearse
from hardware.doubles.qtrobot import QTrobotDouble
from hardware.peripherals.embedded import EmbeddedBroker

SERIAL = "QTRD000000"
JOINTS_S = 0.1
CALLS: dict[str, tuple[str, dict[str, str]]] = {
    "/tts/engine/say/text": ("behavior/talkText", {"text": "message"}),
    "/tts/engine/cancel": ("speech/stop", {}),
    "/gesture/file/play": ("gesture/play", {"gesture": "name", "speed_factor": "speed"}),
    "/gesture/file/list": ("gesture/list", {}),
    "/gesture/cancel": ("gesture/stop", {}),
    "/face/emotion/show": ("emotion/show", {"emotion": "name"}),
    "/face/emotion/stop": ("emotion/stop", {}),
    "/face/look": ("emotion/look", {"l_eye": "eye_l", "r_eye": "eye_r"}),
}
"""Its calls, by those of the second generation that do the same."""
JOINTS, HEAD = "/motor/joints/state/stream:o", "/motor/joints/command/stream:i"


@dataclass
class QTrobot3Double(QTrobotDouble):
    """`named`: its gateway wants each call's name with its content, as newer ones do."""

    named: bool = True
    rate: float = 1.0  # of what it said last
    _broker: EmbeddedBroker | None = None
    _client: aiomqtt.Client | None = None
    _tasks: tuple[asyncio.Task[None], ...] = ()

    @property
    def address(self) -> str:
        """Broker and serial number."""
        return f"127.0.0.1:{self.port}/{SERIAL}"

    async def start(self) -> None:
        """Start the broker, and the gateway on it."""
        self.port = self.port or _free_port()
        self._broker = EmbeddedBroker(self.port)
        await self._broker.start()
        self._client = client = aiomqtt.Client("127.0.0.1", self.port, identifier=SERIAL)
        await client.__aenter__()
        await client.subscribe(f"{SERIAL}/#", qos=1)
        self._tasks = (asyncio.create_task(self._gateway(client)), asyncio.create_task(self._joints(client)))

    async def stop(self) -> None:
        """Be gone: the robot, and the broker that runs on it."""
        tasks, self._tasks = self._tasks, ()
        for task in (*tasks, *self._work):
            task.cancel()
        broker, self._broker, client, self._client = self._broker, None, self._client, None
        if client is not None:
            with contextlib.suppress(Exception):
                await asyncio.wait_for(client.__aexit__(None, None, None), 1.0)
        if broker is not None:
            await broker.stop()
        self.quiet()

    async def drop(self) -> None:
        """Break every line; it is reachable again at once."""
        await self.stop()
        await self.start()

    async def _gateway(self, client: aiomqtt.Client) -> None:
        with contextlib.suppress(aiomqtt.MqttError):
            async for message in client.messages:
                topic = str(message.topic).removeprefix(SERIAL)
                content = msgpack.unpackb(message.payload)
                if topic == HEAD:
                    value = content["value"]
                    await self._turn(value["HeadYaw"]["position"], value["HeadPitch"]["position"])
                elif topic.endswith("/rpc/req"):
                    self._run(self._reply(client, topic.removesuffix("/rpc/req"), content))

    async def _reply(self, client: aiomqtt.Client, call: str, asked: dict[str, Any]) -> None:
        await asyncio.sleep(self.late)
        back, number = asked["reply_to"], asked["rid"]
        with contextlib.suppress(aiomqtt.MqttError):
            await client.publish(back, msgpack.packb({"rid": number, "ack": True}), qos=1)
            answer = await self._called(call, asked["payload"])
            await client.publish(back, msgpack.packb({"rid": number, "payload": answer}), qos=1)

    async def _called(self, call: str, given: dict[str, Any]) -> dict[str, Any]:
        if not call:
            return {"status": not self.refusing, "response": _about()}
        if self.named and given.get("name") != call:
            return {"status": False, "response": "no such call"}
        fields: dict[str, Any] = dict(given["args"] if self.named else given)
        if call == "/tts/engine/say/text":
            self.rate = fields.pop("rate", 1.0)
        service, names = CALLS[call]
        try:
            values = await self._do(service, **{names.get(key, key): value for key, value in fields.items()})
        except TypeError:
            return {"status": False, "response": "called wrongly"}
        return {"status": values["status"], "response": values.get("gestures")}

    async def _joints(self, client: aiomqtt.Client) -> None:
        with contextlib.suppress(aiomqtt.MqttError):
            while True:
                yaw, pitch = self.head
                value = {"HeadYaw": {"position": yaw}, "HeadPitch": {"position": pitch}}
                frame = {"gid": "1", "id": 0, "name": "DictFrame", "timestamp": "0", "value": value}
                await client.publish(SERIAL + JOINTS, msgpack.packb(frame))
                await asyncio.sleep(JOINTS_S)


def _about() -> dict[str, Any]:
    def by(name: str) -> dict[str, Any]:
        return {"mqtt": {"topic": SERIAL + name}}

    return {
        "robot_type": "qtrobot-v3",
        "robot_id": SERIAL,
        "rpc": {name: {"transports": by(name)} for name in CALLS},
        "stream": {
            JOINTS: {"direction": "out", "transports": by(JOINTS)},
            HEAD: {"direction": "in", "transports": by(HEAD)},
        },
    }


def _free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


DOUBLE = QTrobot3Double

if __name__ == "__main__":
    rehearse(DOUBLE)
