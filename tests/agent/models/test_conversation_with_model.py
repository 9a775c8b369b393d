"""The whole companion with a language model: order, silence of late words, rebuilding, replay."""

from __future__ import annotations

import asyncio
import json
from pathlib import Path
from typing import Any

from agent.conversation import Conversation
from agent.models.wording import BY, Wording
from alongside.component import Component, Context
from alongside.eventlog import EventLog
from alongside.local import LocalTransport
from alongside.messages import MESSAGES, Act, Affect, Control, Event, Health, Message, Stop, Turn
from study.replay import replay
from tests.agent.models.doubles import GOOD, HARD, Scripted, raw, saying, serving

START = Control(name="session", value="start")


class Room(Component):
    """Says what is wanted, keeps acts, events and troubles."""

    hears = (Act, Event, Health)
    says = MESSAGES

    def __init__(self, context: Context) -> None:
        super().__init__("room", {}, context)
        self.heard: list[Message] = []

    async def keep(self, message: Message) -> None:
        self.heard.append(message)

    on_act = on_event = on_health = keep

    def of(self, kind: type[Any]) -> list[Any]:
        return [message for message in self.heard if isinstance(message, kind)]


class Table:
    """A companion whose model is given, and a room."""

    def __init__(self, session: Path, scripted: Scripted | None = None, **settings: Any) -> None:
        context = Context(session=session)
        self.companion = Conversation("companion", settings, context)
        self.room, self.scripted = Room(context), scripted
        self.transport = LocalTransport([self.room, self.companion])

    async def __aenter__(self) -> Table:
        await self.transport.start()
        if self.scripted is not None:
            self.companion.wording = Wording(self.scripted, first_clause=1.2)
        await self.transport.settle()
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.transport.stop()

    async def say(self, *messages: Message) -> list[Act]:
        before = len(self.room.of(Act))
        for message in messages:
            self.room.say(message)
        await self.transport.settle()
        return self.room.of(Act)[before:]


def turn(number: int, text: str, **more: Any) -> Turn:
    return Turn(turn_id=f"t{number}", text=text, **more)


async def test_the_models_words_are_said_and_remembered(tmp_path: Path) -> None:
    async with Table(tmp_path, Scripted(GOOD)) as table:
        (act,) = await table.say(turn(1, HARD))
        assert act.text == GOOD
        assert table.companion.state.recent[-1].answered == GOOD
        (event,) = table.room.of(Event)
        told = json.loads(event.data)
        assert (told["said"], told["model"], told["turn_id"]) == ("model", "scripted", "t1")
        assert "years" not in event.data


async def test_refusals_are_told_by_rule_and_the_template_speaks(tmp_path: Path) -> None:
    async with Table(tmp_path, Scripted("You should rest after that call.")) as table:
        (act,) = await table.say(turn(1, HARD))
        assert "rest" not in act.text
        told = json.loads(table.room.of(Event)[0].data)
        assert told["said"] == "template"
        assert told["refused"]["input through a shut gate"] == 3


async def test_who_goes_on_is_answered_once_and_hears_no_late_words(tmp_path: Path) -> None:
    model = Scripted(GOOD, delay=0.3)
    async with Table(tmp_path, model) as table:
        table.room.say(turn(1, HARD))
        await asyncio.sleep(0.1)
        acts = await table.say(turn(1, HARD + " And nobody said goodbye.", revision=1))
        assert [(act.turn_id, act.revision) for act in acts] == [("t1", 1)]
        assert table.companion.state.turn == 1
        assert len(table.companion.state.recent) == 1
        await asyncio.sleep(0.4)
        assert len(table.room.of(Act)) == 1
        assert model.open == 0


async def test_stop_while_words_are_looked_for_is_silence(tmp_path: Path) -> None:
    async with Table(tmp_path, Scripted(GOOD, delay=0.5)) as table:
        table.room.say(turn(1, HARD))
        await asyncio.sleep(0.1)
        assert await table.say(Stop()) == []
        assert table.companion.state.recent[-1].answered == ""


async def test_what_comes_meanwhile_holds_nothing_up(tmp_path: Path) -> None:
    async with Table(tmp_path, Scripted(GOOD, delay=0.5)) as table:
        table.room.say(turn(1, HARD))
        await asyncio.sleep(0.1)
        table.room.say(Affect(source="voice", valence=-0.5, arousal=0.2, confidence=0.8))
        await asyncio.sleep(0.05)
        table.room.say(turn(2, "And then my badge stopped working."))
        await table.transport.settle()
        assert [act.turn_id for act in table.room.of(Act)] == ["t2"]
        assert [seen.source for seen in table.companion.state.seen] == ["voice"]


async def test_a_server_that_fails_is_told_once_and_the_session_goes_on(tmp_path: Path) -> None:
    broken = raw(b"HTTP/1.1 500 Oh\r\nConnection: close\r\n\r\n")
    async with serving(broken) as url, Table(tmp_path, model_url=url, model="m") as table:
        await asyncio.sleep(0.2)  # the warming up fails, too
        for number, text in enumerate((HARD, "Eleven years, you know.", "My badge stopped working."), 1):
            (act,) = await table.say(turn(number, text))
            assert act.turn_id == f"t{number}"
        degraded = [health for health in table.room.of(Health) if health.status == "degraded"]
        assert len(degraded) == 1
        assert "500" in degraded[0].detail


async def test_a_served_model_speaks_through_the_component(tmp_path: Path) -> None:
    async with serving(saying(GOOD)) as url, Table(tmp_path, model_url=url, model="m") as table:
        await asyncio.sleep(0.2)
        (act,) = await table.say(turn(1, HARD))
        assert act.text == GOOD


def recorded(folder: Path, messages: list[Message]) -> None:
    log = EventLog(folder)
    for message in messages:
        log.append(message, "room")
    log.close()


async def test_a_killed_companion_comes_back_to_what_was_really_said(tmp_path: Path) -> None:
    first, again = tmp_path / "first", tmp_path / "again"
    messages: list[Message] = [START, turn(1, HARD), turn(2, "They didn't even look at me.")]
    async with Table(first, Scripted(GOOD, "They didn't look, not once.")) as table:
        log: list[Message] = []
        for message in messages:
            log.extend((message, *await table.say(message)))
        state = table.companion.state
    recorded(again, log)
    async with Table(again) as table:
        assert table.companion.state.recent[-2].answered == GOOD
        assert [item.answered for item in table.companion.state.recent] == [
            item.answered for item in state.recent
        ]
        assert table.companion.state.ground == state.ground


async def test_a_session_with_a_model_replays_without_one(tmp_path: Path) -> None:
    messages: list[Message] = [START, turn(1, HARD), turn(2, "They didn't even look at me.")]
    log: list[Message] = []
    async with Table(tmp_path / "live", Scripted(GOOD, "They didn't look, not once.")) as table:
        for message in messages:
            log.extend((message, *await table.say(message)))
    assert any(reason.startswith(BY) for act in log if isinstance(act, Act) for reason in act.reasons)
    recorded(tmp_path / "log", log)

    def make(context: Context) -> Component:
        # A model that is gone by now: going through the record must not ask it.
        return Conversation("companion", {"model_url": "http://127.0.0.1:9/v1", "model": "m"}, context)

    found = await replay(tmp_path / "log", make)
    assert found.difference() == []
    assert found.troubles == ()
