"""Thinking ahead: what is ready when the turn is committed, and what a dropped revision leaves: nothing."""

from __future__ import annotations

import asyncio
import dataclasses
from collections.abc import Callable
from pathlib import Path
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from agent.conversation import Conversation
from agent.models.wording import Wording
from alongside.component import Component, Context
from alongside.eventlog import EventLog
from alongside.local import LocalTransport
from alongside.messages import (
    MESSAGES,
    Act,
    Affect,
    Control,
    Event,
    Message,
    Prepare,
    ProvisionalTurn,
    State,
    Stop,
    Turn,
)
from speech.turns import provisional
from study.replay import replay
from tests.agent.models.doubles import GOOD, HARD, Scripted

SAID = (
    "I failed my driving test again. Fourth time.",
    "My sister says that I should give up, but I want to try once more.",
    "It scares me a bit.",
    "I'd like to sleep, but my week was hard.",
)


class Room(Component):
    """Says what is wanted, keeps what the companion says."""

    hears = (Act, Prepare, State, Event)
    says = MESSAGES

    def __init__(self, context: Context) -> None:
        super().__init__("room", {}, context)
        self.heard: list[Message] = []

    async def keep(self, message: Message) -> None:
        self.heard.append(message)

    on_act = on_prepare = on_state = on_event = keep

    def of(self, kind: type[Any]) -> list[Any]:
        return [message for message in self.heard if isinstance(message, kind)]


class Table:
    """A companion and a room."""

    def __init__(self, session: Path, model: Scripted | None = None) -> None:
        context = Context(session=session)
        self.companion, self.room, self.model = Conversation("companion", {}, context), Room(context), model
        self.transport = LocalTransport([self.room, self.companion])

    async def __aenter__(self) -> Table:
        await self.transport.start()
        if self.model is not None:
            self.companion.wording = Wording(self.model, first_clause=1.2)
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.transport.stop()

    async def say(self, *messages: Message) -> list[Act]:
        before = len(self.room.of(Act))
        for message in messages:
            self.room.say(message)
            await self.transport.settle()
        return self.room.of(Act)[before:]


def turn(number: int, text: str, revision: int = 0, stamp: float = 1000.0) -> Turn:
    return Turn(turn_id=f"t{number}", text=text, revision=revision, stamp=stamp + number)


async def test_what_is_prepared_is_what_is_said(tmp_path: Path) -> None:
    async with Table(tmp_path) as table:
        for number, text in enumerate(SAID):
            said = turn(number, text)
            before = table.companion.state
            assert await table.say(provisional(said)) == []
            assert table.companion.state is before
            prepared = table.room.of(Prepare)[-1]
            (act,) = await table.say(dataclasses.replace(said, stamp=said.stamp + 0.3))
            assert (prepared.turn_id, prepared.text, prepared.rate) == (act.turn_id, act.text, act.rate)


async def test_a_turn_that_was_thought_ahead_is_not_thought_about_again(tmp_path: Path) -> None:
    async with Table(tmp_path) as table:
        thought = []
        think = table.companion.mind.think
        table.companion.mind.think = lambda state, given: thought.append(given) or think(state, given)  # type: ignore[method-assign,func-returns-value]
        await table.say(provisional(turn(1, SAID[0])), turn(1, SAID[0]))
        assert len(thought) == 1
        await table.say(provisional(turn(2, "My sister")), turn(2, SAID[1], revision=1))
        assert [item.text for item in thought[1:]] == ["My sister", SAID[1]]


async def test_nothing_is_prepared_for_a_session_that_was_stopped(tmp_path: Path) -> None:
    async with Table(tmp_path) as table:
        await table.say(Stop(), provisional(turn(1, SAID[0])))
        assert table.room.of(Prepare) == []


