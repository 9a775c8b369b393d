"""What only Reachy Mini has, by its double; and its real daemon with its simulated robot, poses read back."""

from __future__ import annotations

import asyncio
import itertools
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import AsyncIterator, Callable, Iterator
from pathlib import Path

import httpx
import pytest

from embodiment.interface import Capability
from embodiment.robot import Face, Point, RobotLostError
from hardware.doubles.reachy_mini import ReachyMiniDouble
from hardware.reachy_mini import ReachyMini

VERSION = "1.13.0"
PLACE = Path.home() / ".cache" / "alongside" / "robots" / f"reachy-mini-{VERSION}"
CALM = 0.02
"""Radians within which a pose that is read back is the one that was asked for."""


@pytest.fixture
async def double() -> AsyncIterator[ReachyMiniDouble]:
    double = ReachyMiniDouble()
    await double.start()
    yield double
    await double.stop()


async def until(what: Callable[[], object], seconds: float = 5.0) -> None:
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


def foreign() -> dict[str, str]:
    """Our environment without what ROS put into it: that Python has libraries of its own."""
    dropped = {"_ROS_WHEELS_BOOTSTRAP_COMPLETE", "LD_LIBRARY_PATH", "PYTHONPATH"}
    return {key: value for key, value in os.environ.items() if key not in dropped}


@pytest.fixture(scope="module")
def daemon() -> Iterator[str]:
    """Reachy Mini's own daemon with a robot that is simulated, in an environment of its own; its address."""
    program = PLACE / "bin" / "reachy-mini-daemon"
    if not program.is_file():
        python, need = PLACE / "bin" / "python", f"reachy-mini=={VERSION}"
        subprocess.run([sys.executable, "-m", "venv", PLACE], check=True, env=foreign())
        made = subprocess.run(
            [python, "-m", "pip", "install", "-q", need], env=foreign(), capture_output=True
        )
        if made.returncode:
            shutil.rmtree(PLACE)
            pytest.skip(f"{need} cannot be installed here: see TEST_PACKAGES in the Makefile")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    told = ["--mockup-sim", "--headless", "--no-media", "--no-wake-up-on-start", "--no-goto-sleep-on-stop"]
    told += ["--no-preload-datasets", "--fastapi-host", "127.0.0.1", "--fastapi-port", str(port)]
    with subprocess.Popen(
        [program, *told],
        env=foreign(),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        start_new_session=True,
    ) as running:
        for _ in range(300):
            if running.poll() is not None:
                assert running.stderr
                why = running.stderr.read().decode().strip().splitlines()[-1]
                pytest.skip(f"Reachy Mini's daemon does not start here: {why}")
            try:
                status = httpx.get(f"http://127.0.0.1:{port}/api/daemon/status", trust_env=False).json()
                if status["state"] == "running":
                    break
            except httpx.HTTPError:
                pass
            time.sleep(0.2)
        yield f"127.0.0.1:{port}"
        os.killpg(running.pid, signal.SIGTERM)


async def state(address: str) -> dict[str, dict[str, float]]:
    async with httpx.AsyncClient(trust_env=False) as client:
        return (await client.get(f"http://{address}/api/state/full")).json()  # type: ignore[no-any-return]


@pytest.mark.slow
async def test_poses_are_read_back_from_the_real_daemon(daemon: str) -> None:
    robot = ReachyMini(daemon, {"sound": "beside"})
    lost: list[str] = []
    robot.told.lost = lost.append
    await robot.open()
    await robot.gaze(Point(1.0, 0.4, 0.1))
    await robot.express(Face("sad", -0.7, -0.2))
    await asyncio.sleep(1.2)
    found = await state(daemon)
    assert found["head_pose"]["yaw"] == pytest.approx(0.3805, abs=CALM)
    assert found["head_pose"]["pitch"] == pytest.approx(-0.0926, abs=CALM)
    right, left = found["antennas_position"]
    assert left > 0.5
    assert right == pytest.approx(-left, abs=CALM)
    await robot.gesture("tilt", 1.0)
    await asyncio.sleep(0.9)
    assert (await state(daemon))["head_pose"]["roll"] > 0.2
    await robot.stop()
    still = (await state(daemon))["head_pose"]
    await asyncio.sleep(0.3)
    after = (await state(daemon))["head_pose"]
    assert all(abs(after[name] - still[name]) < CALM for name in still)
    assert not lost
    await robot.close()
