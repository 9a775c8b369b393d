"""The real recorder, memory, page and cameras in a graph: what was not agreed to leaves no byte behind."""

from __future__ import annotations

import asyncio
import json
from pathlib import Path
from typing import Any

import pytest

import study.recorder
from agent.conversation import Conversation
from alongside.component import Component, Context
from alongside.consent import KEEPER
from alongside.eventlog import read_events
from alongside.local import LocalTransport
from alongside.messages import (
    MESSAGES,
    Act,
    Answer,
    AudioChunk,
    CameraFrame,
    Consent,
    Control,
    Message,
    Turn,
)
from embodiment.screen.intake import Intake
from embodiment.screen.protocol import Audio, Picture
from study.consent.keeper import SHEET, ConsentKeeper
from study.consent.record import consents
from study.recorder import Recorder
from study.signals import parts
from tests.study.consent.test_permit import MARKS, SAID, STREAMS
from tests.study.study_reading import read_parts

GRAPH = json.dumps({"nodes": [{"name": "consent", "component": KEEPER}]})
WORDS = MARKS["transcript"]


class Source(Component):
    """Says whatever a test wants said."""

    says = MESSAGES


class Graph:
    """A keeper of consent, a recorder, and others, on the local transport."""

    def __init__(self, folder: Path, *others: type[Component], **settings: Any) -> None:
        self.folder = folder
        context = Context(session=folder, graph=GRAPH)
        self.source = Source("source", {}, context)
        self.others = [kind(kind.__name__.lower(), settings, context) for kind in others]
        self.recorder = Recorder("recorder", {"report": False}, context)
        keeper = ConsentKeeper("consent", {}, context)
        self.transport = LocalTransport([self.recorder, keeper, self.source, *self.others])

    async def __aenter__(self) -> Graph:
        await self.transport.start()
        await self.transport.settle()
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.transport.stop()

    async def say(self, *said: Message) -> None:
        for message in said:
            self.source.say(message)
            await self.transport.settle()

    async def agree(self, *streams: str) -> None:
        await self.say(Answer(sheet=SHEET, value=json.dumps(dict.fromkeys(streams, True))))

    async def withdraw(self, stream: str) -> None:
        await self.say(Answer(sheet=SHEET, field=stream, move="edit", value="no"))


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("QUIET", "UNVOICED", "GOODBYE"):
        monkeypatch.setattr(study.recorder, name, 0.05)


def stored(folder: Path) -> str:
    """Everything the folder's files hold: as bytes, and the signals unpacked."""
    raw = " ".join(str(path.read_bytes()) for path in sorted(folder.rglob("*")) if path.is_file())
    return raw + " ".join(str(message) for message in read_parts(folder))


def found(folder: Path) -> set[str]:
    """The streams of which something is stored."""
    everything = stored(folder)
    return {stream for stream in STREAMS if MARKS[stream].removeprefix("b'").removesuffix("'") in everything}


SESSION = (
    Control(name="session", value="start"),
    *(m for m in SAID if not isinstance(m, (Control, Consent))),
)


async def test_before_anybody_agreed_nothing_is_kept(tmp_path: Path) -> None:
    async with Graph(tmp_path) as graph:
        await graph.say(*SESSION)
    assert parts(tmp_path)
    assert found(tmp_path) == set()


@pytest.mark.parametrize("stream", STREAMS)
async def test_only_what_was_agreed_to_is_kept(tmp_path: Path, stream: str) -> None:
    async with Graph(tmp_path) as graph:
        await graph.agree(stream)
        await graph.say(*SESSION)
    left = found(tmp_path)
    assert left - {"affect"} == {stream} - {"affect"}
    # How loud somebody is belongs to the sound.
    assert ("affect" in left) == (stream in ("affect", "audio"))


@pytest.mark.parametrize("stream", STREAMS)
async def test_withdrawn_mid_session_not_a_byte_more_is_written(tmp_path: Path, stream: str) -> None:
    async with Graph(tmp_path) as graph:
        await graph.agree(*STREAMS)
        await graph.say(Control(name="session", value="start"))
        await graph.withdraw(stream)
        if stream == "affect":
            await graph.withdraw("audio")
        await graph.say(*SESSION[1:])
    assert found(tmp_path) == set(STREAMS) - {stream} - ({"audio"} if stream == "affect" else set())


