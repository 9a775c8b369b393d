"""The recorder over ROS: it gets what was said before it came, and keeps it once, however often it comes."""

from __future__ import annotations

import asyncio
from pathlib import Path

from alongside.component import Context
from alongside.eventlog import read_events, verify
from alongside.messages import State, Turn
from alongside.ros import RosTransport
from study.recorder import Recorder
from tests.ros_doubles import own_graph, program
from tests.study.study_reading import read_parts

__all__ = ["own_graph"]

NODES = {
    "talker": {"is": "tests.ros_doubles:Talker", "settings": {"greeting": "I was at dinner.", "count": 5}},
    "clock": {"is": "tests.ros_doubles:Clock"},
}


async def listen(folder: Path, seconds: float) -> None:
    context = Context(folder, transport="ros")
    transport = RosTransport([Recorder("recorder", {"report": False}, context)], context)
    await transport.start()
    await asyncio.sleep(seconds)
    await transport.stop()


async def test_a_recorder_that_comes_late_and_again_has_everything_once(tmp_path: Path) -> None:
    session = tmp_path / "session"
    with program(tmp_path, NODES) as talker:
        talker.ready("talker")
        talker.ready("clock")
        await listen(session, 2.0)
        await listen(session, 2.0)
    events = [event.message for event in read_events(session)]
    assert [event.turn_id for event in events if isinstance(event, Turn)] == ["t0", "t1", "t2", "t3", "t4"]
    assert [event.phase for event in events if isinstance(event, State)] == ["hold"]
    assert verify(session).ok
    sound = [message for topic, message in read_parts(session) if topic == "/audio"]
    assert len(sound) >= 2 * 2 * 15
    assert all(len(message.samples) == 1024 for message in sound)
