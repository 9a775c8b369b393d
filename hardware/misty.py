"""Misty II: REST for what it does (`http://HOST/api/...`), one websocket for what it tells (`/pubsub`)."""

from __future__ import annotations

import asyncio
import base64
import contextlib
import json
import math
from pathlib import Path
from typing import Any

import websockets
from websockets.asyncio.client import ClientConnection, connect

from alongside.wav import wav_bytes
from embodiment.card import load_card
from embodiment.robot import Face, Manner, Point, Robot, RobotLostError
from hardware.web import PATIENCE_S, RobotWeb

PORT = 80
FILE = "alongside.wav"
EVENTS = {"spoken": "TextToSpeechComplete", "played": "AudioPlayComplete", "touched": "TouchSensor"}
"""Our names of the events it is asked for."""
UP_DEG, DOWN_DEG, SIDE_DEG = -40.0, 26.0, 81.0
"""Limits of its head."""
SPEED = 60
NOD_DEG, NOD_S = 10.0, 0.35


class Misty(Robot):
    """One Misty II."""

    card = load_card(Path(__file__).with_suffix(".yaml"))
    _web: RobotWeb | None = None
    _line: ClientConnection | None = None
    _reader: asyncio.Task[None] | None = None
    _head: tuple[float, float] = (0.0, 0.0)  # pitch and yaw in degrees

    async def open(self) -> None:
        """Ask it who it is, and for its events."""
        self._web = RobotWeb("Misty", self.address, PORT)
        try:
            await self._web.get("/api/device")
            url = f"ws://{self._web.host}/pubsub"
            self._line = await asyncio.wait_for(connect(url, open_timeout=None, proxy=None), PATIENCE_S)
            for name, kind in EVENTS.items():
                asked = {
                    "Operation": "subscribe",
                    "Type": kind,
                    "DebounceMs": None,
                    "EventName": name,
                    "Message": "",
                }
                await self._line.send(json.dumps(asked))
        except (OSError, asyncio.TimeoutError, websockets.WebSocketException):
            await self.close()
            raise RobotLostError("Misty sends no events", "Restart it; then try again.") from None
        except RobotLostError:
            await self.close()
            raise
        self._reader = asyncio.create_task(self._read(self._line))

    async def close(self) -> None:
        """Hang up."""
        reader, self._reader = self._reader, None
        if reader is not None and reader is not asyncio.current_task():
            reader.cancel()
        line, self._line = self._line, None
        web, self._web = self._web, None
        with contextlib.suppress(Exception):
            if line is not None:
                await asyncio.wait_for(line.close(), 1.0)
        with contextlib.suppress(Exception):
            if web is not None:
                await web.close()
        self.said.end()

    # ------------------------------------------------------------ speech

    async def say(self, text: str, manner: Manner) -> None:
        """Say it with Misty's own voice."""
        over = self.said.begin()
        await self._do("tts/speak", text=text, speechRate=manner.rate, flush=True, utteranceId=FILE)
        self.told.started()
        await self.said.until(over)

    async def play(self, samples: bytes, rate: int) -> None:
        """Send our voice as a file, and have it played."""
        over = self.said.begin()
        data = base64.b64encode(wav_bytes(samples, rate)).decode()
        await self._do("audio", FileName=FILE, Data=data, ImmediatelyApply=False, OverwriteExisting=True)
        if over.is_set():
            return
        await self._do("audio/play", FileName=FILE)
        self.told.started()
        await self.said.until(over)

    async def hush(self) -> None:
        """Stop both of its ways to sound."""
        self.said.end()
        with contextlib.suppress(RobotLostError):
            await asyncio.gather(self._do("audio/stop"), self._do("tts/stop"))

    # ------------------------------------------------------------ body

    async def gesture(self, name: str, strength: float) -> None:
        """Nods and tilts are made of head movements, a lean of both arms and the head."""
        pitch, yaw = self._head
        if "nod" in name:
            times = 2 if name == "double_nod" else 1
            pause = NOD_S * (2 if name == "slow_nod" else 1)
            for _ in range(times):
                await self._turn(pitch + NOD_DEG * strength, yaw)
                await asyncio.sleep(pause)
                await self._turn(pitch, yaw)
                await asyncio.sleep(pause if times > 1 else 0)
        elif name == "tilt":
            await self._turn(pitch, yaw, roll=12.0 * strength)
        elif name == "lean":
            await self._turn(pitch + NOD_DEG * strength / 2, yaw)
            await self._do("arms/set", LeftArmPosition=60, RightArmPosition=60, Units="degrees")

    async def gaze(self, at: Point) -> None:
        """Turn the head: pitch is downwards, yaw to its left."""
        pitch = -math.degrees(math.atan2(at.z, math.hypot(at.x, at.y)))
        self._head = (pitch, math.degrees(math.atan2(at.y, at.x)))
        await self._turn(*self._head)

    async def express(self, face: Face) -> None:
        """One of the faces that come with it; between them, by valence."""
        there = self.card.expressions_there
        near = "happy" if face.valence > 0.3 else "sad" if face.valence < -0.3 else "neutral"
        named = face.name if face.name in there and face.name != "neutral" else near
        await self._do("images/display", FileName=there[named], Alpha=1)

    async def light(self, red: int, green: int, blue: int) -> None:
        """The light on its chest."""
        await self._do("led", red=red, green=green, blue=blue)

    async def freeze(self) -> None:
        """Halt every motor."""
        with contextlib.suppress(RobotLostError):
            await self._do("halt")

    async def _turn(self, pitch: float, yaw: float, roll: float = 0.0) -> None:
        held = {
            "Pitch": _within(pitch, UP_DEG, DOWN_DEG),
            "Yaw": _within(yaw, -SIDE_DEG, SIDE_DEG),
            "Roll": roll,
        }
        await self._do("head", **held, Velocity=SPEED, Units="degrees")

    async def _do(self, what: str, **content: Any) -> None:
        if self._web is None:
            raise RobotLostError("Misty is not connected", "Check its power and network.")
        await self._web.post(f"/api/{what}", content)

    async def _read(self, line: ClientConnection) -> None:
        with contextlib.suppress(OSError, websockets.WebSocketException):
            async for raw in line:
                with contextlib.suppress(ValueError, KeyError, TypeError, AttributeError):
                    event = json.loads(raw)
                    if event["eventName"] in ("spoken", "played") and isinstance(event["message"], dict):
                        self.said.end()
                    elif event["eventName"] == "touched" and event["message"]["isContacted"]:
                        self.told.touched(str(event["message"]["sensorPosition"]))
        self.said.end()
        if self._line is line:
            self.told.lost("the line broke")


def _within(value: float, low: float, high: float) -> float:
    return round(max(low, min(high, value)), 1)


ROBOT = Misty
