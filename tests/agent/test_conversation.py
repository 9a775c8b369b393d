"""The companion as a component: order, memory of what was heard, and taking up a broken session."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from agent.conversation import Conversation
from alongside.component import Component, Context
from alongside.eventlog import EventLog
from alongside.local import LocalTransport
from alongside.messages import (
    MESSAGES,
    Act,
    Affect,
    Answer,
    Control,
    Health,
    Message,
    Patience,
    Relationship,
    Risk,
    SheetView,
    Spoken,
    State,
    Stop,
    Turn,
)
from alongside.records import Prosody


class Room(Component):
    """Stands for everything around the companion: says what is wanted, keeps what it hears."""

    hears = (Act, State, Patience, SheetView, Affect, Health, Relationship)
    says = MESSAGES

    def __init__(self, context: Context) -> None:
        super().__init__("room", {}, context)
        self.heard: list[Message] = []

    async def keep(self, message: Message) -> None:
        self.heard.append(message)

    on_act = on_state = on_patience = on_sheet_view = on_affect = on_health = on_relationship = keep

    def of(self, kind: type[Any]) -> list[Any]:
        return [message for message in self.heard if isinstance(message, kind)]


class Table:
    """A companion and a room, wired."""

    def __init__(self, session: Path, **settings: Any) -> None:
        context = Context(session=session)
        self.companion = Conversation("companion", settings, context)
        self.room = Room(context)
        self.transport = LocalTransport([self.room, self.companion])

    async def __aenter__(self) -> Table:
        await self.transport.start()
        await self.transport.settle()
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.transport.stop()

    async def say(self, *messages: Message) -> list[Act]:
        before = len(self.room.of(Act))
        for message in messages:
            self.room.say(message)
        await self.transport.settle()
        found: list[Act] = self.room.of(Act)[before:]
        return found


SAID = (
    "The harvest was poor again.", "My father shouted at me in front of everybody.", "I felt so ashamed.",
    "Then my aunt made tea, and that was lovely.", "I'm afraid he will do it again.",
    "We laughed about it later.", "It still hurts.", "I'm tired of it all.",
)  # fmt: skip


def turn(number: int, text: str, **more: Any) -> Turn:
    return Turn(turn_id=f"t{number}", text=text, **more)


START = Control(name="session", value="start")


async def test_it_greets_answers_and_says_goodbye(tmp_path: Path) -> None:
    async with Table(tmp_path) as table:
        (greeting,) = await table.say(START)
        assert greeting.kind == "greet"
        (act,) = await table.say(turn(1, "I failed my driving test again. Fourth time."))
        assert act.turn_id == "t1"
        state = table.room.of(State)[-1]
        assert state.turn_id == "t1"
        assert state.phase == "hold"
        assert not state.gate_open
        assert table.room.of(Patience)[-1].seconds > 1
        assert table.room.of(Affect)[-1].source == "words"
        (goodbye,) = await table.say(Control(name="session", value="end"))
        assert goodbye.kind == "goodbye"
        assert await table.say(Control(name="session", value="end")) == []


async def test_the_companions_own_turns_and_repeats_are_not_answered(tmp_path: Path) -> None:
    async with Table(tmp_path) as table:
        assert len(await table.say(turn(1, "I work nights."))) == 1
        assert await table.say(turn(1, "I work nights.")) == []
        assert await table.say(turn(2, "Nights.", speaker="companion")) == []


async def test_a_later_revision_takes_the_place_of_the_turn(tmp_path: Path) -> None:
    async with Table(tmp_path) as table:
        await table.say(turn(1, "I live with my"))
        (act,) = await table.say(turn(1, "I live with my sister.", revision=1))
        assert act.revision == 1
        assert table.companion.state.turn == 1
        assert any("sister" in entry.value for entry in table.companion.state.ground)


async def test_an_act_that_was_overtaken_is_not_said(tmp_path: Path) -> None:
    async with Table(tmp_path) as table:
        acts = await table.say(
            turn(1, "I lost my job."), turn(2, "And then my flat."), turn(3, "My sister took me in.")
        )
        assert [act.turn_id for act in acts] == ["t3"]
        assert table.companion.state.turn == 3
        assert [item.answered for item in table.companion.state.recent[:2]] == ["", ""]


async def test_how_both_sides_go_together_is_told_beside_the_alliance(tmp_path: Path) -> None:
    async with Table(tmp_path) as table:
        for number, text in enumerate(SAID):
            sound = Prosody(words_per_second=1.6 + 0.3 * (number % 4))
            [act] = await table.say(turn(number, text, prosody=sound))
            at = 10.0 * number + 5
            await table.say(Spoken(act_id=act.act_id, status="started", stamp=at))
            await table.say(Spoken(act_id=act.act_id, status="finished", stamp=at + 2))
        told = table.room.of(Relationship)[-1].measures
    measures = {(item.name, item.side): item for item in told}
    assert ("bond", "participant") in measures
    feeling = measures["feeling", "companion"]
    assert feeling.low <= feeling.change <= feeling.high
    assert 4 <= feeling.turns <= len(SAID)


async def test_only_what_was_audible_is_remembered(tmp_path: Path) -> None:
    async with Table(tmp_path) as table:
        (act,) = await table.say(turn(1, "I failed my driving test again. Fourth time."))
        await table.say(Spoken(act_id=act.act_id, status="interrupted", heard="It"))
        assert table.companion.state.recent[-1].answered == "It"


async def test_of_an_answer_that_came_too_soon_what_was_audible_is_remembered(tmp_path: Path) -> None:
    """They go on over its first words: one turn, under the next revision, and another act."""
    first, whole = turn(1, "I live with my sister."), turn(1, "I live with my sister. We fight.", revision=1)
    async with Table(tmp_path / "live") as table:
        (soon,) = await table.say(first)
        cut_off = Spoken(act_id=soon.act_id, status="interrupted", heard="You live")
        (act,) = await table.say(cut_off, whole)
        state = table.companion.state
    assert (act.turn_id, act.revision) == ("t1", 1)
    assert act.act_id != soon.act_id, "what was called back would not be played again"
    assert [item.said for item in state.recent] == [whole.text]
    assert state.said == ("You live", act.text)
    log = EventLog(tmp_path / "record")
    for message in (first, soon, cut_off, whole, act):
        log.append(message, "room")
    log.close()
    async with Table(tmp_path / "record") as again:
        assert again.companion.state.said == state.said, "the record tells the same"


async def test_voice_and_face_are_weighed_with_the_words(tmp_path: Path) -> None:
    async with Table(tmp_path) as table:
        await table.say(turn(1, "It was an ordinary sort of day at the office."))
        calm = table.companion.state.pace.arousal
        await table.say(Affect(source="voice", valence=-0.6, arousal=0.9, confidence=0.9))
        await table.say(turn(2, "It was another ordinary sort of day at the office."))
        assert table.companion.state.pace.arousal > calm + 0.3
        assert not table.companion.state.pace.gate_open


async def test_the_guardians_word_is_law(tmp_path: Path) -> None:
    async with Table(tmp_path, contacts=["Night line | 0800 555 | all day"]) as table:
        await table.say(turn(1, "It was a long day."))
        (act,) = await table.say(
            Risk(turn_id="t1", severity=5, probability=0.9, level="high", reasons=("seen by a person",))
        )
        assert act.kind == "safety"
        assert "0800 555" in act.text
        (act,) = await table.say(turn(2, "Can we do the worksheet?"))
        assert act.kind == "safety"
        await table.say(Control(name="session", value="start", by="operator"))
        (act,) = await table.say(turn(3, "We went for a walk."))
        assert act.kind != "safety"


async def test_words_for_safety_are_not_said_twice_for_one_turn(tmp_path: Path) -> None:
    async with Table(tmp_path) as table:
        (act,) = await table.say(turn(1, "I'm going to kill myself tonight."))
        assert act.kind == "safety"
        assert await table.say(Risk(turn_id="t1", severity=4, probability=0.9, level="high")) == []


async def test_stop_is_silence_until_they_speak(tmp_path: Path) -> None:
    async with Table(tmp_path) as table:
        await table.say(Stop())
        assert await table.say(Answer(sheet="thought_record", move="start")) == []
        assert len(await table.say(turn(1, "All right, I'm back."))) == 1


async def test_the_sheet_is_shown_after_each_change(tmp_path: Path) -> None:
    async with Table(tmp_path) as table:
        await table.say(Answer(sheet="thought_record", move="start"))
        first = table.room.of(SheetView)[-1]
        assert first.status == "open"
        (act,) = await table.say(Answer(sheet="thought_record", field=first.current, value="6"))
        assert act.kind == "worksheet_step"
        view = table.room.of(SheetView)[-1]
        assert view.current != first.current
        assert view.progress > first.progress


async def test_an_unknown_worksheet_is_named_in_one_line(tmp_path: Path) -> None:
    async with Table(tmp_path, worksheet="no_such_sheet") as table:
        failed = [health for health in table.room.of(Health) if health.status == "failed"]
        assert failed
        assert "no_such_sheet" in failed[0].detail


STORY = (
    START,
    turn(1, "I failed my driving test again. Fourth time. My mum doesn't know yet."),
    turn(2, "It's not even the test. It's my mum's silence."),
    Affect(source="voice", valence=-0.4, arousal=0.2, confidence=0.7),
    turn(3, "I want to tell her, I don't know how to begin."),
    Answer(sheet="thought_record", move="start"),
    turn(4, "six"),
)


@pytest.mark.parametrize("broken_after", [2, 4, 7])
async def test_it_takes_up_a_broken_session_where_it_stood(tmp_path: Path, broken_after: int) -> None:
    whole, broken = tmp_path / "whole", tmp_path / "broken"
    async with Table(whole, seed=3) as table:
        for message in STORY:
            await table.say(message)
        expected = await table.say(turn(9, "Yes."))
        end = table.companion.state
    log = EventLog(broken)
    async with Table(tmp_path / "first", seed=3) as table:
        for message in STORY[:broken_after]:
            log.append(message, "room")
            for act in await table.say(message):
                log.append(act, "companion")
    log.close()
    async with Table(broken, seed=3) as table:
        assert table.room.of(Act) == []  # nothing replayed is said aloud
        assert table.room.of(State)
        assert await table.say(START) == []  # no second greeting
        for message in STORY[broken_after:]:
            await table.say(message)
        acts = await table.say(turn(9, "Yes."))
        assert [(act.kind, act.text) for act in acts] == [(act.kind, act.text) for act in expected]
        assert table.companion.state.ground == end.ground
        assert table.companion.state.sheet == end.sheet


async def test_a_turn_whose_answer_was_never_said_is_remembered_so(tmp_path: Path) -> None:
    log = EventLog(tmp_path)
    for message in (START, turn(1, "I lost my job."), turn(2, "And my flat.")):
        log.append(message, "room")
    log.append(Act(act_id="x", turn_id="t2", kind="reflect", text="Your flat."), "companion")
    log.close()
    async with Table(tmp_path) as table:
        assert table.companion.state.recent[-2].answered == ""
        assert table.companion.state.turn >= 2
