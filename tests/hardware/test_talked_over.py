"""A newer act while a robot speaks: it falls silent first, and what it still tells is of the older one."""

from __future__ import annotations

import asyncio
from typing import ClassVar

from alongside.messages import Act
from embodiment.card import RobotCard
from embodiment.interface import Capability
from embodiment.robot import Manner, Robot
from hardware.speaking import Speaking

LONG = "we can take all the time that you need today"
Told = list[tuple[str, str, str]]


class Teller(Robot):
    """A robot with the voice of a test: it says what it is told to, word by word, and is hushed slowly."""

    card: ClassVar[RobotCard] = RobotCard(
        name="teller", capabilities=frozenset({Capability.TEXT, Capability.WORDS}), speech="text"
    )

    async def open(self) -> None:
        self.asked: list[str] = []
        self.silent, self.over = asyncio.Event(), asyncio.Event()

    async def close(self) -> None:
        """Nothing to let go."""

    async def say(self, text: str, manner: Manner) -> None:
        self.asked.append(text)
        self.over.clear()
        await self.over.wait()

    async def hush(self) -> None:
        self.asked.append("(hush)")
        await self.silent.wait()

    async def freeze(self) -> None:
        """It is always still."""


def act(act_id: str, text: str, pause: float = 0.0) -> Act:
    return Act(act_id=act_id, turn_id="", kind="reflect", text=text, pause_before=pause)


async def settle() -> None:
    """Let everybody do what they can without time passing."""
    for _ in range(20):
        await asyncio.sleep(0)


async def talked_over(pause: float) -> tuple[Teller, Speaking, Told]:
    """Three words of an act were said when the next one came."""
    robot, told = Teller(), Told()
    await robot.open()
    speaking = Speaking(robot, lambda *spoken: told.append(spoken))
    speaking.act(act("a", LONG))
    await settle()
    for word in LONG.split()[:3]:
        robot.told.word(word)
    speaking.act(act("b", "that was hard", pause))
    await settle()
    assert told == [("a", "started", ""), ("a", "interrupted", "we can take")]
    return robot, speaking, told


async def test_the_robot_falls_silent_before_the_pause_of_the_newer_act() -> None:
    robot, _, told = await talked_over(pause=0.05)
    assert robot.asked == [LONG, "(hush)"]
    robot.silent.set()
    await asyncio.sleep(0.2)
    assert robot.asked == [LONG, "(hush)", "that was hard"]
    robot.told.word("that")
    robot.over.set()
    await settle()
    assert told[2:] == [("b", "started", ""), ("b", "finished", "that was hard")]


async def test_words_of_the_older_act_are_not_heard_of_the_newer_one() -> None:
    robot, speaking, told = await talked_over(pause=60.0)
    robot.told.word("all")  # not silent yet
    robot.silent.set()
    await settle()
    robot.told.word("the")  # on its way when it fell silent
    speaking.cut()
    assert len(told) == 2  # nothing of the newer one has begun


async def test_an_act_in_place_of_one_that_waits_for_silence_is_said() -> None:
    robot, speaking, told = await talked_over(pause=0.0)
    speaking.act(act("c", "so hard"))
    await settle()
    robot.silent.set()
    await settle()
    assert robot.asked[-1] == "so hard"
    robot.over.set()
    await settle()
    assert told[2:] == [("c", "started", ""), ("c", "finished", "so hard")]
