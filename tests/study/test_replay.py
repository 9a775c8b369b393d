"""Replay: the same companion does the same again, and any difference is told."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import typer
from typer.testing import CliRunner

import commands.replay
from agent.conversation import Conversation
from alongside.component import Component, Context
from alongside.errors import AlongsideError
from alongside.eventlog import EventLog
from alongside.local import LocalTransport
from alongside.messages import Act, Affect, Answer, Control, Spoken, Turn, new_id
from alongside.profiles import NodeSpec, make_component
from study.account import read_account
from study.recorder import Recorder
from study.replay import Collector, Feeder, describe, replay
from tests.study.study_script import write_session

TALK = (
    "I don't really know where to begin.",
    "We were at dinner and somebody made a joke about my job, and they all laughed.",
    "I just sat there. I wanted the floor to open.",
    "It isn't even the joke. It's that nobody said anything.",
    "I want to stop going over it every night.",
)


class Parrot(Component):
    """Says back the last word, and counts the affect it was told of."""

    hears = (Turn, Affect)
    says = (Act, Affect)

    def __init__(self, context: Context, word: str = "") -> None:
        super().__init__("companion", {}, context)
        self.told = 0
        self.word = word

    async def on_affect(self, affect: Affect) -> None:
        self.told += 1

    async def on_turn(self, turn: Turn) -> None:
        text = f"{self.word or turn.text.split()[-1]}, after {self.told}"
        self.say(Affect(source="words", valence=0.0, arousal=0.0, confidence=1.0))
        self.say(Act(act_id=new_id(), turn_id=turn.turn_id, kind="reflect", text=text))


async def test_a_murmur_of_the_body_is_no_act_of_the_companion_and_one_left_unsaid_is_no_line(
    tmp_path: Path,
) -> None:
    folder = await recorded(tmp_path / "s")
    log = EventLog(folder)
    for name in ("murmur-1", "murmur-2"):
        log.append(Act(act_id=name, turn_id="", kind="backchannel", text="Mm-hm."))
    log.append(Spoken(act_id="murmur-1", status="failed"))
    log.append(Spoken(act_id="murmur-2", status="started"))
    log.close()
    assert (await replay(folder, Parrot)).same
    said = [line.act.act_id for line in read_account(folder).acts if line.act]
    assert [name for name in said if name.startswith("murmur")] == ["murmur-2"]


async def recorded(folder: Path) -> Path:
    """A session of the parrot, as its own acts."""
    log = EventLog(folder)
    affect: dict[str, Any] = {"valence": 0.0, "arousal": 0.0, "confidence": 1.0}
    log.append(Control(name="session", value="start"))
    for number, text in enumerate(("I was late", "and she left", "for good"), 1):
        log.append(Affect(source="voice", **affect))
        log.append(Turn(turn_id=f"t{number}", text=text))
        log.append(Affect(source="words", **affect))
        said = f"{text.split()[-1]}, after {number}"
        log.append(Act(act_id=new_id(), turn_id=f"t{number}", kind="reflect", text=said))
    log.close()
    return folder


async def test_the_same_acts_come_out_though_ids_and_moments_differ(tmp_path: Path) -> None:
    found = await replay(await recorded(tmp_path), Parrot)
    assert found.same
    assert found.difference() == []
    assert [describe(act) for act in found.again] == [
        "t1 reflect: late, after 1",
        "t2 reflect: left, after 2",
        "t3 reflect: good, after 3",
    ]


async def test_another_companion_is_told_act_by_act(tmp_path: Path) -> None:
    found = await replay(await recorded(tmp_path), lambda context: Parrot(context, "left"))
    assert not found.same
    lines = found.difference()
    assert "-t1 reflect: late, after 1" in lines
    assert "+t1 reflect: left, after 1" in lines
    assert " t2 reflect: left, after 2" in lines


async def test_the_companion_itself_does_the_same_again(tmp_path: Path) -> None:
    session = tmp_path / "session"
    context = Context(session=session)
    parts = [
        Recorder("recorder", {"report": False}, context),
        make_component(NodeSpec("companion", "agent.conversation:Conversation", "mind"), context),
        make_component(NodeSpec("guardian", "agent.guardian:Guardian", "mind"), context),
        feeder := Feeder("screen", {}, context),
        collector := Collector("collector", context),
    ]
    transport = LocalTransport(parts)
    await transport.start()
    feeder.say(Control(name="session", value="start"))
    for number, text in enumerate(TALK):
        turn = Turn(turn_id=f"t{number}", text=text, channel="typed")
        feeder.say(Affect(source="voice", valence=-0.4, arousal=0.3, confidence=0.5))
        feeder.say(turn)
        assert await collector.answer_to(turn)
        await transport.settle()
    feeder.say(Answer(sheet="thought_record", move="start"))
    feeder.say(Answer(sheet="thought_record", field="mood", value="ashamed"))
    feeder.say(Control(name="session", value="end"))
    await transport.settle()
    await transport.stop()
    found = await replay(session)
    assert found.difference() == []
    assert found.same
    assert len(found.recorded) >= len(TALK) + 2
    other = await replay(session, lambda context: Conversation("companion", {"seed": 99}, context))
    assert len(other.again) == len(other.recorded)


def test_the_transcript_is_printed_in_time_and_a_difference_ends_with_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    slept: list[float] = []
    monkeypatch.setattr(commands.replay.time, "sleep", slept.append)
    folder = write_session(tmp_path / "s")

    async def parrot(session: Path) -> object:
        return await replay(session, Parrot)

    monkeypatch.setattr(commands.replay, "replay_session", parrot)
    app = typer.Typer()
    app.command()(commands.replay.replay)
    result = CliRunner().invoke(app, [str(folder), "--speed", "2"])
    assert "  0:16  companion    Hard to find the end of the thread." in result.output
    assert "  0:57  companion    (stays silent)" in result.output
    assert sum(slept) == pytest.approx(240 / 2, abs=8)
    assert isinstance(result.exception, AlongsideError)
    assert "went another way: 21 acts were recorded, 20 came out" in str(result.exception)
