"""The robot's side of a graph on two computers, small enough for a test; and a watcher of the network.

`python -m tests.deployment.parts NAME` joins ROS as anybody's program would and prints twice a second, as
JSON, the nodes it sees and how many turns and acts it heard.
"""

from __future__ import annotations

import asyncio
import json
import os
import sys
import time

from alongside.component import Component
from alongside.messages import Act, Spoken, Turn

SAID = "I had a row with my sister on Sunday and I have been tired since."


class Ear(Component):
    """Says one turn over and over until an act answers it, and tells that the act was spoken."""

    hears = (Act,)
    says = (Turn, Spoken)
    _task: asyncio.Task[None] | None = None
    _answered = False

    async def start(self) -> None:
        self._task = asyncio.create_task(self._talk())

    async def stop(self) -> None:
        if self._task:
            self._task.cancel()

    async def _talk(self) -> None:
        number = 0
        while not self._answered:
            await asyncio.sleep(0.5)
            number += 1
            self.say(Turn(turn_id=f"ear{os.getpid()}x{number}", text=SAID))

    async def on_act(self, act: Act) -> None:
        if act.turn_id.startswith(f"ear{os.getpid()}x"):
            self._answered = True
            self.say(Spoken(act_id=act.act_id, status="finished", heard=act.text))


def watch(name: str) -> None:
    """See the module."""
    import rclpy
    from alongside_msgs.msg import Act as RosAct
    from alongside_msgs.msg import Turn as RosTurn
    from rclpy.qos import DurabilityPolicy, QoSProfile

    rclpy.init()
    node = rclpy.create_node(name)
    heard: list[str] = []
    also_before = QoSProfile(depth=100, durability=DurabilityPolicy.TRANSIENT_LOCAL)
    node.create_subscription(RosTurn, "turn", lambda message: heard.append("turn"), also_before)
    node.create_subscription(RosAct, "act", lambda message: heard.append("act"), also_before)
    told = 0.0
    while True:
        rclpy.spin_once(node, timeout_sec=0.1)
        if time.monotonic() - told > 0.5:
            told = time.monotonic()
            print(json.dumps({"nodes": sorted(node.get_node_names()), "heard": heard}), flush=True)


if __name__ == "__main__":
    watch(sys.argv[1])
