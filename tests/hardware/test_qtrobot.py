"""What is QTrobot's own: its head, its eyes, its screen that lips and faces share."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest

from embodiment.robot import Face, Manner, Point, RobotLostError
from hardware.doubles.qtrobot import QTrobotDouble
from hardware.qtrobot import QTrobot


@asynccontextmanager
async def qtrobot(**options: str) -> AsyncIterator[tuple[QTrobot, QTrobotDouble]]:
    """A robot and its double, connected."""
    double = QTrobotDouble()
    await double.start()
    robot = QTrobot(double.address, options)
    await robot.open()
    try:
        yield robot, double
    finally:
        await robot.close()
        await double.stop()


async def until(what: object, seconds: float = 10.0) -> None:
    """Wait for something to be so."""
    end = asyncio.get_running_loop().time() + seconds
    while not what():  # type: ignore[operator]
        assert asyncio.get_running_loop().time() < end, "waited in vain"
        await asyncio.sleep(0.01)


async def test_a_face_waits_until_the_lips_are_done() -> None:
    async with qtrobot() as (robot, double):
        saying = asyncio.create_task(robot.say("one two", Manner()))
        await until(lambda: double.speaking)
        await robot.express(Face("happy", 0.6))
        await asyncio.sleep(0.1)
        assert double.face == ""
        await saying
        await until(lambda: double.face == "QT/happy")


async def test_a_nod_goes_down_and_comes_back_to_where_it_looked() -> None:
    async with qtrobot() as (robot, double):
        await robot.gaze(Point(1.0, 0.5, 0.0))
        await robot.gesture("nod", 1.0)
        await until(lambda: len(double.asked("gaze")) == 3)
        (_, _, before), (_, left, down), (_, _, after) = double.asked("gaze")
        assert down < before == after == 0
        assert left > 0


async def test_what_it_holds_when_it_is_stopped_is_where_its_head_is() -> None:
    async with qtrobot() as (robot, double):
        await robot.gaze(Point(1.0, 0.3, 0.1))
        await until(lambda: double.head != (0.0, 0.0))
        double.head = (7.0, 3.0)  # on its way
        await double._tell_joints()
        await asyncio.sleep(0.05)
        await robot.stop()
        await until(lambda: double.asked("freeze"))
        await asyncio.sleep(0.05)
        assert double.head == (7.0, 3.0)


async def test_a_glance_is_for_the_eyes_where_that_is_wished() -> None:
    async with qtrobot(eyes="yes") as (robot, double):
        await robot.gaze(Point(1.0, 0.1, 0.0))
        await until(lambda: double.asked("eyes"))
        assert double.asked("eyes") == [(6, 0, 6, 0)]
        assert double.head == (0.0, 0.0)
        await robot.gaze(Point(1.0, 0.5, 0.0))
        await until(lambda: double.head[0] > 20)


async def test_its_pace_follows_the_manner() -> None:
    async with qtrobot(language="en-US") as (robot, double):
        await robot.say("one", Manner(rate=0.8))
        assert double.settings == {"language": "en-US", "pitch": 0, "speed": 80}


async def test_a_bridge_without_the_robots_own_software_is_told_apart() -> None:
    double = QTrobotDouble()
    await double.start()
    double._list = None  # type: ignore[assignment, method-assign]
    with pytest.raises(RobotLostError, match="does not answer"):
        await QTrobot(double.address).open()
    await double.stop()
