"""A listener's murmurs and small movements on robots: never over an act, and what stands in for them."""

from __future__ import annotations

import asyncio
from typing import ClassVar

import pytest

from alongside.messages import Act, FacePose, VoiceClip
from alongside.murmurs import murmur_id
from embodiment.card import RobotCard
from embodiment.interface import Capability
from embodiment.robot import Manner, Point, Robot
from hardware.looking import SMALL, Looking
from hardware.speaking import Speaking

MURMUR = murmur_id(12.5)
CAN = frozenset({Capability.TEXT, Capability.AUDIO, Capability.GESTURE, Capability.GAZE})


class Desk(Robot):
    """A robot on a desk that remembers what it was asked."""

    card: ClassVar[RobotCard] = RobotCard(name="desk", capabilities=CAN, gestures=("nod",), speech="text")

    async def open(self) -> None:
        self.asked: list[tuple[str, object]] = []

    async def close(self) -> None:
        """Nothing to let go."""

    async def say(self, text: str, manner: Manner) -> None:
        self.asked.append(("say", text))
        self.told.started()
        await asyncio.sleep(0.2)

    async def play(self, samples: bytes, rate: int) -> None:
        self.asked.append(("play", len(samples)))
        self.told.started()
        await asyncio.sleep(len(samples) / 2 / rate)

    async def hush(self) -> None:
        self.asked.append(("hush", ""))

    async def gesture(self, name: str, strength: float) -> None:
        self.asked.append((name, strength))

    async def gaze(self, at: Point) -> None:
        self.asked.append(("gaze", at))

    async def freeze(self) -> None:
        """It is always still."""


class Loudspeaker(Desk):
    """The same, with our sound."""

    card: ClassVar[RobotCard] = RobotCard(name="loudspeaker", capabilities=CAN, speech="audio")


class Nodless(Desk):
    """The same without a head that nods."""

    card: ClassVar[RobotCard] = RobotCard(name="nodless", capabilities=CAN)


async def begin(kind: type[Desk]) -> tuple[Desk, Speaking, list[tuple[str, str]]]:
    robot, told = kind(), []
    await robot.open()
    return robot, Speaking(robot, lambda act_id, status, _: told.append((act_id, status))), told


def murmur() -> Act:
    return Act(act_id=MURMUR, turn_id="", kind="backchannel", text="Mm-hm.")


def sound(act_id: str, seconds: float = 0.2) -> VoiceClip:
    samples = bytes(2 * int(8000 * seconds))
    return VoiceClip(act_id=act_id, index=0, last=True, text="So.", samples=samples, rate=8000)


async def test_a_robot_that_speaks_with_its_own_voice_leaves_it_unsaid_and_goes_on() -> None:
    robot, speaking, told = await begin(Desk)
    speaking.act(Act(act_id="a", turn_id="", kind="ask", text="How was it?"))
    await asyncio.sleep(0.05)
    speaking.act(murmur())
    await asyncio.sleep(0.3)
    assert told == [("a", "started"), (MURMUR, "failed"), ("a", "finished")]
    assert robot.asked == [("say", "How was it?")]


async def test_one_with_our_sound_murmurs_into_silence_and_never_over_an_act() -> None:
    robot, speaking, told = await begin(Loudspeaker)
    speaking.act(murmur())
    speaking.clip(sound(MURMUR))
    await asyncio.sleep(0.3)
    assert told == [(MURMUR, "started"), (MURMUR, "finished")]
    speaking.clip(sound("a"))
    await asyncio.sleep(0.05)
    speaking.clip(sound(murmur_id(13.0)))
    await asyncio.sleep(0.3)
    assert told[2:] == [("a", "started"), (murmur_id(13.0), "failed"), ("a", "finished")]
    assert [what for what, _ in robot.asked] == ["play", "play"]


@pytest.mark.parametrize("gesture", sorted(SMALL))
async def test_what_only_a_drawn_face_has_is_a_small_nod_where_there_is_one(gesture: str) -> None:
    robot, _, _ = await begin(Desk)
    await Looking(robot, lambda _: None).show(FacePose(mode="listening", gesture=gesture, strength=0.5))
    nods = [strength for what, strength in robot.asked if what == "nod"]
    assert nods == [pytest.approx(0.5 * SMALL[gesture])]
    still, _, _ = await begin(Nodless)
    await Looking(still, lambda _: None).show(FacePose(mode="listening", gesture=gesture))
    assert [what for what, _ in still.asked] == ["gaze"]
