"""What only ROS has of the body: the `perform` action."""

from __future__ import annotations

import asyncio
import math
from collections.abc import Callable
from typing import Any

from alongside_msgs.action import Perform
from hri_msgs.msg import Expression

from alongside.component import Component
from alongside.messages import Act, new_id
from alongside.ros import RosTransport
from alongside.ros_actions import serve_action
from embodiment.interface import SCREEN_BODY

GESTURES = SCREEN_BODY.gestures
GESTURE_TAKES, LONGEST = 1.5, 600.0
"""Seconds."""
TELL_EVERY = 0.5
"""Seconds between feedback."""


def attach(node: Any, component: Component, transport: RosTransport) -> None:
    """Serve `perform`."""
    serve_action(transport, node, Perform, "perform", Performer(component, transport).perform)


class Performer:
    """A goal becomes an act without words, so the body shows it as it shows any other."""

    def __init__(self, component: Component, transport: RosTransport) -> None:
        self._act = transport.outlet(component.name, Act)

    async def perform(self, goal: Any, feedback: Callable[[Any], None]) -> Any:
        """Show the goal for its duration, then a calm face again."""
        if problem := problem_of(goal):
            return Perform.Result(error=problem)
        duration, began = goal.duration or GESTURE_TAKES, asyncio.get_running_loop().time()
        self._show(goal.expression or "neutral", goal.valence, goal.arousal, goal.gesture, duration)
        try:
            while (elapsed := asyncio.get_running_loop().time() - began) < duration:
                feedback(Perform.Feedback(elapsed=elapsed))
                await asyncio.sleep(min(TELL_EVERY, duration - elapsed))
        finally:
            self._show("neutral", 0.0, 0.0, "", 0.0)
        return Perform.Result()

    def _show(self, expression: str, valence: float, arousal: float, gesture: str, hold: float) -> None:
        self._act(
            Act(
                act_id=new_id(),
                turn_id="",
                kind="backchannel",  # the one kind that does not end what is being said
                reasons=("asked for by the ROS action perform",),
                pause_before=hold,  # an act without words is worn this long
                expression=expression,
                valence=valence,
                arousal=arousal,
                gesture=gesture,
            )
        )


def problem_of(goal: Any) -> str:
    """Why a goal cannot be shown; empty if it can."""
    if goal.gesture and goal.gesture not in GESTURES:
        return f"there is no gesture {goal.gesture!r}; there are: {', '.join(GESTURES)}"
    if goal.expression and getattr(Expression, goal.expression.upper(), None) != goal.expression:
        return f"{goal.expression!r} is not a name of hri_msgs/Expression"
    if not all(math.isfinite(value) and -1 <= value <= 1 for value in (goal.valence, goal.arousal)):
        return "valence and arousal lie between -1 and 1"
    if not 0 <= goal.duration <= LONGEST:
        return f"duration lies between 0 and {LONGEST:.0f} s"
    return ""
