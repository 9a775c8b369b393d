"""The recorder in a running graph: what it keeps, once; how it closes, comes back, and deletes."""

from __future__ import annotations

import asyncio
import json
import stat
from pathlib import Path
from typing import Any

import pytest

import study.recorder
from alongside.component import Component, Context
from alongside.eventlog import LOG, MANIFEST, read_events, verify
from alongside.local import LocalTransport
from alongside.messages import (
    MESSAGES,
    Act,
    Affect,
    Answer,
    AudioChunk,
    CameraFrame,
    Control,
    FacePose,
    Health,
    Message,
    PartialSpeech,
    Spoken,
    State,
    Stop,
    Turn,
    VoiceClip,
)
from study.deletion import RECEIPT, destroy, was_deleted
from study.manifest import read_manifest
from study.recorder import Recorder
from study.signals import parts
from tests.study.study_reading import read_parts
from tests.study.study_script import messages


class Source(Component):
    """Says whatever a test wants said, and hears how the recorder is."""

    hears = (Health,)
    says = MESSAGES

    def __init__(self, name: str, settings: dict[str, Any], context: Context) -> None:
        super().__init__(name, settings, context)
        self.heard: list[Health] = []

    async def on_health(self, health: Health) -> None:
        self.heard.append(health)


class Graph:
    """A recorder and a source on the local transport."""

    def __init__(self, folder: Path, **settings: Any) -> None:
        self.folder = folder
        context = Context(session=folder, profile="avatar", graph='{"name": "avatar", "token": "hidden"}')
        self.recorder = Recorder("recorder", settings, context)
        self.source = Source("source", {}, context)
        self.transport = LocalTransport([self.recorder, self.source])

    async def __aenter__(self) -> Graph:
        await self.transport.start()
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.transport.stop()

    async def say(self, *said: Message) -> None:
        for message in said:
            self.source.say(message)
            await self.transport.settle()

    def recorded(self, kind: type[Message] = Message) -> list[Message]:
        return [event.message for event in read_events(self.folder) if isinstance(event.message, kind)]


START = Control(name="session", value="start")
END = Control(name="session", value="end")


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Short waits, and a cache of digests of the test's own."""
    for name, seconds in (("QUIET", 0.05), ("UNVOICED", 0.3), ("GOODBYE", 0.6)):
        monkeypatch.setattr(study.recorder, name, seconds)


def names(folder: Path) -> list[str]:
    """What is in a folder."""
    return sorted(path.name for path in folder.iterdir())


async def closed(folder: Path) -> None:
    """Wait until the manifest says that the session has ended."""
    for _ in range(200):
        if read_manifest(folder).get("ended"):
            return
        await asyncio.sleep(0.02)
    raise AssertionError("the record was not closed")


async def test_a_session_is_kept_whole_and_ends_with_manifest_and_report(tmp_path: Path) -> None:
    async with Graph(tmp_path) as graph:
        for _, message in messages():
            await graph.say(message)
        await closed(tmp_path)
    said = [message for _, message in messages()]
    kept = [m for m in graph.recorded() if not (isinstance(m, Health) and m.component == "source")]
    assert kept == said
    verdict = verify(tmp_path)
    assert (verdict.ok, verdict.closed) == (True, True)
    manifest = read_manifest(tmp_path)
    assert (manifest["events"], manifest["head"]) == (verdict.count, verdict.head)
    run = manifest["runs"][0]
    assert run["packages"]["numpy"]
    assert run["graph"] == {"name": "avatar", "token": "(left out)"}
    assert len(run["graph_sha256"]) == 64
    assert "Thought record" in (tmp_path / "report.html").read_text()
    for name in (LOG, MANIFEST, "report.html", "signals.mcap"):
        assert stat.S_IMODE((tmp_path / name).stat().st_mode) == 0o600


async def test_every_message_is_in_the_signals_and_only_what_matters_in_the_events(tmp_path: Path) -> None:
    said: list[Message] = [
        START,
        AudioChunk(samples=b"\1\2" * 512),
        PartialSpeech(turn_id="t1", revision=0, text="I was"),
        CameraFrame(data=b"\xff\xd8 picture"),
        Turn(turn_id="t1", text="I was at dinner."),
        Affect(source="words", valence=-0.5, arousal=0.2, confidence=0.8),
        FacePose(mode="listening"),
        Act(act_id="a1", turn_id="t1", kind="reflect", text="At dinner."),
        VoiceClip(act_id="a1", index=0, last=True, text="At dinner.", samples=b"\0\1" * 2000),
    ]
    async with Graph(tmp_path, report=False) as graph:
        await graph.say(*said)
    kept = [type(message).__name__ for message in graph.recorded() if not isinstance(message, Health)]
    assert kept == ["Control", "Turn", "Affect", "Act"]
    topics = [topic for topic, _ in read_parts(tmp_path) if topic != "/health"]
    assert topics == [f"/{message.topic}" for message in said]


