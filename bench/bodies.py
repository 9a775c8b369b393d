"""How fast each body is silent and still after a stop: `python -m bench.bodies [NAME ...] [--tries 10]`.

In the middle of a sentence, while it nods and looks about, everyone is told to stop. Robots: from there to
the end of the sound on the robot's double, and to the last thing that reaches it. Reachy Mini's own
simulators: to the last change of the head's pose that is read back (more than a degree). The screen: real
Chromium, to the last sound that it plays and to the last change of the face's pose. Prints a table; its last
column is what the machine itself is late by (90th percentile of what short naps overran meanwhile).
"""

from __future__ import annotations

import argparse
import asyncio
import json
import logging
import statistics
import tempfile
import time
from datetime import datetime
from pathlib import Path

import websockets

from embodiment.robot import Point
from hardware.reachy_mini import ReachyMini
from tests.e2e.waits import waits
from tests.hardware.conftest import on_screen, on_stage, robots
from tests.hardware.page_double import PageDouble, chromium
from tests.hardware.reachy_daemon import ReachyDaemon
from tests.hardware.stopping import AFTER_S, Took, of_double, of_page

DEGREE = 0.0175


async def of_simulator(robot: ReachyMini, daemon: ReachyDaemon) -> Took:
    """One stop of Reachy Mini's own simulator, its head read back fifty times a second with its own time."""
    poses: list[tuple[float, dict[str, float]]] = []

    async def watch() -> None:
        async with websockets.connect(
            f"ws://{daemon.address}/api/state/ws/full?frequency=50", proxy=None
        ) as line:
            async for state in line:
                told = json.loads(state)
                at = datetime.fromisoformat(told["timestamp"].replace("Z", "+00:00")).timestamp()
                poses.append((at, told["head_pose"]))

    watching = asyncio.create_task(watch())
    await robot.gaze(Point(1.0, 0.3, 0.0))
    await asyncio.sleep(0.2)
    await robot.gesture("nod", 1.0)
    await asyncio.sleep(0.25)
    begun = time.time()
    await robot.stop()
    await asyncio.sleep(AFTER_S)
    watching.cancel()
    end = poses[-1][1]
    moved = [at for at, pose in poses if at > begun and max(abs(pose[n] - end[n]) for n in end) > DEGREE]
    await robot.gaze(Point(1.0, 0.0, 0.0))
    await asyncio.sleep(1.0)
    return None, max(moved, default=begun) - begun


async def of_screen(tries: int) -> list[Took]:
    """A page and a session for each stop."""
    found = []
    with chromium() as chrome:
        for _ in range(tries):
            with tempfile.TemporaryDirectory() as folder:
                async with on_screen(Path(folder), chrome) as stage:
                    assert isinstance(stage.double, PageDouble)
                    found.append(await of_page(stage, stage.double))
    return found


async def measure(name: str, tries: int) -> list[Took]:
    """So many stops of a body."""
    if name == "screen":
        return await of_screen(tries)
    if name.startswith("reachy_mini --"):
        daemon = ReachyDaemon(name.partition(" ")[2])  # type: ignore[arg-type]
        await asyncio.to_thread(daemon.start)
        robot = ReachyMini(daemon.address, {"sound": "beside"})
        try:
            await robot.open()
            return [await of_simulator(robot, daemon) for _ in range(tries)]
        finally:
            await robot.close()
            daemon.kill()
    with tempfile.TemporaryDirectory() as folder:
        async with on_stage(name, Path(folder)) as stage:
            return [await of_double(stage, number) for number in range(tries)]


def in_ms(values: list[float]) -> str:
    """Median and largest."""
    return f"{1000 * statistics.median(values):.0f} ({1000 * max(values):.0f})" if values else "no voice"


def main() -> None:
    """Print the table."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("names", nargs="*", default=[])
    asked.add_argument("--tries", type=int, default=10)
    given = asked.parse_args()
    logging.disable(logging.WARNING)
    print("| body | silent after a stop: median (slowest), ms | still, ms | a processor came late by, ms |")
    print("|---|---|---|---|", flush=True)
    for name in given.names or ["screen", "reachy_mini --mockup-sim", "reachy_mini --sim", *robots()]:
        with waits() as machine:
            took = asyncio.run(measure(name, given.tries))
        silent = in_ms([silent for silent, _ in took if silent is not None])
        still = in_ms([still for _, still in took])
        print(f"| {name} | {silent} | {still} | {1000 * machine.typical():.0f} |", flush=True)


if __name__ == "__main__":
    main()
