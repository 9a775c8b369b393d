"""A robot as the companion's body: acts and poses in, what became of them out."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Coroutine
from dataclasses import dataclass
from typing import Any

from alongside.component import Component, Context, where_from
from alongside.consent import consent_needed
from alongside.errors import AlongsideError
from alongside.messages import (
    Act,
    AudioChunk,
    Consent,
    Event,
    FacePose,
    Hold,
    Interruption,
    Spoken,
    Stop,
    VoiceClip,
)
from alongside.settings import setting
from embodiment.interface import Capability
from embodiment.robot import Robot, RobotLostError
from hardware.looking import Looking
from hardware.robots import robot_class
from hardware.speaking import Speaking, Status
from hardware.stilled import Stilled

RETRY_S = (0.5, 1.0, 2.0, 5.0)
"""Seconds between tries to reach a robot that is gone; the last again and again."""
VOICES = frozenset({Capability.TEXT, Capability.AUDIO})


@dataclass(frozen=True)
class RobotSettings:
    """What can be set on a robot."""

    robot: str = setting("", "which robot (`alongside body list`)")
    address: str = setting("", "where it is: name or number of its computer")
    options: tuple[str, ...] = setting(
        (), "what else it must be told, as name=value (`alongside body list NAME`)"
    )
    listens: bool = setting(False, "take the robot's own microphone, where it has one")
    touch_stops: tuple[str, ...] = setting((), "parts, as the robot names them, whose touch stops everything")


def read_options(given: tuple[str, ...]) -> dict[str, str]:
    """`("key=value", ...)` as a mapping. Raises AlongsideError for one without `=`."""
    found = {}
    for item in given:
        name, mark, value = item.partition("=")
        if not mark:
            raise AlongsideError(f"the robot's option {item!r} has no value", "Write it as name=value.")
        found[name.strip()] = value.strip()
    return found


class RobotBody(Component):
    """Drives a robot; when it is gone the session goes on, and takes it back when it returns."""

    hears = (Act, VoiceClip, FacePose, Hold, Interruption, Stop, Consent)
    says = (Spoken, AudioChunk, Event, Stop)
    Settings = RobotSettings

    def __init__(
        self, name: str, settings: dict[str, Any], context: Context, robot: Robot | None = None
    ) -> None:
        super().__init__(name, settings, context)
        self._robot = robot
        self._there = False
        self._may_hear = not consent_needed(context)
        self._gone = asyncio.Event()
        self._why = ""
        self._told = ""
        self._pose: FacePose | None = None
        self._fresh = asyncio.Event()
        self._moving: asyncio.Task[None] | None = None
        self._stilled = Stilled()
        self._tasks: list[asyncio.Task[None]] = []

    async def start(self) -> None:
        """Begin to look for the robot. Raises AlongsideError for one that is not known."""
        if self._robot is None:
            options = read_options(self.settings.options)
            self._robot = robot_class(self.settings.robot)(self.settings.address, options)
        self._robot.told.lost, self._robot.told.touched = self._lost, self._touched
        if self.settings.listens:
            self._robot.told.sound = self._sound
        self._speaking = Speaking(self._robot, self._became)
        self._looking = Looking(self._robot, self.log.info)
        self._tasks = [asyncio.create_task(self._keep()), asyncio.create_task(self._show())]

    async def stop(self) -> None:
        """Still the robot and let it go."""
        tasks = [*self._tasks, *([self._moving] if self._moving else [])]
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        if self._robot is not None and self._there:
            self._speaking.cut()
            await self._robot.stop()
            await self._robot.close()

    @property
    def _voice(self) -> str:
        """How the robot speaks: by text or by sound; "" for one that does not (a loudspeaker does)."""
        card = self._robot.card if self._robot is not None else None
        return card.speech if card is not None and VOICES & card.capabilities else ""

    # ------------------------------------------------------------ what it hears

    async def on_act(self, act: Act) -> None:
        """Say it, where the robot has a voice of its own."""
        if self._there and self._voice:
            self._speaking.act(act)
        elif act.text.strip() and self._voice == "text":
            self.say(Spoken(act_id=act.act_id, status="failed"))

    async def on_voice_clip(self, clip: VoiceClip) -> None:
        """Play it, where the robot only has a loudspeaker."""
        if self._there and self._voice:
            self._speaking.clip(clip)
        elif clip.index == 0 and self._voice == "audio":
            self.say(Spoken(act_id=clip.act_id, status="failed"))

    async def on_face_pose(self, pose: FacePose) -> None:
        """Look like this from now on. If the robot is slower than we are, only the newest pose is shown."""
        if self._stilled.keeps(pose):
            return
        if self._pose is not None and self._pose.gesture and not pose.gesture:
            pose = FacePose(
                **{**pose.__dict__, "gesture": self._pose.gesture, "strength": self._pose.strength}
            )
        self._pose = pose
        self._fresh.set()

    async def on_hold(self, hold: Hold) -> None:
        """Robots cannot pause: what sounds goes on until it is interrupted; what does not yet waits."""
        if self._robot is not None:
            self._speaking.hold(hold.hold)

    async def on_consent(self, consent: Consent) -> None:
        """Pass no sound on where nobody agreed to it."""
        self._may_hear = "audio" in consent.live

    async def on_interruption(self, interruption: Interruption) -> None:
        """Fall silent."""
        if self._robot is not None and self._there and interruption.act_id in ("", self._speaking.act_id):
            self._speaking.cut(interruption.act_id)
            await self._robot.hush()

    async def on_stop(self, stop: Stop) -> None:
        """Silent and still, now: what the robot was being asked to do is not asked to its end."""
        self._stilled.stop()
        self._pose = None
        self._fresh.clear()
        if self._moving is not None:
            self._moving.cancel()
        if self._there and self._robot is not None:
            self._speaking.cut()
            self._looking.forget()
            await self._robot.stop()

    # ------------------------------------------------------------ the robot

    async def _keep(self) -> None:
        assert self._robot
        tries = 0
        while True:
            self._gone.clear()
            try:
                await self._robot.open()
            except AlongsideError as error:
                self._report("degraded", str(error))
                await asyncio.sleep(RETRY_S[min(tries, len(RETRY_S) - 1)])
                tries += 1
                continue
            tries, self._there = 0, True
            self._looking.forget()
            self._fresh.set()
            self._report("ready", f"{self._robot.card.title} is connected")
            await self._gone.wait()
            self._there = False
            self._speaking.cut(lost=True)
            await self._robot.close()
            self._report(
                "degraded", f"{self._robot.card.title} is gone ({self._why}): check its power and network."
            )
            await asyncio.sleep(RETRY_S[0])

    async def _show(self) -> None:
        while True:
            await self._fresh.wait()
            self._fresh.clear()
            pose, self._pose = self._pose, None
            if pose is not None and self._there:
                self._moving = asyncio.create_task(self._robot_does(self._looking.show(pose)))
                await asyncio.wait({self._moving})

    async def _robot_does(self, work: Coroutine[Any, Any, None]) -> None:
        try:
            await work
        except RobotLostError as error:
            self._lost(str(error))
        except Exception as error:
            self.log.error("the robot could not do as asked: %s", where_from(error))

    def _lost(self, why: str) -> None:
        self._why = why
        self._gone.set()

    def _sound(self, samples: bytes, rate: int) -> None:
        if self._may_hear:
            self.say(AudioChunk(samples=samples, rate=rate, source=self.name))

    def _touched(self, part: str) -> None:
        data = {"robot": self._robot.card.name if self._robot else "", "part": part}
        self.say(Event(kind="touched", data=json.dumps(data)))
        if part in self.settings.touch_stops:
            stop = Stop(reason="a touch")
            self.say(stop)
            self._stopping = asyncio.create_task(self.on_stop(stop))  # our own does not come back to us

    def _became(self, act_id: str, status: Status, heard: str) -> None:
        self.say(Spoken(act_id=act_id, status=status, heard=heard))

    def _report(self, status: str, detail: str) -> None:
        """Tell a change once, not at each try."""
        if detail != self._told:
            self._told = detail
            self.report(status, detail)