async def test_a_language_model_is_asked_ahead_and_once(tmp_path: Path) -> None:
    model = Scripted(GOOD, delay=0.2)
    async with Table(tmp_path, model) as table:
        await table.say(provisional(turn(1, HARD)))
        asked = len(model.prompts)
        assert asked
        assert table.room.of(Prepare)[-1].text == GOOD
        assert table.room.of(Event) == []
        (act,) = await table.say(turn(1, HARD))
        assert act.text == GOOD
        assert len(model.prompts) == asked
        assert len(table.room.of(Event)) == 1


async def until(what: Callable[[], bool]) -> None:
    for _ in range(1000):
        if what():
            return
        await asyncio.sleep(0.01)
    raise AssertionError("waited in vain")


async def test_a_language_model_is_left_alone_when_they_go_on(tmp_path: Path) -> None:
    model = Scripted(GOOD, delay=0.5)
    async with Table(tmp_path, model) as table:
        ahead = provisional(turn(1, HARD))
        table.room.say(ahead)
        await until(lambda: model.open > 0)
        table.room.say(dataclasses.replace(ahead, text="", revision=1))
        await until(lambda: model.open == 0)
        assert table.room.of(Event) == []
        (act,) = await table.say(turn(1, HARD + " And nobody said goodbye.", revision=1))
        assert (act.revision, table.companion.state.turn) == (1, 1)


async def test_who_goes_on_with_a_committed_turn_is_answered_once_and_the_replay_is_exact(
    tmp_path: Path,
) -> None:
    """The turn was released and is being thought about; they go on before anything is said."""
    async with Table(tmp_path, Scripted(GOOD, delay=0.3)) as table:
        first, whole = turn(1, HARD), turn(1, HARD + " And nobody said goodbye.", revision=1)
        table.room.say(first)
        await asyncio.sleep(0.1)
        assert await table.say(dataclasses.replace(provisional(first), text="", revision=1)) == []
        (act,) = await table.say(whole)
        assert (act.revision, table.companion.state.turn) == (1, 1)
        assert [item.said for item in table.companion.state.recent] == [whole.text]
    log = EventLog(tmp_path)
    for message in (first, whole, act):
        log.append(message)
    log.close()
    assert (await replay(tmp_path)).same


step = st.tuples(
    st.sampled_from(SAID),
    st.lists(st.sampled_from(["ahead", "other", "void", "affect", "start"]), max_size=4),
    st.booleans(),  # whether news come before work on the last is done
)


@settings(max_examples=12, deadline=None)
@given(talk=st.lists(step, min_size=1, max_size=4))
def test_what_was_thought_ahead_leaves_no_trace(talk: Any, tmp_path_factory: Any) -> None:
    """With any provisional turns on the way, the same acts and the same state as without them."""

    async def held(with_ahead: bool) -> tuple[list[Act], Any]:
        async with Table(tmp_path_factory.mktemp("session")) as table:
            for number, (text, news, hasty) in enumerate(talk):
                for place, kind in enumerate(news):
                    message = news_of(kind, number, text, place)
                    if isinstance(message, ProvisionalTurn) and not with_ahead:
                        continue
                    table.room.say(message)
                    if not hasty:
                        await table.transport.settle()
                await table.say(turn(number, text, revision=len(news)))
            acts = [dataclasses.replace(act, stamp=0.0) for act in table.room.of(Act)]
            state = table.companion.state
            last = state.last_act and dataclasses.replace(state.last_act, stamp=0.0)
            return acts, dataclasses.replace(state, last_act=last)

    assert asyncio.run(held(True)) == asyncio.run(held(False))


def news_of(kind: str, number: int, text: str, place: int) -> Message:
    if kind == "affect":
        return Affect(source="voice", valence=-0.5, arousal=0.6, confidence=0.8, stamp=5.0)
    if kind == "start":
        return Control(name="session", value="start", stamp=5.0)
    shown = {"ahead": text, "other": text.split()[0], "void": ""}[kind]
    return provisional(turn(number, shown, revision=place))
