"""A person beside the session: lines that wait for them, words of theirs, pauses, and what is remembered."""

from __future__ import annotations

import asyncio
import json
from pathlib import Path
from typing import Any

import pytest

from agent.conversation import Conversation
from alongside.component import Component, Context
from alongside.eventlog import EventLog, read_events
from alongside.local import LocalTransport
from alongside.messages import (
    MESSAGES,
    Act,
    Control,
    Decision,
    Event,
    Message,
    Proposed,
    Risk,
    SheetView,
    Spoken,
    State,
    Stop,
    Turn,
)
from study.replay import replay

START = Control(name="session", value="start")
KIM = {"name": "kim", "role": "wizard"}


class Desk(Component):
    """Stands for the console and the rest of the room, and writes the record."""

    hears = (Act, Proposed, Event, State, SheetView)
    says = MESSAGES

    def __init__(self, context: Context) -> None:
        super().__init__("desk", {}, context)
        self.heard: list[Message] = []
        self.record = EventLog(context.session)

    async def keep(self, message: Message) -> None:
        self.heard.append(message)
        if message.delivery in ("record", "state"):
            self.record.append(message, "companion")

    on_act = on_proposed = on_event = on_state = on_sheet_view = keep

    def tell(self, message: Message) -> None:
        if message.delivery in ("record", "state"):
            self.record.append(message, "desk")
        self.say(message)

    def of(self, kind: type[Any]) -> list[Any]:
        return [message for message in self.heard if isinstance(message, kind)]


class Table:
    """A companion whose lines wait, and a desk, wired."""

    def __init__(self, session: Path, **settings: Any) -> None:
        self.context = Context(session=session)
        asked = {"appraiser": "rules", "approval": True, "approval_seconds": 0.0, **settings}
        self.companion = Conversation("companion", asked, self.context)
        self.desk = Desk(self.context)
        self.transport = LocalTransport([self.desk, self.companion])

    async def __aenter__(self) -> Table:
        await self.transport.start()
        await self.transport.settle()
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.transport.stop()
        self.desk.record.close()

    async def tell(self, *messages: Message) -> None:
        for message in messages:
            self.desk.tell(message)
            await self.transport.settle()

    async def decide(self, verdict: Any, text: str = "", act_id: str | None = None) -> None:
        of = self.line.act_id if act_id is None else act_id
        await self.tell(Decision(verdict=verdict, act_id=of, text=text, **KIM))

    @property
    def line(self) -> Proposed:
        last: Proposed = self.desk.of(Proposed)[-1]
        return last

    @property
    def acts(self) -> list[Act]:
        return self.desk.of(Act)

    @property
    def refused(self) -> list[str]:
        events = [event for event in self.desk.of(Event) if event.kind == "decision_refused"]
        return list(json.loads(events[-1].data)["rules"]) if events else []


def turn(number: int, text: str, **more: Any) -> Turn:
    return Turn(turn_id=f"t{number}", text=text, **more)


HARD = turn(1, "I failed my driving test again. Fourth time.")


async def test_a_line_waits_and_is_said_once_approved(tmp_path: Path) -> None:
    async with Table(tmp_path) as table:
        await table.tell(START)
        assert (table.line.status, table.line.kind, table.acts) == ("waiting", "greet", [])
        await table.decide("approve")
        assert [act.text for act in table.acts] == [table.line.text]
        await table.tell(HARD)
        assert (table.line.turn_id, table.line.status) == ("t1", "waiting")
        assert table.desk.of(State)[-1].turn_id == "t1", "the phase and the gate are shown before it is said"
        await table.decide("approve")
        assert (table.acts[-1].act_id, table.acts[-1].text) == (table.line.act_id, table.line.text)
        assert table.line.status == "said"


async def test_an_edited_line_is_the_same_act_in_other_words_and_is_what_is_remembered(
    tmp_path: Path,
) -> None:
    words = "Four times, and it still matters to you."
    async with Table(tmp_path) as table:
        await table.tell(HARD)
        proposed = table.line
        await table.decide("edit", words)
        (act,) = table.acts
        assert (act.act_id, act.kind, act.text) == (proposed.act_id, proposed.kind, words)
        assert act.reasons[-1] == "words edited by kim (wizard)"
        assert table.line.status == "changed"
        assert table.companion.state.recent[-1].answered == words
        assert words in table.companion.state.said
        assert proposed.text not in table.companion.state.said


async def test_a_replaced_line_leaves_nothing_of_what_it_would_have_offered(tmp_path: Path) -> None:
    async with Table(tmp_path) as table:
        await table.tell(HARD)
        await table.decide("replace", "What was the hardest moment of it?")
        (act,) = table.acts
        assert (act.kind, act.bolt, act.miti, act.sheet) == ("ask", "", "", "")
        assert act.reasons == ("words replaced by kim (wizard)",)
        state = table.companion.state
        assert state.recent[-1].question
        assert state.recent[-1].kind == "ask"
        assert state.offers.pending == ""


async def test_a_wizard_speaks_without_a_line_and_beside_one(tmp_path: Path) -> None:
    async with Table(tmp_path) as table:
        await table.tell(HARD)
        await table.decide("speak", "Take your time.", act_id="")
        (act,) = table.acts
        assert (act.turn_id, act.reasons) == ("", ("words spoken by kim (wizard)",))
        await table.decide("approve")
        assert len(table.acts) == 2, "the line still waited"


