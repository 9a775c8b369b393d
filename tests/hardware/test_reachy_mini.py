"""What only Reachy Mini has, by its double; and its real daemon with its simulated robot, poses read back."""

from __future__ import annotations

import asyncio
import itertools
import json
import subprocess
from collections.abc import AsyncIterator, Callable, Iterator
from pathlib import Path

import pytest

from embodiment.interface import Capability
from embodiment.robot import STOP_S, Face, Point, RobotLostError
from hardware.doubles.reachy_mini import ReachyMiniDouble
from hardware.reachy_mini import ReachyMini
from tests.hardware.reachy_daemon import ReachyDaemon, foreign, program

ROOT = Path(__file__).parents[2]
CALM = 0.02
"""Radians within which a pose that is read back is the one that was asked for."""


@pytest.fixture
async def double() -> AsyncIterator[ReachyMiniDouble]:
    double = ReachyMiniDouble()
    await double.start()
    yield double
    await double.stop()


async def until(what: Callable[[], object], seconds: float = 10.0) -> None:
    loop = asyncio.get_running_loop()
    end = loop.time() + seconds
    while not what():
        assert loop.time() < end, "waited in vain"
        await asyncio.sleep(0.01)


async def test_it_is_woken_gently_from_where_it_lies(double: ReachyMiniDouble) -> None:
    double.pose.update(pitch=0.54, z=-0.05)
    double.antennas = (-3.05, 3.05)
    robot = ReachyMini(double.address)
    await robot.open()
    await asyncio.sleep(0.1)
    assert double.motors == "disabled"  # a connection test moves nothing
    assert double.pose["pitch"] == 0.54
    await robot.gaze(Point(1.0, 0.0, 0.0))
    assert double.motors == "enabled"
    await until(lambda: abs(double.pose["pitch"]) < CALM and double.antennas[1] < 0.2)
    antennas = [left for _, left in double.asked(Capability.EXPRESSION)]
    assert max(a - b for a, b in itertools.pairwise(antennas)) < 1.5
    await robot.close()


async def test_a_stop_in_a_nod_leaves_the_head_where_it_is(double: ReachyMiniDouble) -> None:
    robot = ReachyMini(double.address)
    await robot.open()
    await robot.gesture("nod", 1.0)
    await until(lambda: double.pose["pitch"] > 0.1)
    await robot.stop()
    await asyncio.sleep(0.05)
    asked, pose = len(double.asked(Capability.GAZE)), dict(double.pose)
    await asyncio.sleep(0.2)
    assert len(double.asked(Capability.GAZE)) == asked
    assert double.pose == pose
    await robot.close()


async def test_a_sound_that_is_hushed_while_it_is_being_asked_for_stays_silent(
    double: ReachyMiniDouble,
) -> None:
    robot = ReachyMini(double.address)
    await robot.open()
    double.late = 0.15
    playing = asyncio.create_task(robot.play(bytes(64000), 16000))
    await asyncio.sleep(0.2)  # uploaded; to be played
    await robot.hush()
    await asyncio.sleep(0.5)
    assert not double.speaking
    playing.cancel()
    await robot.close()


async def test_a_daemon_without_sound_says_what_to_do_and_a_loudspeaker_beside_it_does(
    double: ReachyMiniDouble,
) -> None:
    double.media = False
    with pytest.raises(RobotLostError, match="reachy_mini_beside"):
        await ReachyMini(double.address).open()
    robot = ReachyMini(double.address, {"sound": "beside"})
    assert Capability.AUDIO not in robot.card.capabilities
    assert Capability.AUDIO in ReachyMini.card.capabilities
    await robot.open()
    await robot.stop()
    await robot.close()


async def test_a_robot_that_is_not_started_is_not_driven(double: ReachyMiniDouble) -> None:
    double.running = False
    with pytest.raises(RobotLostError, match="dashboard"):
        await ReachyMini(double.address).open()
    assert double.motors == "disabled"


# ------------------------------------------------------------ the real daemon


@pytest.fixture(scope="module", params=["--mockup-sim", "--sim"])
def daemon(request: pytest.FixtureRequest) -> Iterator[ReachyDaemon]:
    """Reachy Mini's own daemon: without physics, and with MuJoCo's."""
    daemon = ReachyDaemon(request.param)
    daemon.start()
    yield daemon
    daemon.kill()


@pytest.mark.slow
async def test_poses_are_read_back_from_the_real_daemon(daemon: ReachyDaemon) -> None:
    robot = ReachyMini(daemon.address, {"sound": "beside"})
    lost: list[str] = []
    robot.told.lost = lost.append
    await robot.open()
    await robot.gaze(Point(1.0, 0.4, 0.1))
    await robot.express(Face("sad", -0.7, -0.2))
    await until(lambda: abs(daemon.pose()["yaw"] - 0.3805) < CALM)
    await until(lambda: abs(daemon.pose()["pitch"] + 0.0926) < CALM)
    await until(lambda: daemon.get("/api/state/full")["antennas_position"][1] > 0.5)
    await asyncio.sleep(0.5)
    right, left = daemon.get("/api/state/full")["antennas_position"]
    assert left > 0.5
    assert right == pytest.approx(-left, abs=CALM)
    await robot.gesture("tilt", 1.0)
    await until(lambda: daemon.pose()["roll"] > 0.1)
    await robot.gesture("nod", 1.0)
    await asyncio.sleep(0.3)
    await robot.stop()
    await asyncio.sleep(STOP_S)  # with physics the head is behind its targets, and must not go on to them
    still = daemon.pose()
    await asyncio.sleep(0.4)
    after = daemon.pose()
    assert all(abs(after[name] - still[name]) < CALM for name in still)
    assert not lost
    await robot.close()


@pytest.mark.slow
def test_a_head_in_full_swing_is_still_within_a_tenth_of_a_second_of_a_stop() -> None:
    """With its maker's physics, in their own time: a busy machine changes nothing."""
    python = program().with_name("python")
    env = {**foreign(), "PYTHONPATH": str(ROOT)}
    done = subprocess.run([python, "-m", "bench.coast", "--json"], env=env, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    assert max(json.loads(done.stdout)) <= STOP_S