async def test_sound_and_pictures_are_kept_only_while_a_session_is_on_and_wanted(tmp_path: Path) -> None:
    chunk, frame = AudioChunk(samples=b"\0\0" * 512), CameraFrame(data=b"x")
    async with Graph(tmp_path, report=False, pictures=False) as graph:
        await graph.say(chunk, frame)
        await graph.say(START, chunk, frame)
        await graph.say(END)
        await closed(tmp_path)
        await graph.say(chunk, PartialSpeech(turn_id="t", revision=0, text="too late"))
    topics = [topic for topic, _ in read_parts(tmp_path)]
    assert topics.count("/audio") == 1
    assert "/image/compressed" not in topics
    assert "/speech/partial" not in topics


async def test_a_recorder_that_was_killed_goes_on_and_keeps_nothing_twice(tmp_path: Path) -> None:
    turn = Turn(turn_id="t1", text="I was at dinner.")
    state = State(turn_id="t1", phase="hold", gate_open=False, gate_reason="fresh disclosure")
    first = Graph(tmp_path, report=False)
    await first.transport.start()
    await first.say(START, turn, state, *(AudioChunk(samples=b"\5\6" * 512) for _ in range(200)))
    # Killed: nothing is closed, and the last line is torn.
    with (tmp_path / LOG).open("ab") as log:
        log.write(b'{"at":1750000000.0,"has')
    async with Graph(tmp_path, report=False) as second:
        await second.say(
            START, turn, state, Act(act_id="a1", turn_id="t1", kind="reflect", text="At dinner.")
        )
    kept = [type(m).__name__ for m in second.recorded() if not isinstance(m, Health)]
    assert kept == ["Control", "Turn", "State", "Event", "Act"]
    assert verify(tmp_path).ok
    assert len(read_manifest(tmp_path)["runs"]) == 2
    assert [path.name for path in parts(tmp_path)] == ["signals.mcap", "signals.1.mcap"]
    sound = [topic for topic, _ in read_parts(tmp_path) if topic == "/audio"]
    assert len(sound) >= 150
    await first.transport.stop()


async def test_the_record_waits_for_the_goodbye(tmp_path: Path) -> None:
    goodbye = Act(act_id="bye", turn_id="", kind="goodbye", text="Take care.")
    async with Graph(tmp_path, report=False) as graph:
        await graph.say(START, END, goodbye, Spoken(act_id="bye", status="started"))
        await asyncio.sleep(0.4)
        assert read_manifest(tmp_path)["ended"] is None
        await graph.say(Spoken(act_id="bye", status="finished"))
        await closed(tmp_path)
    assert [m.status for m in graph.recorded(Spoken) if isinstance(m, Spoken)] == ["started", "finished"]


async def test_a_stop_closes_and_a_new_word_opens_again(tmp_path: Path) -> None:
    async with Graph(tmp_path, report=False) as graph:
        await graph.say(START, Stop())
        await closed(tmp_path)
        await graph.say(Answer(sheet="thought_record", field="mood", value="sad"))
        assert read_manifest(tmp_path)["ended"] is None
        await closed(tmp_path)
    assert len(graph.recorded(Answer)) == 1
    assert verify(tmp_path).ok


async def test_deleting_destroys_everything_and_leaves_a_receipt_without_a_word_of_theirs(
    tmp_path: Path,
) -> None:
    (tmp_path / "ros").mkdir()
    (tmp_path / "ros" / "node.log").write_text("a log")
    async with Graph(tmp_path) as graph:
        await graph.say(START, Turn(turn_id="t1", text="my very own words"))
        await graph.say(Control(name="record", value="delete"))
        assert names(tmp_path) == [RECEIPT]
        await graph.say(Turn(turn_id="t2", text="said afterwards"))
        (tmp_path / "late.log").write_text("written afterwards")
    assert names(tmp_path) == [RECEIPT]
    receipt = json.loads((tmp_path / RECEIPT).read_text())
    assert set(receipt) == {"what", "asked_by", "when", "files", "bytes"}
    assert receipt["files"] >= 4
    assert "words of mine" not in (tmp_path / RECEIPT).read_text()
    async with Graph(tmp_path) as later:
        await later.say(START, Turn(turn_id="t3", text="a later run"))
    assert names(tmp_path) == [RECEIPT]


def test_destroying_twice_keeps_the_first_receipt(tmp_path: Path) -> None:
    (tmp_path / "a").write_text("x")
    before = destroy(tmp_path).read_text()
    (tmp_path / "b").write_text("y")
    assert destroy(tmp_path, "operator").read_text() == before
    assert was_deleted(tmp_path)


async def test_a_full_disk_is_told_once_and_the_recorder_lives(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with Graph(tmp_path, report=False) as graph:
        await graph.say(START)

        def full(*_: object) -> int:
            raise OSError(28, "No space left on device")

        with monkeypatch.context() as broken:
            broken.setattr("alongside.eventlog.os.write", full)
            await graph.say(*(Turn(turn_id=f"t{n}", text="x") for n in range(5)))
        await graph.say(Turn(turn_id="t9", text="and on"))
    assert [m.turn_id for m in graph.recorded(Turn) if isinstance(m, Turn)] == ["t9"]
    assert verify(tmp_path).ok
