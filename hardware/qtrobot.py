"""QTrobot, first and second generation: its ROS 1 services and topics, through its rosbridge.

Angles are degrees: yaw to its left, pitch downwards. Eyes are moved in pixels of its screen.
"""

from __future__ import annotations

import asyncio
import contextlib
import math
from pathlib import Path
from typing import Any

from embodiment.card import load_card
from embodiment.robot import Face, Manner, Point, Robot, RobotLostError
from hardware.rosbridge import Rosbridge

PORT = 9091
LONGEST_S = 60.0
"""Seconds after which something said counts as over, though nothing told so."""
SIDE_DEG, UP_DEG = 60.0, 25.0
"""How far the maker's own software turns its head to a side, and up or down."""
GLANCE_DEG, EYES_PX = 10.0, 20.0
"""Below this many degrees its eyes can follow alone; the furthest they are moved, in pixels."""
NOD_DEG, NOD_S = 10.0, 0.35
"""A full nod, and half its time."""
SPEED = 100
"""The speed of its voice that is normal."""
HEAD, JOINTS = "/qt_robot/head_position/command", "/qt_robot/joints/state"
JOINTS_MS = 50
SERVICES = {
    "say": "/qt_robot/behavior/talkText",
    "silence": "/qt_robot/speech/stop",
    "play": "/qt_robot/gesture/play",
    "stop playing": "/qt_robot/gesture/stop",
    "show": "/qt_robot/emotion/show",
    "stop showing": "/qt_robot/emotion/stop",
    "look": "/qt_robot/emotion/look",
}