@pytest.mark.parametrize(
    ("words", "rule"),
    [
        ("I'm a real therapist, you can trust me.", "claims to be human or clinician"),
        ("The tallest bridge is in the north.", "means information"),
        ("  ", "no words"),
        ("so " * 130, "too long"),
    ],
)
async def test_words_that_must_not_be_said_are_refused_whoever_finds_them(
    tmp_path: Path, words: str, rule: str
) -> None:
    async with Table(tmp_path, approval_seconds=30.0) as table:
        await table.tell(HARD)
        for verdict in ("edit", "replace", "speak"):
            await table.decide(verdict, words)
            assert rule in table.refused
        assert table.acts == []
        assert table.line.status == "held", "there is time to mend it"
        await table.decide("approve")
        assert len(table.acts) == 1


async def test_a_line_that_nobody_decides_on_is_said_as_it_stands(tmp_path: Path) -> None:
    async with Table(tmp_path, approval_seconds=0.2) as table:
        await table.tell(HARD)
        assert table.acts == []
        assert table.line.seconds == 0.2
        await asyncio.sleep(0.35)
        await table.transport.settle()
        assert [act.text for act in table.acts] == [table.line.text]
        assert table.line.status == "late"


async def test_a_held_line_waits_and_a_dropped_one_is_never_said(tmp_path: Path) -> None:
    async with Table(tmp_path, approval_seconds=0.2) as table:
        await table.tell(HARD)
        await table.decide("hold")
        await asyncio.sleep(0.3)
        assert table.acts == []
        assert table.line.status == "held"
        await table.decide("drop")
        assert table.acts == []
        assert table.line.status == "dropped"
        assert table.companion.state.recent[-1].answered == ""
        await table.decide("approve")
        assert table.acts == []
        assert table.refused == ["that line no longer waits"]


async def test_what_the_person_says_meanwhile_makes_it_void(tmp_path: Path) -> None:
    async with Table(tmp_path) as table:
        await table.tell(HARD)
        first = table.line
        await table.tell(turn(2, "My dad was waiting outside, and I couldn't look at him."))
        assert [line.status for line in table.desk.of(Proposed) if line.act_id == first.act_id] == [
            "waiting",
            "void",
        ]
        await table.decide("approve", act_id=first.act_id)
        assert table.acts == []
        await table.decide("approve")
        assert [act.turn_id for act in table.acts] == ["t2"]


async def test_what_keeps_somebody_safe_waits_for_nobody(tmp_path: Path) -> None:
    async with Table(tmp_path) as table:
        await table.tell(HARD, Control(name="pause", value="on", by="operator"))
        await table.tell(Risk(turn_id="t1", severity=5, probability=0.9, level="high"))
        assert [act.kind for act in table.acts] == ["safety"]
        assert table.line.status == "void"


async def test_a_stop_ends_the_waiting(tmp_path: Path) -> None:
    async with Table(tmp_path) as table:
        await table.tell(HARD, Stop(by="operator"))
        assert table.line.status == "void"
        await table.decide("speak", "Hello?", act_id="")
        assert table.acts == []
        assert table.refused == ["the session is stopped"]


@pytest.mark.parametrize("approval", [False, True])
async def test_in_a_pause_nothing_is_said_until_it_is_over(tmp_path: Path, approval: bool) -> None:
    async with Table(tmp_path, approval=approval) as table:
        await table.tell(Control(name="pause", value="on", by="operator"), HARD)
        assert table.acts == []
        await table.tell(Control(name="pause", value="off", by="operator"))
        assert len(table.acts) == (0 if approval else 1)
        if approval:
            await table.decide("approve")
            assert len(table.acts) == 1


async def test_taken_up_after_a_crash_it_remembers_what_was_really_said(tmp_path: Path) -> None:
    async with Table(tmp_path) as table:
        await table.tell(START)
        await table.decide("edit", "Hello. I'm glad you came.")
        await table.tell(HARD)
        await table.decide("replace", "What was the hardest moment of it?")
        await table.tell(turn(2, "When the examiner wrote it down."))
        await table.decide("drop")
        await table.decide("speak", "That pen.", act_id="")
        await table.tell(turn(3, "Yes. I hear it at night."))
        await table.decide("approve")
        before = table.companion.state
    again = Conversation("companion", {"appraiser": "rules", "approval": True}, Context(session=tmp_path))
    await again.start()
    assert again.state.recent == before.recent
    assert again.state.said == before.said
    await again.stop()


async def test_a_line_that_waited_when_it_was_killed_waits_again(tmp_path: Path) -> None:
    async with Table(tmp_path) as table:
        await table.tell(HARD)
        waited = table.line
        table.companion._line.act = None  # killed: nothing more is said of it
    async with Table(tmp_path) as table:
        assert (table.line.act_id, table.line.text, table.line.status) == (
            waited.act_id,
            waited.text,
            "waiting",
        )
        await table.decide("approve")
        assert [act.text for act in table.acts] == [waited.text]


async def test_a_replay_says_again_what_a_person_made_of_it(tmp_path: Path) -> None:
    async with Table(tmp_path) as table:
        await table.tell(START)
        await table.decide("edit", "Hello. I'm glad you came.")
        await table.tell(HARD)
        await table.decide("replace", "What was the hardest moment of it?")
        await table.decide("speak", "I am listening.", act_id="")
        await table.tell(turn(2, "When the examiner wrote it down."))
        await table.decide("approve")
        await table.tell(Spoken(act_id=table.acts[-1].act_id, status="finished"))
    decided = [event.message for event in read_events(tmp_path) if isinstance(event.message, Decision)]
    assert {(item.name, item.role) for item in decided} == {("kim", "wizard")}
    asked = {"appraiser": "rules", "approval": True}
    result = await replay(tmp_path, lambda context: Conversation("companion", asked, context))
    assert result.difference() == []
    assert len(result.again) == 4
