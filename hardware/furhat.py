"""Furhat by its Realtime API: JSON events over one websocket (`ws://HOST:9000/v1/events`).

The vendor's Python client is not used: it does not tell when the line is gone, and it pulls in a package
named like Python's own asyncio. The events are few.
"""

from __future__ import annotations

import asyncio
import base64
import contextlib
import json
from pathlib import Path
from typing import Any

import websockets
from websockets.asyncio.client import ClientConnection, connect

from embodiment.card import load_card
from embodiment.robot import Face, Manner, Point, Robot, RobotLostError

PORT = 9000
PATIENCE_S = 3.0
"""Seconds it may take to connect."""
CHUNK_S = 0.1
"""Seconds of sound in one message."""
GESTURE_S = {"slow_nod": 1.6, "double_nod": 1.2}
"""Seconds a gesture takes; 1 where it is not named."""


class Furhat(Robot):
    """One Furhat."""

    card = load_card(Path(__file__).with_suffix(".yaml"))
    _line: ClientConnection | None = None
    _reader: asyncio.Task[None] | None = None
    _worn: str = ""

    async def open(self) -> None:
        """Connect and be let in."""
        host, _, port = self.address.partition(":")
        url = f"ws://{host}:{port or PORT}/v1/events"
        try:
            self._line = await asyncio.wait_for(connect(url, open_timeout=None), PATIENCE_S)
            await self._send(
                "request.auth", **({"key": self.options["key"]} if "key" in self.options else {})
            )
            answer = await asyncio.wait_for(self._answer("response.auth"), PATIENCE_S)
        except (OSError, asyncio.TimeoutError, websockets.WebSocketException):
            await self.close()
            raise RobotLostError(
                f"no Furhat answers at {self.address or 'an empty address'}",
                "Check its address, and that its Realtime API is started.",
            ) from None
        if answer.get("access") is not True:
            await self.close()
            raise RobotLostError(
                "Furhat refuses the key", "Set the robot's option key to the one in its web interface."
            )
        self._worn = ""
        self._reader = asyncio.create_task(self._read(self._line))
        if "voice" in self.options:
            await self._send("request.voice.config", name=self.options["voice"], input_language=True)

    async def close(self) -> None:
        """Hang up."""
        reader, self._reader = self._reader, None
        if reader is not None and reader is not asyncio.current_task():
            reader.cancel()
        line, self._line = self._line, None
        if line is not None:
            with contextlib.suppress(Exception):
                await asyncio.wait_for(line.close(), 1.0)
        self.said.end()

    # ------------------------------------------------------------ speech

    async def say(self, text: str, manner: Manner) -> None:
        """Say it with Furhat's own voice, word by word reported."""
        over = self.said.begin()
        await self._send("request.speak.text", text=text, abort=True, monitor_words=True)
        await self.said.until(over)

    async def play(self, samples: bytes, rate: int) -> None:
        """Sound our voice; Furhat finds the lips itself."""
        over = self.said.begin()
        await self._send("request.speak.audio.start", sample_rate=rate, lipsync=True)
        step = 2 * round(CHUNK_S * rate)
        for start in range(0, len(samples), step):
            chunk = base64.b64encode(samples[start : start + step]).decode()
            await self._send("request.speak.audio.data", audio=chunk)
            if over.is_set():
                return
        await self._send("request.speak.audio.end")
        await self.said.until(over)

    async def hush(self) -> None:
        """Stop speaking."""
        with contextlib.suppress(RobotLostError):
            await self._send("request.speak.stop")
        self.said.end()

    # ------------------------------------------------------------ the face

    async def gesture(self, name: str, strength: float) -> None:
        """Begin a gesture of Furhat's."""
        there, lasts = self.card.gestures_there[name], GESTURE_S.get(name, 1.0)
        await self._send(
            "request.gesture.start", name=there, intensity=strength, duration=lasts, monitor=False
        )

    async def gaze(self, at: Point) -> None:
        """Furhat counts x to its left, y up and z forward."""
        await self._send("request.attend.location", x=at.y, y=at.z, z=at.x)

    async def express(self, face: Face) -> None:
        """The parameter of its face that comes nearest; the one worn before goes back to 0."""
        there = self.card.expressions_there.get(face.name, "")
        if not there and face.valence > 0.15:
            there = self.card.expressions_there["happy"]
        elif not there and face.valence < -0.15:
            there = self.card.expressions_there["sad"]
        how_much = max(0.2, min(1.0, abs(face.valence) + 0.3 * abs(face.arousal))) if there else 0.0
        params = {self._worn: 0.0} if self._worn and self._worn != there else {}
        if there:
            params[there] = round(how_much, 2)
        self._worn = there
        if params:
            await self._send("request.face.params", params=params)

    async def light(self, red: int, green: int, blue: int) -> None:
        """The ring at its base."""
        await self._send("request.led.set", color=f"#{red:02x}{green:02x}{blue:02x}")

    async def freeze(self) -> None:
        """A plain face. Its gaze ends a turn by itself, and is sent no other."""
        with contextlib.suppress(RobotLostError):
            await self._send("request.face.reset")
        self._worn = ""

    # ------------------------------------------------------------ the line

    async def _send(self, kind: str, **content: Any) -> None:
        if self._line is None:
            raise RobotLostError("Furhat is not connected", "Check its power and network.")
        try:
            await self._line.send(json.dumps({"type": kind, **content}))
        except (OSError, websockets.WebSocketException):
            raise RobotLostError("the line to Furhat broke", "Check its power and network.") from None

    async def _answer(self, kind: str) -> dict[str, Any]:
        assert self._line
        while True:
            event = json.loads(await self._line.recv())
            if event.get("type") == kind:
                return dict(event)

    async def _read(self, line: ClientConnection) -> None:
        with contextlib.suppress(OSError, websockets.WebSocketException):
            async for raw in line:
                try:
                    event = json.loads(raw)
                    kind = event["type"]
                except (ValueError, KeyError, TypeError):
                    continue  # not ours to judge: the next one may be right
                if kind == "response.speak.start":
                    self.told.started()
                elif kind == "response.speak.word":
                    self.told.word(str(event.get("word", "")))
                elif kind == "response.speak.end":
                    self.said.end()
        self.said.end()
        if self._line is line:
            self.told.lost("the line broke")


ROBOT = Furhat
