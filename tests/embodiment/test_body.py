"""The body component in a graph: how often it speaks, how fast it stops, and that no message upsets it."""

from __future__ import annotations

import asyncio
import dataclasses
import itertools
import random
from collections.abc import AsyncIterator, Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from alongside.component import Component, Context
from alongside.local import LocalTransport
from alongside.messages import (
    Act,
    Affect,
    Control,
    FacePose,
    FaceSeen,
    Message,
    SpeechActivity,
    Spoken,
    Stop,
    Turn,
)
from alongside.records import ActionUnit
from embodiment.behaviour.planner import APART_S
from embodiment.behaviour.presence import Presence
from embodiment.body import Body
from tests.strategies import message_of


class Room(Component):
    """The rest of the graph."""

    hears = (FacePose,)
    says = Body.hears

    def __init__(self, folder: Path) -> None:
        super().__init__("room", {}, Context(session=folder))
        self.poses: list[FacePose] = []
        self.told: Callable[[], None] = lambda: None

    async def on_face_pose(self, pose: FacePose) -> None:
        self.poses.append(pose)
        self.told()


class Clock:
    """A steady clock that moves when told."""

    def __init__(self) -> None:
        self.now = 10.0

    def __call__(self) -> float:
        return self.now


class Graph:
    """A body whose steps are taken by hand, and the room."""

    def __init__(self, folder: Path) -> None:
        self.room, self.clock = Room(folder), Clock()
        self.body = Body("body", {"seed": 3}, Context(session=folder), self.clock)
        self.wiring = LocalTransport([self.room, self.body])

    async def wait(self, seconds: float, *every: Message) -> list[FacePose]:
        """Twenty steps a second; each of `every` is said ten times a second. The poses that came."""
        begin = len(self.room.poses)
        for step in range(round(seconds * 20)):
            self.clock.now += 0.05
            for message in every if step % 2 == 0 else ():
                self.room.say(message)
            await self.wiring.settle()
            self.body.step()
        await self.wiring.settle()
        return self.room.poses[begin:]

    async def say(self, message: Message) -> None:
        self.room.say(message)
        await self.wiring.settle()


@pytest.fixture
async def graph(tmp_path: Path) -> AsyncIterator[Graph]:
    found = Graph(tmp_path)
    await found.wiring.start()
    await asyncio.sleep(0.01)  # its own first step
    yield found
    await found.wiring.stop()


async def test_it_says_how_it_is_and_then_only_what_changes(graph: Graph) -> None:
    assert len(graph.room.poses) == 1
    assert graph.room.poses[0].mode == "waiting"
    poses = await graph.wait(120, SpeechActivity(speaking=True, probability=0.9))
    assert 20 < len(poses) < 90  # looks, nods and little else in two minutes
    for before, after in itertools.pairwise(poses):
        plain = [dataclasses.replace(pose, stamp=0, gesture="", strength=1) for pose in (before, after)]
        assert after.gesture or plain[0] != plain[1]


async def test_never_more_than_ten_a_second_whatever_happens(graph: Graph) -> None:
    rng, said_at = random.Random(1), []
    graph.room.told = lambda: said_at.append(graph.clock.now)
    for _ in range(400):
        strength = rng.random()
        unit = ActionUnit(code=12, intensity=strength, confidence=0.9)
        await graph.say(FaceSeen(present=True, attending=rng.random(), action_units=(unit,)))
        await graph.say(Affect(source="words", valence=rng.uniform(-1, 1), arousal=0, confidence=0.9))
        await graph.say(Act(act_id="a", turn_id="", kind="ask", text="So?", gesture="tilt"))
        await graph.say(Spoken(act_id="a", status=rng.choice(["started", "finished"])))
        await graph.wait(0.05)
    assert len(said_at) > 20
    assert min(later - sooner for sooner, later in itertools.pairwise(said_at)) >= APART_S - 1e-6


async def test_a_gesture_is_said_once_and_is_not_lost(graph: Graph) -> None:
    await graph.say(Turn(turn_id="t", text="Hello"))
    await graph.wait(0.05)
    await graph.say(Act(act_id="a", turn_id="t", kind="backchannel", gesture="nod"))
    poses = await graph.wait(3)
    assert [pose.gesture for pose in poses if pose.gesture] == ["nod"]


async def test_a_stop_is_said_at_once(graph: Graph) -> None:
    await graph.say(
        Act(act_id="a", turn_id="", kind="ask", text="How was it?", expression="happy", valence=0.4)
    )
    await graph.say(Spoken(act_id="a", status="started"))
    await graph.wait(0.25)
    assert graph.room.poses[-1].mode == "speaking"
    await graph.say(Stop())  # no time passes
    last = graph.room.poses[-1]
    assert (last.mode, last.expression, last.gesture, last.gaze_x, last.gaze_y) == (
        "waiting",
        "neutral",
        "",
        0,
        0,
    )
    assert not await graph.wait(5, SpeechActivity(speaking=True, probability=0.9))


async def test_a_conversation_as_the_face_shows_it(graph: Graph) -> None:
    await graph.say(Control(name="session", value="start"))
    await graph.wait(3, SpeechActivity(speaking=True, probability=0.9))
    await graph.wait(0.6, SpeechActivity(speaking=False, probability=0.02))
    await graph.say(Turn(turn_id="t", text="I got the job."))
    await graph.wait(0.8)
    await graph.say(
        Act(act_id="a", turn_id="t", kind="affirm", text="You got it.", expression="happy", valence=0.4)
    )
    await graph.wait(0.3)
    await graph.say(Spoken(act_id="a", status="started"))
    await graph.wait(1)
    await graph.say(Spoken(act_id="a", status="finished"))
    await graph.wait(3)
    poses = graph.room.poses
    modes = [mode for mode, _ in itertools.groupby(poses, lambda pose: pose.mode)]
    assert modes == ["waiting", "listening", "thinking", "speaking", "waiting"]
    assert {pose.expression for pose in poses if pose.mode == "speaking"} == {"happy"}
    assert any(pose.gaze_x or pose.gaze_y for pose in poses if pose.mode == "thinking")


async def test_it_runs_by_itself(tmp_path: Path) -> None:
    room, body = Room(tmp_path), Body("body", {}, Context(session=tmp_path))
    wiring = LocalTransport([room, body])
    await wiring.start()
    room.say(Act(act_id="a", turn_id="", kind="greet", text="Hello.", expression="happy", valence=0.4))
    room.say(Spoken(act_id="a", status="started"))
    await asyncio.sleep(0.5)
    await wiring.stop()
    assert room.poses[-1].mode == "speaking"
    assert room.poses[-1].expression == "happy"


@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(st.tuples(st.sampled_from(Body.hears).flatmap(message_of), st.floats(0, 10)), max_size=25))
def test_no_message_upsets_it(script: list[tuple[Message, float]]) -> None:
    now, presence = 0.0, Presence(random.Random(0), 0.0)
    for message, seconds in script:
        presence.hear(message, now)
        now += seconds
        pose = presence.pose(now)
        assert abs(pose.gaze_x) <= 1
        assert abs(pose.gaze_y) <= 1
        assert abs(pose.valence) <= 1
        assert abs(pose.arousal) <= 1
