"""Remembering in the component: saved by turns, through a kill, forgotten at once, gone with the record."""

from __future__ import annotations

import asyncio
import json
import shutil
import threading
from pathlib import Path
from typing import Any

import pytest

from agent.remembering import saving
from agent.remembering.kept import Memory
from agent.remembering.store import MemoryStore
from alongside.component import Component, Context
from alongside.eventlog import EventLog
from alongside.local import LocalTransport
from alongside.messages import Act, Control, Event, Health, Message
from study.replay import replay
from tests.agent.test_conversation import START, Table, turn

END = Control(name="session", value="end")
DELETE = Control(name="record", value="delete")
PLAN = (
    START,
    turn(1, "My brother Tom lives in Cardiff."),
    turn(2, "I'd like to call my brother, we haven't spoken in months."),
    turn(3, "What should I do?"),
    turn(4, "I'll ring my brother on Thursday after work."),
)


class Ear(Component):
    """Hears what only the record hears."""

    hears = (Event,)

    def __init__(self, name: str, settings: dict[str, Any], context: Context) -> None:
        super().__init__(name, settings, context)
        self.heard: list[Event] = []

    async def on_event(self, event: Event) -> None:
        self.heard.append(event)


class Place:
    """Where sessions and memories of a test are."""

    def __init__(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        self.folder = tmp_path
        self.store = MemoryStore(tmp_path / "memory")
        self._patch = monkeypatch
        self.day("2026-03-02")

    def day(self, today: str) -> None:
        self._patch.setattr(saving, "today", lambda: today)

    def session(self, name: str) -> Path:
        return self.folder / "sessions" / name

    def table(self, name: str, **settings: Any) -> Table:
        return Table(self.session(name), person="p1", memory_folder=str(self.store.folder), **settings)

    def memory(self) -> Memory:
        return self.store.load("p1")


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Place:
    return Place(tmp_path, monkeypatch)


async def hear(table: Table, log: EventLog | None, *messages: Message) -> list[Act]:
    """Say these, and record what was heard and said as the recorder would."""
    found = []
    for message in messages:
        if log is not None:
            log.append(message, "room")
        for act in await table.say(message):
            found.append(act)
            if log is not None:
                log.append(act, "companion")
    return found


async def test_two_sessions_and_the_plan_between_them(place: Place) -> None:
    async with place.table("s1") as table:
        await hear(table, None, *PLAN)
        assert place.memory().plans[-1].text == "ring your brother"  # kept while the session runs
        await hear(table, None, END)
    assert place.memory().sessions[0].ended
    place.day("2026-03-07")
    async with place.table("s2") as table:
        (opening,) = await hear(table, None, START)
        assert "ringing your brother" in opening.text.lower()
        (act,) = await hear(table, None, turn(1, "I did it, we talked for an hour."))
        assert act.focus == "plan_done"
    assert place.memory().plans[0].outcome == "done"


async def test_without_a_name_nothing_is_written(place: Place) -> None:
    async with Table(place.session("s1"), memory_folder=str(place.store.folder)) as table:
        await hear(table, None, *PLAN)
    assert not place.store.folder.exists()
    assert not (place.session("s1") / "remembered.json").exists()


@pytest.mark.parametrize("broken_after", [1, 3, 6])
async def test_a_killed_session_is_rebuilt_with_the_memory_it_began_with(
    place: Place, broken_after: int
) -> None:
    async with place.table("s1") as table:
        await hear(table, None, *PLAN, END)
    before = place.store.written("p1")
    place.day("2026-03-07")
    texts = (
        "I did it.", "We talked for an hour.", "I live by the canal now.", "What do you remember about me?",
        "Yes.", "It rained.",
    )  # fmt: skip
    story = (START, *(turn(number, text) for number, text in enumerate(texts, 1)))
    async with place.table("s2") as table:
        expected = [act.text for act in await hear(table, None, *story)]
        whole = table.companion.state
    shutil.rmtree(place.session("s2"))
    place.store.path("p1").write_bytes(before)
    log = EventLog(place.session("s2"))
    async with place.table("s2") as table:
        first = await hear(table, log, *story[:broken_after])
        table.companion._saver = None  # killed: nothing more is written
    log.close()
    place.day("2026-03-08")  # the next start is after midnight
    async with place.table("s2") as table:
        rest = await hear(table, None, *story[broken_after:])
        assert [act.text for act in (*first, *rest)] == expected
        assert table.companion.state.keeping == whole.keeping
        assert table.companion.state.ground == whole.ground
    assert place.memory() == whole.keeping.memory


async def test_a_crash_before_the_write_loses_nothing(place: Place) -> None:
    """The record has the turn, the memory's file does not yet: the next start makes up for it."""
    log = EventLog(place.session("s1"))
    async with place.table("s1") as table:
        await hear(table, log, *PLAN[:2])
        table.companion._saver = None
        await hear(table, log, *PLAN[2:])
    log.close()
    assert not place.memory().plans
    async with place.table("s1"):
        pass
    assert place.memory().plans[-1].text == "ring your brother"


async def test_forgotten_is_forgotten_at_once_and_after_a_kill(place: Place) -> None:
    async with place.table("s1") as table:
        await hear(table, None, *PLAN, END)
    log = EventLog(place.session("s2"))
    async with place.table("s2") as table:
        acts = await hear(table, log, START, turn(1, "Please forget what I said about my brother."))
        assert acts[-1].focus == "forgotten"
        assert "brother" not in place.store.path("p1").read_text("utf-8")
        assert "brother" not in (place.session("s2") / "remembered.json").read_text("utf-8")
        table.companion._saver = None
    log.close()
    async with place.table("s2"):
        pass
    assert "brother" not in place.store.path("p1").read_text("utf-8")


async def test_everything_forgotten_leaves_no_file_and_a_first_meeting(place: Place) -> None:
    async with place.table("s1") as table:
        await hear(table, None, *PLAN, END)
    async with place.table("s2") as table:
        await hear(table, None, START, turn(1, "Forget everything about me."))
        assert not place.store.path("p1").exists()
        await hear(table, None, turn(2, "I work at the harbour."), END)
    assert not place.store.path("p1").exists()
    async with place.table("s3") as table:
        (opening,) = await hear(table, None, START)
        assert "person" in opening.text


async def test_deleting_the_record_deletes_the_sessions_memory(place: Place) -> None:
    async with place.table("s1") as table:
        await hear(table, None, *PLAN, END)
    before = place.memory()
    async with place.table("s2") as table:
        await hear(table, None, START, turn(1, "My aunt Olga keeps bees."))
        assert "olga" in place.store.path("p1").read_text("utf-8").lower()
        await table.say(DELETE)
        await hear(table, None, turn(2, "I work at the harbour."), END)
    after = place.memory()
    assert after == before
    assert not (place.session("s2") / "remembered.json").exists()


async def test_a_damaged_file_is_told_in_one_line_and_kept(place: Place) -> None:
    place.store.folder.mkdir()
    place.store.path("p1").write_text("{ broken", "utf-8")
    async with place.table("s1") as table:
        told = [health.detail for health in table.room.of(Health) if health.status == "degraded"]
        assert len(told) == 1
        assert "damaged" in told[0]
        assert "\n" not in told[0]
        assert len(await hear(table, None, START)) == 1
    assert [path.read_text("utf-8") for path in place.store.folder.glob("*.damaged-*")] == ["{ broken"]


async def test_a_name_that_cannot_be_is_told_at_the_start(place: Place) -> None:
    async with Table(place.session("s1"), person="../x", memory_folder=str(place.store.folder)) as table:
        assert any(health.status == "failed" for health in table.room.of(Health))


async def test_a_session_goes_on_where_nothing_can_be_kept(place: Place) -> None:
    place.store.folder.write_text("no folder", "utf-8")
    async with place.table("s1") as table:
        told = [health.detail for health in table.room.of(Health) if health.status == "degraded"]
        assert len(told) == 1
        assert "Nothing is remembered" in told[0]
        assert len(await hear(table, None, *PLAN[:2], END)) == 3


async def test_a_replay_begins_with_the_memory_of_the_session_and_touches_none(place: Place) -> None:
    async with place.table("s1") as table:
        await hear(table, None, *PLAN, END)
    place.day("2026-03-07")
    log = EventLog(place.session("s2"))
    async with place.table("s2") as table:
        await hear(table, log, START, turn(1, "I did it."), turn(2, "What do you remember about me?"), END)
    log.close()
    before = place.store.written("p1")
    found = await replay(place.session("s2"))
    assert found.same, found.difference()
    assert place.store.written("p1") == before


async def test_understood_and_pleased_are_events_of_their_own_without_words(place: Place) -> None:
    async with place.table("s1") as table:
        ear = Ear("ear", {}, table.companion.context)
        await table.transport.stop()
        table.transport = LocalTransport([table.room, table.companion, ear])
        await table.transport.start()
        await hear(table, None, *PLAN, turn(5, "Great, thanks, love it."))
        await hear(table, None, turn(6, "I'll call my brother on Thursday when I finish work."))
    told = [event for event in ear.heard if event.kind not in ("conduct", "relationship_flag")]
    assert [event.kind for event in told] == ["satisfaction", "teach_back"]
    _, said_back = told
    found = json.loads(said_back.data)
    assert (found["verdict"], found["agreed"], found["matched"]) == (
        "complete",
        ["what", "when"],
        ["what", "when"],
    )
    assert not any("brother" in event.data for event in ear.heard)


async def test_writing_goes_on_beside_the_conversation(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    """A slow disk does not hold up an answer."""
    save, answered, waited_for_us = MemoryStore.save, threading.Event(), []

    def slow(self: MemoryStore, memory: Memory) -> bytes:
        waited_for_us.append(answered.wait(5.0))
        return save(self, memory)

    monkeypatch.setattr(MemoryStore, "save", slow)
    async with place.table("s1") as table:
        table.room.say(START)
        while not table.room.of(Act):  # noqa: ASYNC110
            await asyncio.sleep(0.005)
        answered.set()
    assert waited_for_us
    assert all(waited_for_us)
    assert place.memory().sessions