class QTrobot(Robot):
    """One QTrobot."""

    card = load_card(Path(__file__).with_suffix(".yaml"))
    _bridge: Rosbridge | None = None
    _over: asyncio.Event | None = None
    _moving: asyncio.Task[None] | None = None
    _worn: str = "neutral"  # the face it shall wear
    _shown: str = ""  # the one it was told to
    _rate: float = 1.0
    _aim: tuple[float, float] = (0.0, 0.0)  # yaw and pitch it was told
    _head: tuple[float, float] | None = None  # yaw and pitch it told last

    async def open(self) -> None:
        """Connect, and see that its own software is up."""
        self._bridge = Rosbridge("QTrobot", self.address, PORT, self._lost)
        try:
            await self._bridge.open()
            await self._bridge.call("/qt_robot/gesture/list")
            await self._bridge.advertise(HEAD, "std_msgs/Float64MultiArray")
            await self._bridge.subscribe(JOINTS, "sensor_msgs/JointState", self._joints, JOINTS_MS)
            if "language" in self.options:
                await self._configure(1.0)
        except RobotLostError:
            await self.close()
            raise
        self._shown, self._worn, self._rate, self._aim = "", "neutral", 1.0, (0.0, 0.0)

    async def close(self) -> None:
        """Hang up."""
        self._still()
        bridge, self._bridge = self._bridge, None
        if bridge is not None:
            await bridge.close()
        self._end()

    # ------------------------------------------------------------ speech

    async def say(self, text: str, manner: Manner) -> None:
        """Say it with the lips moving; its service answers when it is said."""
        self._end()
        over = self._over = asyncio.Event()
        rate = round(manner.rate, 1)
        if rate != self._rate:
            await self._configure(rate)
        answer = await self._do("say", message=text)
        answer.add_done_callback(lambda _: over.set())
        self.told.started()
        with contextlib.suppress(asyncio.TimeoutError):
            await asyncio.wait_for(over.wait(), LONGEST_S)
        if self._over is over:
            self._over = None
            await self._show()

    async def hush(self) -> None:
        """Stop speaking."""
        self._end()
        with contextlib.suppress(RobotLostError):
            await self._do("silence")

    async def _configure(self, rate: float) -> None:
        self._rate = rate
        await self._line.ask(
            "/qt_robot/speech/config",
            language=self.options.get("language", "default"),
            pitch=0,
            speed=round(SPEED * rate),
        )

    def _end(self) -> None:
        over, self._over = self._over, None
        if over is not None:
            over.set()

    # ------------------------------------------------------------ body

    async def gesture(self, name: str, strength: float) -> None:
        """A nod is made with the head, as deep as it is meant; others are the robot's own gestures."""
        self._still()
        there = self.card.gestures_there[name]
        if there == "head":
            self._moving = asyncio.create_task(self._nod(strength, NOD_S * (2 if name == "slow_nod" else 1)))
        else:
            await self._do("play", name=there, speed=round(0.5 + strength / 2, 2))

    async def gaze(self, at: Point) -> None:
        """Turn the head; a glance is for the eyes alone where the option says so."""
        self._still()
        yaw = math.degrees(math.atan2(at.y, at.x))
        pitch = -math.degrees(math.atan2(at.z, math.hypot(at.x, at.y)))
        if self.options.get("eyes") == "yes":
            beside, below = yaw - self._aim[0], pitch - self._aim[1]
            glance = max(abs(beside), abs(below)) < GLANCE_DEG
            eye = [round(_within(turn, EYES_PX)) if glance else 0 for turn in (beside, below)]
            await self._do("look", eye_l=eye, eye_r=eye, duration=0.0)
            if glance:
                return
        await self._turn(yaw, pitch)

    async def express(self, face: Face) -> None:
        """One of its own faces; while it speaks its lips have the screen, so a face waits until then."""
        there = self.card.expressions_there
        near = "happy" if face.valence > 0.3 else "sad" if face.valence < -0.3 else "neutral"
        self._worn = there[face.name if face.name in there and face.name != "neutral" else near]
        if self._over is None:
            await self._show()

    async def freeze(self) -> None:
        """End its gesture, and hold the head where it is."""
        self._still()
        with contextlib.suppress(RobotLostError):
            await self._do("stop playing")
            await self._do("stop showing")
            if self._head is not None:
                await self._turn(*self._head)
        self._shown = ""

    async def _show(self) -> None:
        if self._worn != self._shown:
            self._shown = self._worn
            await self._do("show", name=self._worn)

    async def _nod(self, strength: float, half: float) -> None:
        yaw, pitch = self._aim
        try:
            await self._turn(yaw, pitch + NOD_DEG * strength, aim=False)
            await asyncio.sleep(half)
            await self._turn(yaw, pitch)
        except RobotLostError as error:
            self.told.lost(str(error))

    def _still(self) -> None:
        moving, self._moving = self._moving, None
        if moving is not None and moving is not asyncio.current_task():
            moving.cancel()

    async def _turn(self, yaw: float, pitch: float, *, aim: bool = True) -> None:
        turned = (_within(yaw, SIDE_DEG), _within(pitch, UP_DEG))
        if aim:
            self._aim = turned
        await self._send_head(*turned)

    # ------------------------------------------------------------ the line

    async def _do(self, what: str, **fields: Any) -> asyncio.Future[Any]:
        return await self._line.ask(SERVICES[what], **fields)

    async def _send_head(self, yaw: float, pitch: float) -> None:
        await self._line.publish(HEAD, data=[yaw, pitch])

    @property
    def _line(self) -> Rosbridge:
        if self._bridge is None:
            raise RobotLostError("QTrobot is not connected", "Check its power and network.")
        return self._bridge

    def _joints(self, state: dict[str, Any]) -> None:
        where = dict(zip(state["name"], state["position"], strict=False))
        if {"HeadYaw", "HeadPitch"} <= where.keys():
            self._head = (float(where["HeadYaw"]), float(where["HeadPitch"]))

    def _lost(self, why: str) -> None:
        self._end()
        self.told.lost(why)


def _within(value: float, most: float) -> float:
    return round(max(-most, min(most, value)), 1)


ROBOT = QTrobot
