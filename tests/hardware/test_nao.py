"""What is NAO's own: words told as they are said, tags of its voice, its own life that waits, touch."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import Any

import pytest

from embodiment.robot import Manner, Point, RobotLostError
from hardware.doubles.nao import NaoDouble
from hardware.nao import Nao, in_manner
from tests.e2e.waits import within


@asynccontextmanager
async def nao(**options: str) -> AsyncIterator[tuple[Nao, NaoDouble]]:
    """A robot and its double, connected."""
    double = NaoDouble()
    await double.start()
    robot = Nao(double.address, options)
    await robot.open()
    try:
        yield robot, double
    finally:
        await robot.close()
        await double.stop()


async def until(what: Callable[[], Any], seconds: float = 10.0) -> None:
    """Wait for something to be so."""
    end = asyncio.get_running_loop().time() + seconds
    while not what():
        assert asyncio.get_running_loop().time() < end, "waited in vain"
        await asyncio.sleep(0.01)


async def test_each_word_is_told_as_it_is_said() -> None:
    async with nao() as (robot, double):
        told: list[str] = []
        starts: list[bool] = []
        robot.told.word = told.append
        robot.told.started = lambda: starts.append(double.speaking)
        await robot.say("take your time", Manner(rate=0.9))
        assert told == ["take", "your", "time"]
        assert starts == [True]
        assert double.asked("text") == ["take your time"]
        assert "\\rspd=90\\" in double.tags


def test_a_text_cannot_smuggle_tags_to_its_voice() -> None:
    assert in_manner("so \\vol=100\\ loud", Manner()) == "so  vol=100  loud"
    assert in_manner("slow", Manner(rate=0.1, volume=0.5)) == "\\rspd=50\\\\vol=40\\slow\\rst\\"


async def test_its_own_awareness_pauses_while_it_is_a_body() -> None:
    async with nao() as (_, double):
        assert not double.aware
    assert double.aware


async def test_a_touch_is_told() -> None:
    async with nao() as (robot, double):
        touched: list[str] = []
        robot.told.touched = touched.append
        double.tell("MiddleTactilTouched", 1.0)
        double.tell("MiddleTactilTouched", 0.0)
        await until(lambda: touched)
        await asyncio.sleep(0.05)
        assert touched == ["head middle"]


async def test_the_head_stays_within_what_its_shell_allows() -> None:
    async with nao() as (robot, double):
        await robot.gaze(Point(0.1, 1.0, -3.0))
        await until(lambda: double.asked("gaze"))
        assert abs(double.head["HeadYaw"]) <= 1.05
        assert double.head["HeadPitch"] <= 0.3


async def test_its_eyes_take_a_colour() -> None:
    async with nao() as (robot, double):
        await robot.light(255, 170, 60)
        await until(lambda: double.asked("light"))
        assert double.asked("light") == [(255, 170, 60)]


async def test_a_robot_that_is_up_without_naoqi_is_said_to_be_so() -> None:
    double = NaoDouble(refusing=True)
    await double.start()
    with pytest.raises(RobotLostError, match="no NAOqi answers"):
        await Nao(double.address).open()
    await double.stop()
    with pytest.raises(RobotLostError):
        await Nao("127.0.0.1:9").open()


async def test_our_own_voice_sounds_from_its_loudspeakers_whole() -> None:
    async with nao(sound="ours") as (robot, double):
        assert (robot.card.speech, Nao.card.speech) == ("audio", "text")
        starts: list[bool] = []
        robot.told.started = lambda: starts.append(double.speaking)
        samples = bytes(range(256)) * 60  # every byte there is, a third of a second
        loop = asyncio.get_running_loop()
        begun = loop.time()
        await robot.play(samples, 22050)
        assert loop.time() - begun > 0.3
        assert starts == [True]
        await until(lambda: not double.speaking)
        assert b"".join(part for part, _ in double.asked("audio")) == samples
        assert {rate for _, rate in double.asked("audio")} == {22050}
        await robot.play(bytes(8000), 8000)  # a rate it has not
        other = [part for part, rate in double.asked("audio") if rate == 48000]
        assert sum(map(len, other)) == 6 * 8000


async def test_our_own_voice_is_hushed_in_the_middle() -> None:
    async with nao(sound="ours") as (robot, double):
        playing = asyncio.create_task(robot.play(bytes(2 * 22050 * 3), 22050))
        await until(lambda: double.speaking)
        await asyncio.sleep(0.3)
        with within(0.1):
            await robot.hush()
            await until(lambda: not double.speaking)
        await playing
        await asyncio.sleep(0.2)
        assert not double.speaking
        heard = sum(len(part) / 2 / rate for part, rate in double.asked("audio"))
        assert heard < 1.5
