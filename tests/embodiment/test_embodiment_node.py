"""The `perform` action: a goal is shown as an act, and a calm face follows."""

from pathlib import Path
from typing import Any

import pytest
from action_msgs.msg import GoalStatus
from alongside_msgs.action import Perform
from alongside_msgs.msg import FacePose

from alongside.component import Component, Context
from alongside.messages import Act
from embodiment.body import Body
from embodiment.node import attach
from tests.ros_doubles import Operator, graph, operator, own_graph, until

__all__ = ["operator", "own_graph"]


class Keeper(Component):
    hears = (Act,)

    def __init__(self) -> None:
        super().__init__("body", {}, Context(Path("unused"), transport="ros"))
        self.acts: list[Act] = []

    async def on_act(self, act: Act) -> None:
        self.acts.append(act)


async def test_a_goal_is_shown_and_then_the_face_is_calm(operator: Operator) -> None:
    body = Keeper()
    async with graph(body) as transport:
        attach(transport.node_of("body"), body, transport)
        goal = Perform.Goal(gesture="nod", expression="happy", valence=0.5, arousal=-0.25, duration=0.7)
        handle, told = await operator.send(Perform, "perform", goal)
        status, result = await operator.result(handle)
    assert (status, result.error) == (GoalStatus.STATUS_SUCCEEDED, "")
    shown, calm = body.acts
    assert (shown.gesture, shown.expression, shown.valence, shown.arousal, shown.text) == (
        "nod",
        "happy",
        0.5,
        -0.25,
        "",
    )
    assert (calm.gesture, calm.expression, calm.valence) == ("", "neutral", 0.0)
    assert (shown.kind, shown.pause_before) == ("backchannel", 0.7)  # speech goes on beside it
    assert 0.6 < calm.stamp - shown.stamp < 1.5
    assert [round(feedback.elapsed, 1) for feedback in told] == [0.0, 0.5]


async def test_the_real_body_shows_it_as_long_as_asked(operator: Operator, tmp_path: Path) -> None:
    body = Body("body", {}, Context(tmp_path, transport="ros"))
    poses = operator.hear(FacePose, "face/pose")
    async with graph(body) as transport:
        attach(transport.node_of("body"), body, transport)
        goal = Perform.Goal(gesture="tilt", expression="happy", valence=0.5, duration=2.5)
        handle, _ = await operator.send(Perform, "perform", goal)
        status, _ = await operator.result(handle)
        await until(lambda: poses[-1].expression == "neutral")
    assert status == GoalStatus.STATUS_SUCCEEDED
    assert [pose.gesture for pose in poses if pose.gesture] == ["tilt"]
    happy = [pose.header.stamp for pose in poses if pose.expression == "happy"]
    calm = next(pose.header.stamp for pose in reversed(poses) if pose.expression == "neutral")
    assert 1.5 < calm.sec - happy[0].sec + (calm.nanosec - happy[0].nanosec) * 1e-9 < 4.0


async def test_cancelling_calms_the_face_at_once(operator: Operator) -> None:
    body = Keeper()
    async with graph(body) as transport:
        attach(transport.node_of("body"), body, transport)
        handle, _ = await operator.send(Perform, "perform", Perform.Goal(expression="sad", duration=60.0))
        await until(lambda: body.acts)
        await operator.cancel(handle)
        status, _ = await operator.result(handle)
    assert status == GoalStatus.STATUS_CANCELED
    assert [act.expression for act in body.acts] == ["sad", "neutral"]


@pytest.mark.parametrize(
    ("goal", "problem"),
    [
        ({"gesture": "wave"}, "there is no gesture 'wave'"),
        ({"expression": "jolly"}, "'jolly' is not a name"),
        ({"valence": 2.0}, "between -1 and 1"),
        ({"arousal": float("nan")}, "between -1 and 1"),
        ({"duration": -1.0}, "between 0 and 600 s"),
    ],
)
async def test_what_cannot_be_shown_is_told(operator: Operator, goal: dict[str, Any], problem: str) -> None:
    body = Keeper()
    async with graph(body) as transport:
        attach(transport.node_of("body"), body, transport)
        handle, _ = await operator.send(Perform, "perform", Perform.Goal(**goal))
        status, result = await operator.result(handle)
    assert status == GoalStatus.STATUS_ABORTED
    assert problem in result.error
    assert not body.acts
