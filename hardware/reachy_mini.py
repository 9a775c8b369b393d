"""Reachy Mini by its daemon: REST for its sound, one websocket for targets of its head, one for its state.

The vendor's Python package is not needed: it brings the robot's own drivers along. Targets are sent as a
stream (`/api/move/ws/set_target`), so that gaze, feeling and gestures add up and a stop needs no answer.
"""

from __future__ import annotations

import asyncio
import contextlib
import dataclasses
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import websockets
from websockets.asyncio.client import ClientConnection, connect

from alongside.wav import wav_bytes
from embodiment.card import load_card
from embodiment.interface import Capability
from embodiment.robot import Face, Point, Robot, RobotLostError
from hardware.reachy_motion import Head, Motion
from hardware.web import PATIENCE_S, RobotWeb

PORT = 8000
RATE_HZ = 40.0
"""Targets in a second, while something moves."""
STATE_HZ = 4.0
"""States in a second that it tells; they show that it is there."""
FILES = ("alongside-1.wav", "alongside-2.wav")
"""Its daemon keeps what it plays: two names in turn, so that none is written while it sounds."""
TAIL_S = 0.05
"""Seconds its loudspeaker goes on after the last sample was due."""


class ReachyMini(Robot):
    """One Reachy Mini."""

    card = load_card(Path(__file__).with_suffix(".yaml"))
    _web: RobotWeb | None = None
    _targets: ClientConnection | None = None
    _state: ClientConnection | None = None
    _motion: Motion | None = None
    _tasks: tuple[asyncio.Task[None], ...] = ()
    _moved: asyncio.Event | None = None
    _asked: asyncio.Future[Any] | None = None
    _holding: asyncio.Future[None] | None = None
    _played: int = 0
    _awake: bool = False

    def __init__(self, address: str = "", options: Mapping[str, str] | None = None) -> None:
        super().__init__(address, options or {})
        if self.options.get("sound") == "beside":
            # This one has no sound: its own card, in front of the one of its class.
            less = self.card.capabilities - {Capability.AUDIO}
            self.__dict__["card"] = dataclasses.replace(self.card, capabilities=less)

    async def open(self) -> None:
        """Ask its daemon how it is, and where its head is. It is woken when it is first asked to move."""
        web = self._web = RobotWeb("Reachy Mini", self.address, PORT)
        try:
            await self._check(web)
            self._motion = Motion(_head((await web.get("/api/state/full")).json()))
            self._targets = await _connect(web, "/api/move/ws/set_target")
            self._state = await _connect(web, f"/api/state/ws/full?frequency={STATE_HZ}")
        except (OSError, asyncio.TimeoutError, websockets.WebSocketException, ValueError, KeyError):
            await self.close()
            raise RobotLostError(
                "Reachy Mini's daemon does not take targets", "Restart it, or update its software."
            ) from None
        except RobotLostError:
            await self.close()
            raise
        self._moved, self._awake = asyncio.Event(), False
        self._tasks = (
            asyncio.create_task(self._move(self._targets, self._motion, self._moved)),
            asyncio.create_task(self._watch(self._state)),
        )

    async def close(self) -> None:
        """Let go of its head where it is."""
        tasks, self._tasks = self._tasks, ()
        for task in tasks:
            if task is not asyncio.current_task():
                task.cancel()
        lines = (self._targets, self._state)
        web, self._web = self._web, None
        self._targets = self._state = self._motion = self._moved = None
        for line in lines:
            with contextlib.suppress(Exception):
                if line is not None:
                    await asyncio.wait_for(line.close(), 1.0)
        with contextlib.suppress(Exception):
            if web is not None:
                await web.close()
        self.said.end()

    # ------------------------------------------------------------ speech

    async def play(self, samples: bytes, rate: int) -> None:
        """Send our voice as a file, and have it played."""
        web, over = self._there(), self.said.begin()
        self._played += 1
        name = FILES[self._played % len(FILES)]
        await web.upload("/api/media/sounds/upload", name, wav_bytes(samples, rate), "audio/wav")
        if over.is_set():
            return
        asked = self._asked = asyncio.ensure_future(web.post("/api/media/play_sound", {"file": name}))
        await asyncio.shield(asked)
        self.told.started()
        with contextlib.suppress(asyncio.TimeoutError):
            await asyncio.wait_for(over.wait(), len(samples) / 2 / rate + TAIL_S)

    async def hush(self) -> None:
        """Stop the sound, also one that it is just being asked for."""
        self.said.end()
        if self._web is None or Capability.AUDIO not in self.card.capabilities:
            return
        asked, self._asked = self._asked, None
        if asked is not None and not asked.done():
            asked.add_done_callback(lambda _: asyncio.ensure_future(self._silence()))
        await self._silence()

    async def _silence(self) -> None:
        if self._web is not None:
            with contextlib.suppress(RobotLostError):
                await self._web.post("/api/media/stop_sound")

    # ------------------------------------------------------------ body

    async def gesture(self, name: str, strength: float) -> None:
        """Begin one of the gestures of `reachy_motion`."""
        (await self._moves()).begin(name, strength)

    async def gaze(self, at: Point) -> None:
        """Turn the head there."""
        (await self._moves()).look(at)

    async def express(self, face: Face) -> None:
        """Antennas and the height of the head."""
        (await self._moves()).feel(face)

    async def freeze(self) -> None:
        """One target more: where the head coasts to. It is behind the last one, and would go on to it."""
        if self._motion is not None:
            self._motion.freeze()
            if self._awake:
                if self._holding is None or self._holding.done():
                    # Late is better than not at all: a stop that does not wait for it does not end it.
                    self._holding = asyncio.ensure_future(self._hold(self._motion))
                await asyncio.shield(self._holding)

    async def _hold(self, motion: Motion) -> None:
        with contextlib.suppress(Exception):  # a robot that does not tell stays where it was sent
            found = _head((await self._there().get("/api/state/full")).json())
            if self._motion is motion and self._targets is not None and not motion.moving:
                await self._targets.send(json.dumps(_target(motion.held(found))))

    # ------------------------------------------------------------ the line

    async def _check(self, web: RobotWeb) -> None:
        status = (await web.get("/api/daemon/status")).json()
        if status.get("state") != "running":
            raise RobotLostError(
                f"Reachy Mini's daemon is there, but its robot is {status.get('state', 'not started')}",
                f"Start it on its dashboard: http://{web.host}",
            )
        sounds = (await web.get("/api/media/status")).json()
        if Capability.AUDIO in self.card.capabilities and not sounds.get("available"):
            raise RobotLostError(
                "Reachy Mini's daemon has no sound",
                "Start it with media, or use the profile reachy_mini_beside: a loudspeaker beside it speaks.",
            )

    async def _move(self, line: ClientConnection, motion: Motion, moved: asyncio.Event) -> None:
        loop = asyncio.get_running_loop()
        with contextlib.suppress(OSError, websockets.WebSocketException):
            while True:
                await moved.wait()
                moved.clear()
                before = loop.time()
                while motion.moving:
                    await asyncio.sleep(1 / RATE_HZ)
                    if not motion.moving:  # stilled meanwhile
                        break
                    now = loop.time()
                    await line.send(json.dumps(_target(motion.step(now - before))))
                    before = now
        self.told.lost("the line for its head broke")

    async def _watch(self, line: ClientConnection) -> None:
        with contextlib.suppress(OSError, websockets.WebSocketException):
            async for _ in line:
                pass
        if self._state is line:
            self.told.lost("the line broke")

    def _there(self) -> RobotWeb:
        if self._web is None:
            raise RobotLostError("Reachy Mini is not connected", "Check its power and network.")
        return self._web

    async def _moves(self) -> Motion:
        web = self._there()
        if not self._awake:  # a robot that is only looked for stays asleep
            await web.post("/api/motors/set_mode/enabled")
            self._awake = True
        assert self._motion is not None
        assert self._moved is not None
        self._moved.set()
        return self._motion


async def _connect(web: RobotWeb, path: str) -> ClientConnection:
    return await asyncio.wait_for(
        connect(f"ws://{web.host}{path}", open_timeout=None, proxy=None), PATIENCE_S
    )


def _head(state: dict[str, Any]) -> Head:
    """Where it says that it is. The right antenna's angle is negative when it leans outwards."""
    pose, (right, left) = state["head_pose"], state["antennas_position"]
    return Head(**{name: float(pose[name]) for name in POSE}, right=-float(right), left=float(left))


def _target(head: Head) -> dict[str, Any]:
    """A target as the daemon reads it."""
    return {
        "target_head_pose": {name: round(getattr(head, name), 5) for name in POSE},
        "target_antennas": [round(-head.right, 5), round(head.left, 5)],
    }


POSE = ("x", "y", "z", "roll", "pitch", "yaw")

ROBOT = ReachyMini
