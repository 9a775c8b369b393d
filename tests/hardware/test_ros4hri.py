"""What only ROS4HRI robots have: actions that are cancelled, lights that stay, a domain for an address."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import AsyncIterator, Callable

import pytest

import hardware.ros4hri
from alongside.errors import AlongsideError
from embodiment.interface import Capability
from embodiment.robot import Face, Manner, Point, RobotLostError
from hardware.doubles.ros4hri import Ros4hriDouble
from hardware.robots import robot_class
from hardware.ros4hri import Ros4hri


@pytest.fixture
async def pair() -> AsyncIterator[tuple[Ros4hri, Ros4hriDouble]]:
    """A robot's double and what drives it, connected."""
    double = Ros4hriDouble()
    await double.start()
    robot = Ros4hri(double.address)
    await robot.open()
    yield robot, double
    await robot.close()
    await double.stop()


async def until(what: Callable[[], object]) -> None:
    loop = asyncio.get_running_loop()
    end = loop.time() + 10
    while not what():
        assert loop.time() < end, "waited in vain"
        await asyncio.sleep(0.01)


async def test_every_word_is_told_as_it_is_said(pair: tuple[Ros4hri, Ros4hriDouble]) -> None:
    robot, double = pair
    told: list[str] = []
    robot.told.word = told.append
    await robot.say("so <loud> it was", Manner())
    assert told == ["so", "loud", "it", "was"]
    assert double.asked(Capability.TEXT) == ["so  loud  it was"]  # no markup reaches the robot


async def test_what_is_hushed_before_the_robot_answered_is_not_said(
    pair: tuple[Ros4hri, Ros4hriDouble],
) -> None:
    robot, double = pair
    saying = asyncio.create_task(robot.say("never mind what I say", Manner()))
    await asyncio.sleep(0)
    await robot.hush()
    await saying
    await until(lambda: double.asked("hush"))
    await until(lambda: not double.speaking)


async def test_a_robot_that_does_not_want_to_speak_is_no_success(pair: tuple[Ros4hri, Ros4hriDouble]) -> None:
    robot, double = pair
    double.refusing = True
    with pytest.raises(RobotLostError, match="does not want to speak"):
        await robot.say("hello", Manner())


async def test_a_colour_stays_until_the_next(pair: tuple[Ros4hri, Ros4hriDouble]) -> None:
    robot, double = pair
    await robot.light(255, 0, 0)
    await until(lambda: double.lit == [(255, 0, 0)])
    await robot.light(0, 0, 255)
    await until(lambda: double.asked(Capability.LIGHT) == [(255, 0, 0), (0, 0, 255)])
    await until(lambda: double.lit == [(0, 0, 255)])


async def test_a_face_has_a_name_or_valence_and_arousal(pair: tuple[Ros4hri, Ros4hriDouble]) -> None:
    robot, double = pair
    for face in (Face("happy", 0.6, 0.3), Face("neutral", -0.5, 0.0), Face()):
        shown = len(double.asked(Capability.EXPRESSION))
        await robot.express(face)
        await until(lambda shown=shown: len(double.asked(Capability.EXPRESSION)) > shown)
    assert double.asked(Capability.EXPRESSION) == [
        ("happy", 0.6, 0.3),
        ("", -0.5, 0.0),
        ("neutral", 0.0, 0.0),
    ]


async def test_its_eyes_are_where_the_options_say(pair: tuple[Ros4hri, Ros4hriDouble]) -> None:
    robot, double = pair
    await robot.gaze(Point(1.0, 0.25, -0.125))
    await until(lambda: double.asked(Capability.GAZE))
    assert double.asked(Capability.GAZE) == [(1.0, 0.25, -0.125)]


async def test_a_domain_without_a_robot_and_an_address_that_is_none(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(hardware.ros4hri, "PATIENCE_S", 0.4)  # nobody comes later either
    with pytest.raises(AlongsideError, match="no ROS domain"):
        await Ros4hri("192.168.1.5").open()
    with pytest.raises(RobotLostError, match="ROS domain 101"):
        await Ros4hri("101").open()


def test_without_ros_one_line_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    for module in ("hardware.ros4hri", "hardware.ros_line"):
        monkeypatch.delitem(sys.modules, module)
    monkeypatch.setitem(sys.modules, "rclpy", None)
    with pytest.raises(AlongsideError, match="needs ROS 2") as refused:
        robot_class("ros4hri")
    assert "\n" not in str(refused.value)
