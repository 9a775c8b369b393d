"""OurBot: JSON on a websocket, `{"do": "say", "text": ...}` there, `{"told": "word", "word": ...}` back."""

from __future__ import annotations

import asyncio
import contextlib
import json
from pathlib import Path
from typing import Any

import websockets
from websockets.asyncio.client import ClientConnection, connect

from embodiment.card import load_card
from embodiment.robot import Manner, Point, Robot, RobotLostError


class OurBot(Robot):
    """One OurBot."""

    card = load_card(Path(__file__).with_suffix(".yaml"))
    _line: ClientConnection | None = None
    _reader: asyncio.Task[None] | None = None

    async def open(self) -> None:
        """Connect."""
        try:
            self._line = await asyncio.wait_for(connect(f"ws://{self.address}", proxy=None), 3.0)
        except (OSError, asyncio.TimeoutError, websockets.WebSocketException):
            raise RobotLostError(f"no OurBot answers at {self.address}", "Switch it on.") from None
        self._reader = asyncio.create_task(self._read(self._line))

    async def close(self) -> None:
        """Hang up."""
        reader, self._reader, line, self._line = self._reader, None, self._line, None
        if reader is not None and reader is not asyncio.current_task():
            reader.cancel()
        if line is not None:
            with contextlib.suppress(Exception):
                await asyncio.wait_for(line.close(), 1.0)
        self.said.end()

    async def say(self, text: str, manner: Manner) -> None:
        """Say it; over when the robot says so, or hushed."""
        over = self.said.begin()
        await self._do("say", text=text, rate=manner.rate)
        await self.said.until(over)

    async def hush(self) -> None:
        """Fall silent."""
        self.said.end()
        with contextlib.suppress(RobotLostError):
            await self._do("hush")

    async def gaze(self, at: Point) -> None:
        """Look there; the robot wants metres as we have them."""
        await self._do("look", at=[at.x, at.y, at.z])

    async def gesture(self, name: str, strength: float) -> None:
        """Nod."""
        await self._do(self.card.gestures_there[name], strength=strength)

    async def light(self, red: int, green: int, blue: int) -> None:
        """Shine."""
        await self._do("shine", rgb=[red, green, blue])

    async def freeze(self) -> None:
        """Stand still."""
        with contextlib.suppress(RobotLostError):
            await self._do("freeze")

    async def _do(self, what: str, **how: Any) -> None:
        if self._line is None:
            raise RobotLostError("OurBot is not connected", "Switch it on.")
        try:
            await self._line.send(json.dumps({"do": what, **how}))
        except (OSError, websockets.WebSocketException):
            raise RobotLostError("the line to OurBot broke", "Check its network.") from None

    async def _read(self, line: ClientConnection) -> None:
        with contextlib.suppress(OSError, websockets.WebSocketException):
            async for raw in line:
                told = json.loads(raw)
                if told["told"] == "word":
                    self.told.word(told["word"])  # the first one tells that it sounds, too
                elif told["told"] == "over":
                    self.said.end()
        self.said.end()
        if self._line is line:
            self.told.lost("the line broke")
