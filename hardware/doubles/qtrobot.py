"""A QTrobot (v1, v2) that is not there: a rosbridge with the services and topics a companion uses.

python -m hardware.doubles.qtrobot [--port 9091]
"""

from __future__ import annotations

import asyncio
import contextlib
import json
import math
from collections.abc import Awaitable, Callable, Coroutine
from dataclasses import dataclass, field
from typing import Any

from websockets.asyncio.server import ServerConnection

from embodiment.interface import Capability
from hardware.doubles.double import rehearse
from hardware.doubles.socket import SocketDouble

WORD_S = 0.3
"""Seconds a word takes in its own voice."""
GESTURE_S = 1.0
GESTURES = ("QT/happy", "QT/hi", "QT/imitation/nodding-yes", "QT/neutral", "QT/sad")


@dataclass
class QTrobotDouble(SocketDouble):
    """Turns its head at once; a service that takes time on the robot answers after that time here."""

    head: tuple[float, float] = (0.0, 0.0)  # yaw and pitch in degrees
    face: str = ""
    settings: dict[str, Any] = field(default_factory=dict)  # of its voice
    _watching: set[ServerConnection] = field(default_factory=set)
    _speech: asyncio.Event | None = None
    _motion: asyncio.Event | None = None
    _work: set[asyncio.Task[None]] = field(default_factory=set)

    def gone(self, line: ServerConnection) -> None:
        """It hears of the joints no more."""
        self._watching.discard(line)

    async def take(self, line: ServerConnection, asked: dict[str, Any]) -> None:
        """Do what is asked."""
        if asked["op"] == "call_service":
            self._run(self._serve_one(line, asked))  # as rosbridge: each call in a thread of its own
        elif asked["op"] == "publish" and asked["topic"] == "/qt_robot/head_position/command":
            await self._turn(*asked["msg"]["data"])
        elif asked["op"] == "subscribe" and asked["topic"] == "/qt_robot/joints/state":
            self._watching.add(line)
            await self._tell_joints()

    async def _serve_one(self, line: ServerConnection, asked: dict[str, Any]) -> None:
        service = asked["service"]
        try:
            values: Any = await self._do(service.removeprefix("/qt_robot/"), **asked.get("args", {}))
            well = True
        except (TypeError, KeyError):
            values, well = f"Service {service} does not exist, or was called wrongly.", False
        answer = {"op": "service_response", "id": asked["id"], "service": service}
        with contextlib.suppress(Exception):
            await line.send(json.dumps({**answer, "values": values, "result": well}))

    async def _do(self, service: str, **args: Any) -> dict[str, Any]:
        services: dict[str, Callable[..., Awaitable[dict[str, Any]]]] = {
            "behavior/talkText": self._say,
            "speech/say": self._say,
            "speech/stop": self._stop_speech,
            "speech/config": self._configure,
            "gesture/list": self._list,
            "gesture/play": self._play,
            "gesture/stop": self._stop_gesture,
            "emotion/show": self._show,
            "emotion/look": self._look,
            "emotion/stop": self._stop_face,
        }
        return await services[service](**args)

    # ------------------------------------------------------------ its services

    async def _say(self, message: str) -> dict[str, Any]:
        self.quiet()
        self.note(Capability.TEXT, message)
        self.speaking, over = True, asyncio.Event()
        self._speech = over
        with contextlib.suppress(asyncio.TimeoutError):
            await asyncio.wait_for(over.wait(), WORD_S * len(message.split()))
        if self._speech is over:
            self.quiet()
        return {"status": True}

    async def _stop_speech(self) -> dict[str, Any]:
        self.note("hush")
        self.quiet()
        return {"status": True}

    async def _configure(self, language: str, pitch: int, speed: int) -> dict[str, Any]:
        self.settings = {"language": language, "pitch": pitch, "speed": speed}
        return {"status": True}

    async def _list(self) -> dict[str, Any]:
        return {"gestures": list(GESTURES), "status": True}

    async def _play(self, name: str, speed: float) -> dict[str, Any]:
        if name not in GESTURES:
            return {"status": False}
        self.note(Capability.GESTURE, name)
        over = self._motion = asyncio.Event()
        with contextlib.suppress(asyncio.TimeoutError):
            await asyncio.wait_for(over.wait(), GESTURE_S / (speed or 1.0))
        return {"status": True}

    async def _stop_gesture(self) -> dict[str, Any]:
        self.note("freeze")
        if self._motion is not None:
            self._motion.set()
        return {"status": True}

    async def _show(self, name: str) -> dict[str, Any]:
        self.face = name
        self.note(Capability.EXPRESSION, name)
        return {"status": True}

    async def _look(self, eye_l: list[int], eye_r: list[int], duration: float) -> dict[str, Any]:
        self.note("eyes", (*eye_l, *eye_r))
        return {"status": True}

    async def _stop_face(self) -> dict[str, Any]:
        self.face = ""
        return {"status": True}

    # ------------------------------------------------------------ its body

    async def _turn(self, yaw: float, pitch: float) -> None:
        self.head = (yaw, pitch)
        side, down = math.radians(yaw), math.radians(pitch)
        self.note(Capability.GAZE, (math.cos(down) * math.cos(side), math.sin(side), -math.sin(down)))
        await self._tell_joints()

    async def _tell_joints(self) -> None:
        state = {"name": ["HeadPitch", "HeadYaw"], "position": [self.head[1], self.head[0]]}
        told = json.dumps({"op": "publish", "topic": "/qt_robot/joints/state", "msg": state})
        for line in list(self._watching):
            with contextlib.suppress(Exception):
                await line.send(told)

    def quiet(self) -> None:
        """Whatever sounds ends."""
        self.speaking = False
        speech, self._speech = self._speech, None
        if speech is not None:
            speech.set()

    def _run(self, work: Coroutine[Any, Any, None]) -> None:
        task = asyncio.create_task(work)
        self._work.add(task)
        task.add_done_callback(self._work.discard)


DOUBLE = QTrobotDouble

if __name__ == "__main__":
    rehearse(DOUBLE)
