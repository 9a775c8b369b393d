"""How Reachy Mini's head settles after a stop in a nod, by its maker's MuJoCo model in the model's own time.

    ~/.cache/alongside/robots/reachy-mini-1.13.0/bin/python -m bench.coast

Runs in the Python that has reachy-mini (`python -m tests.hardware.reachy_daemon` makes it), with the daemon's
own control loop and ours, but without clocks and lines: the same on any machine. For each way to hold the
head and each moment of the stop: milliseconds until it stays within a degree of where it ends.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable

import mujoco
import numpy as np
from reachy_mini.daemon.backend.mujoco.backend import MujocoBackend
from reachy_mini.utils import create_head_pose
from reachy_mini.utils.rotation import Rotation

from embodiment.robot import Point
from hardware.reachy_mini import RATE_HZ
from hardware.reachy_motion import Head, Motion

STEP_S, EACH = 0.002, 10
"""The daemon's step of physics, and after how many of them it reads poses and takes targets."""
ASKED_S = 0.010
"""Seconds from the stop until the pose that was asked for is there and a target has gone out."""
MOMENTS_S = (0.1, 0.15, 0.2, 0.22, 0.25, 0.3, 0.35)
"""Seconds into the nod at which it is stopped."""
DEGREE = 0.0175
Hold = Callable[[Motion, Head], Head | None]


class Robot:
    """The model and the daemon's loop around it."""

    def __init__(self) -> None:
        self.backend = MujocoBackend(headless=True)
        model, data = self.backend.model, self.backend.data
        asleep = [*self.backend._SLEEP_HEAD_JOINT_POSITIONS, *self.backend._SLEEP_ANTENNAS_JOINT_POSITIONS]
        data.qpos[self.backend.joint_qpos_addr] = np.array(asleep).reshape(-1, 1)
        data.ctrl[:] = asleep
        mujoco.mj_forward(model, data)
        self.steps, self.told = 0, Head()
        self.backend.head_kinematics.ik(self.backend.get_mj_present_head_pose(), no_iterations=20)

    @property
    def time(self) -> float:
        """Seconds of the model."""
        return self.steps * STEP_S

    def pose(self) -> Head:
        """Where the head is; the antennas do not matter here."""
        at = self.backend.get_mj_present_head_pose()
        return Head(*at[:3, 3], *Rotation.from_matrix(at[:3, :3]).as_euler("xyz"))

    def send(self, to: Head) -> None:
        """A target."""
        self.backend.set_target(head=create_head_pose(*to.parts[:6], degrees=False))

    def step(self) -> None:
        """One step of physics; every tenth time a pose is told and the target taken."""
        backend = self.backend
        if self.steps % EACH == 0:
            self.told = self.pose()
            if backend.ik_required:
                backend.update_target_head_joints_from_ik(backend.target_head_pose, backend.target_body_yaw)
            if backend.target_head_joint_positions is not None:
                backend.data.ctrl[:7] = backend.target_head_joint_positions
        mujoco.mj_step(backend.model, backend.data)
        self.steps += 1


def settles(hold: Hold, moment: float) -> float:
    """Seconds from a stop, so long into a nod and a turn, until the head stays where it ends."""
    robot = Robot()
    motion, due = Motion(Head()), 0.0

    def go(seconds: float) -> None:
        nonlocal due
        until = robot.time + seconds
        while robot.time < until:
            if motion.moving and robot.time >= due:
                due = robot.time + 1 / RATE_HZ
                robot.send(motion.step(1 / RATE_HZ))
            robot.step()

    motion.look(Point(1.0, 0.0, 0.1))
    go(1.5)
    motion.look(Point(1.0, 0.3, 0.0))
    go(0.2)
    motion.begin("nod", 1.0)
    go(moment)
    begun = robot.time
    motion.freeze()
    go(ASKED_S)
    if (to := hold(motion, robot.told)) is not None:
        robot.send(to)
    path = [(ASKED_S, robot.pose())]
    while robot.time < begun + 0.6:
        robot.step()
        if robot.steps % 2 == 0:
            path.append((robot.time - begun, robot.pose()))
    return max((at for at, pose in path if pose.away_from(path[-1][1]) > DEGREE), default=0.0)


WAYS: dict[str, Hold] = {
    "left where it was sent": lambda motion, found: None,
    "held where it is found": lambda motion, found: found,
    "held where it coasts to": lambda motion, found: motion.held(found),
}


def main() -> None:
    """A table; `--json`: the last row alone, for the tests."""
    if "--json" in sys.argv:
        *_, hold = WAYS.values()
        print(json.dumps([settles(hold, moment) for moment in MOMENTS_S]))
        return
    print("| stopped so many ms into a nod | " + " | ".join(f"{1000 * at:.0f}" for at in MOMENTS_S) + " |")
    print("|---|" + "---|" * len(MOMENTS_S), flush=True)
    for name, hold in WAYS.items():
        row = [f"{1000 * settles(hold, moment):.0f}" for moment in MOMENTS_S]
        print(f"| {name} | " + " | ".join(row) + " |", flush=True)


if __name__ == "__main__":
    main()
