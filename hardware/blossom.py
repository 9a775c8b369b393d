"""Blossom by its own HTTP server: the head's position, and sequences by name. A loudspeaker beside it speaks.

The server reads a position as numbers between `:` and `,` in a fixed order, whatever they are called: pitch,
roll, yaw (radians), height (millimetres), ears, and three accelerations.
"""

from __future__ import annotations

import asyncio
import contextlib
import math
from pathlib import Path

from embodiment.card import load_card
from embodiment.robot import Face, Point, Robot, RobotLostError
from hardware.web import RobotWeb

PORT = 8000
TALL, LOW = 110.0, 50.0
"""Millimetres of the head platform, raised and sunk."""
CALM = 80.0
BEND = 0.25
"""Radians of a full nod."""
BEAT_S = 0.35
"""Seconds of half a nod."""
ASK_EVERY_S = 2.0
"""Seconds between two looks whether it is still there."""


class Blossom(Robot):
    """One Blossom."""

    card = load_card(Path(__file__).with_suffix(".yaml"))
    _web: RobotWeb | None = None
    _watch: asyncio.Task[None] | None = None
    _pitch: float = 0.0
    _yaw: float = 0.0
    _height: float = CALM
    _moving: asyncio.Task[None] | None = None
    _sequences: frozenset[str] = frozenset()

    async def open(self) -> None:
        """See that its server answers, and which sequences it has."""
        self._web = RobotWeb("Blossom", self.address, PORT)
        try:
            answer = await self._web.get("/sequences")
        except RobotLostError:
            await self.close()
            raise
        with contextlib.suppress(ValueError):
            self._sequences = frozenset(map(str, answer.json()))
        self._watch = asyncio.create_task(self._look_after())

    async def close(self) -> None:
        """Let it go."""
        watch, self._watch = self._watch, None
        if watch is not None and watch is not asyncio.current_task():
            watch.cancel()
        self._still()
        web, self._web = self._web, None
        if web is not None:
            with contextlib.suppress(Exception):
                await web.close()

    async def hush(self) -> None:
        """It has no voice."""

    async def gesture(self, name: str, strength: float) -> None:
        """Its own sequence of that name where asked for, else a movement of the head."""
        self._still()
        if self.options.get("sequences") == "yes" and name in self._sequences:
            await self._reach(f"/s/{name}")
            return
        self._moving = asyncio.create_task(self._move(name, strength))

    async def gaze(self, at: Point) -> None:
        """Turn the whole upper body: it has no eyes to move."""
        self._pitch = math.atan2(-at.z, math.hypot(at.x, at.y))
        self._yaw = math.atan2(at.y, at.x)
        await self._go(self._pitch, 0.0)

    async def express(self, face: Face) -> None:
        """Posture: upright where glad or alert, sunk where low (Bretan, Hoffman and Weinberg 2015)."""
        mood = 0.7 * face.valence + 0.3 * face.arousal
        self._height = CALM + (TALL - CALM if mood > 0 else CALM - LOW) * mood
        await self._go(self._pitch, 0.0)

    async def freeze(self) -> None:
        """End the movement and stay."""
        self._still()
        with contextlib.suppress(RobotLostError):
            await self._go(self._pitch, 0.0)

    def _still(self) -> None:
        moving, self._moving = self._moving, None
        if moving is not None and moving is not asyncio.current_task():
            moving.cancel()

    async def _move(self, name: str, strength: float) -> None:
        pause = BEAT_S * (2 if name == "slow_nod" else 1)
        try:
            if name == "tilt":
                await self._go(self._pitch, BEND * strength)
                await asyncio.sleep(3 * pause)
            elif name == "in_breath":
                await self._go(self._pitch - BEND * strength / 2, 0.0)
                await asyncio.sleep(pause)
            else:
                for _ in range(2 if name == "double_nod" else 1):
                    await self._go(self._pitch + BEND * strength, 0.0)
                    await asyncio.sleep(pause)
                    await self._go(self._pitch, 0.0)
                    await asyncio.sleep(pause)
            await self._go(self._pitch, 0.0)
        except RobotLostError as error:
            self.told.lost(str(error))

    async def _go(self, pitch: float, roll: float) -> None:
        names = ("x", "y", "z", "h", "ears", "ax", "ay", "az")
        values = (pitch, roll, -self._yaw, self._height, CALM, 0.0, 0.0, 0.0)
        inside = ",".join(f'"{name}":{value:.3f}' for name, value in zip(names, values, strict=True))
        await self._reach("/position", "{" + inside + "}")

    async def _reach(self, path: str, text: str = "") -> None:
        if self._web is None:
            raise RobotLostError("Blossom is not connected", "Start its server.")
        if text:
            await self._web.post(path, text=text)
        else:
            await self._web.get(path)

    async def _look_after(self) -> None:
        """HTTP has no line that could break: ask now and then."""
        while True:
            await asyncio.sleep(float(self.options.get("ask_every", ASK_EVERY_S)))
            try:
                await self._reach("/sequences")
            except RobotLostError as error:
                self.told.lost(str(error))
                return


ROBOT = Blossom