async def test_given_again_it_is_kept_again_and_the_log_tells_it_all(tmp_path: Path) -> None:
    async with Graph(tmp_path) as graph:
        await graph.agree("transcript")
        await graph.withdraw("transcript")
        await graph.say(Turn(turn_id="t1", text="between"))
        await graph.say(Answer(sheet=SHEET, field="transcript", move="edit", value="yes"))
        await graph.say(Turn(turn_id="t2", text="after"))
    turns = [event.message for event in read_events(tmp_path) if isinstance(event.message, Turn)]
    assert [(turn.turn_id, turn.text) for turn in turns] == [("t1", ""), ("t2", "after")]
    told = consents(tmp_path, "p07")
    assert [item.streams for item in told] == [("transcript",), (), ("transcript",)]
    assert {(item.person, item.by, item.text, item.version) for item in told} == {
        ("p07", "participant", "example", "1")
    }
    assert all(len(item.sha256) == 64 and item.when.endswith("Z") for item in told)


async def test_a_recorder_that_comes_back_knows_what_was_agreed_to(tmp_path: Path) -> None:
    async with Graph(tmp_path) as graph:
        await graph.agree("transcript")
    context = Context(session=tmp_path, graph=GRAPH)
    recorder, source = Recorder("recorder", {"report": False}, context), Source("source", {}, context)
    transport = LocalTransport([recorder, source])
    await transport.start()
    for message in (
        Control(name="session", value="start"),
        Turn(turn_id="t", text=WORDS),
        CameraFrame(data=b"MY-PICTURE"),
    ):
        source.say(message)
        await transport.settle()
    await transport.stop()
    assert found(tmp_path) == {"transcript"}


async def test_without_a_keeper_of_consent_all_is_kept_as_ever(tmp_path: Path) -> None:
    context = Context(session=tmp_path)
    recorder, source = Recorder("recorder", {"report": False}, context), Source("source", {}, context)
    transport = LocalTransport([recorder, source])
    await transport.start()
    for message in SESSION:
        source.say(message)
        await transport.settle()
    await transport.stop()
    assert found(tmp_path) == set(STREAMS)


async def test_a_memory_is_neither_begun_nor_written_without_consent(tmp_path: Path) -> None:
    session, memory = tmp_path / "session", tmp_path / "memory"
    session.mkdir()
    settings = {"person": "p07", "memory_folder": str(memory), "appraiser": "rules"}
    async with Graph(session, Conversation, **settings) as graph:
        await graph.agree("audio")
        await graph.say(Control(name="session", value="start"))
        await graph.say(Turn(turn_id="t1", text="My sister Miriam is the one I want to call more often."))
        await asyncio.sleep(0.3)
        await graph.transport.settle()
    assert [event for event in read_events(session) if isinstance(event.message, Act)]
    assert not memory.exists() or not list(memory.glob("*p07*"))
    assert "Miriam" not in stored(session)


async def test_with_consent_the_memory_is_kept_until_it_is_withdrawn(tmp_path: Path) -> None:
    session, memory = tmp_path / "session", tmp_path / "memory"
    session.mkdir()
    settings = {"person": "p07", "memory_folder": str(memory), "appraiser": "rules"}
    async with Graph(session, Conversation, **settings) as graph:
        await graph.agree("transcript")
        await graph.say(Control(name="session", value="start"))
        await graph.say(Turn(turn_id="t1", text="My sister Miriam is the one I want to call more often."))
        await graph.say(Turn(turn_id="t2", text="I want to call her on Sunday."))
        await graph.withdraw("transcript")
        await graph.say(Turn(turn_id="t3", text="My brother Jonas does not know about it."))
    kept = " ".join(path.read_text("utf-8") for path in memory.rglob("*") if path.is_file())
    assert "Miriam" in kept
    assert "Jonas" not in kept
    assert "Jonas" not in stored(session)


async def test_while_consent_is_asked_for_the_companion_is_silent(tmp_path: Path) -> None:
    async with Graph(tmp_path, Conversation, appraiser="rules") as graph:
        await graph.say(Turn(turn_id="t1", text="I feel awful about my job."))
        await graph.agree("transcript")
        await graph.say(Turn(turn_id="t2", text="I feel awful about my job."))
    acts = [event.message for event in read_events(tmp_path) if isinstance(event.message, Act)]
    assert [act.turn_id for act in acts] == ["t2"]


def test_the_page_is_neither_heard_nor_seen_without_consent() -> None:
    intake = Intake("en")
    sound, picture = Audio(bytes(1024)), Picture(b"\xff\xd8\xff")
    for live, many in (((), 0), (("audio",), 1), (("video",), 1), (("audio", "video"), 2), ((), 0)):
        intake.switch(Consent(status="given", live=live))
        said = [*intake.messages(sound), *intake.messages(picture)]
        assert len(said) == many
        assert all(isinstance(message, (AudioChunk, CameraFrame)) for message in said)
