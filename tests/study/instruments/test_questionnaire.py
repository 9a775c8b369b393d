"""The questionnaire in a graph, with the real companion and guardian: who has the word, and who is told."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from agent.conversation import Conversation
from agent.guardian import Guardian
from alongside.component import Component, Context
from alongside.eventlog import EventLog
from alongside.local import LocalTransport
from alongside.messages import (
    MESSAGES,
    Act,
    Answer,
    Control,
    Event,
    Interruption,
    Message,
    Risk,
    SheetView,
    Stop,
    Turn,
)
from study.instruments.questionnaire import DONE, ITEM, Questionnaire

PHQ = "study:phq_9"
CONTACTS = ("A friend of the lab | 555 0100 | always",)


class Room(Component):
    """Says what a person does, and hears all that comes of it."""

    says = MESSAGES
    hears = (Act, SheetView, Event, Risk, Interruption, Stop)

    def __init__(self, context: Context) -> None:
        super().__init__("room", {}, context)
        self.heard: list[Message] = []

    async def _keep(self, message: Message) -> None:
        self.heard.append(message)

    on_act = on_sheet_view = on_event = on_risk = on_interruption = on_stop = _keep


class Graph:
    """A questionnaire with a companion and a guardian."""

    def __init__(self, folder: Path, **settings: Any) -> None:
        context = Context(session=folder)
        self.room = Room(context)
        self.questions = Questionnaire("questions", {"instruments": ["phq_9", "rulers"], **settings}, context)
        companion = Conversation("companion", {"appraiser": "rules"}, context)
        guardian = Guardian("guardian", {"contacts": CONTACTS}, context)
        self.transport = LocalTransport([self.room, self.questions, companion, guardian])

    async def __aenter__(self) -> Graph:
        await self.transport.start()
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.transport.stop()

    async def say(self, *said: Message | str) -> None:
        for item in said:
            message = Turn(turn_id=f"t{len(self.room.heard)}", text=item) if isinstance(item, str) else item
            self.room.say(message)
            await self.transport.settle()

    async def touch(self, value: str, field: str = "") -> None:
        await self.say(Answer(sheet=PHQ, field=field, value=value))

    def all(self, kind: type[Message]) -> list[Any]:
        return [message for message in self.room.heard if isinstance(message, kind)]

    def told(self, kind: str) -> list[Any]:
        return [json.loads(event.data) for event in self.all(Event) if event.kind == kind]


START = Answer(sheet=PHQ, move="start")


async def test_only_the_questions_are_said_while_it_is_open(tmp_path: Path) -> None:
    async with Graph(tmp_path) as graph:
        await graph.say(Control(name="session", value="start"))
        before = len(graph.all(Act))
        await graph.say(START, "several days", "My brother hit me and I cried all night.", "not at all")
        acts = graph.all(Act)[before:]
        assert [act.sheet_field for act in acts] == ["q1", "q2", "q2", "q3"]
        assert {act.kind for act in acts} == {"worksheet_step"}
        await graph.say("stop", "My brother hit me and I cried all night.")
        assert graph.all(Act)[-1].kind != "worksheet_step"
        assert graph.told(DONE)[0]["complete"] is False


async def test_touch_and_voice_end_in_scores_and_no_score_is_shown(tmp_path: Path) -> None:
    async with Graph(tmp_path) as graph:
        await graph.say(START)
        for number in range(8):
            await (graph.say("several days") if number % 2 else graph.touch("Several days"))
        await graph.touch("Not at all")
        await graph.say("very difficult")
        (done,) = graph.told(DONE)
        assert done["answers"] == {**{str(number): 1 for number in range(1, 9)}, "9": 0, "10": 2}
        assert (done["scores"][0]["value"], done["scores"][0]["band"]) == (8, "mild")
        assert [item["channel"] for item in graph.told(ITEM)][:2] == ["touch", "voice"]
        assert graph.all(SheetView)[-1].sheet == ""
        assert not any("mild" in str(view) for view in graph.all(SheetView))
        assert graph.all(Risk) == []


async def test_item_nine_shows_the_contacts_and_they_stay_until_somebody_has_looked(tmp_path: Path) -> None:
    async with Graph(tmp_path) as graph:
        await graph.say(START)
        await graph.touch("Several days", "q9")
        risk = graph.all(Risk)[-1]
        assert (risk.level, risk.severity) == ("moderate", 3)
        assert [contact.name for contact in risk.contacts] == ["A friend of the lab"]
        assert risk.reasons == ("PHQ-9 item 9 was answered above zero",)
        await graph.touch("Not difficult at all", "q10")
        await graph.say("not at all", "stop", "It's raining today and the bus was late.")
        assert graph.all(Risk)[-1].level == "moderate"
        await graph.say(Control(name="session", value="start", by="operator"))
        assert graph.all(Risk)[-1].level == "none"


async def test_more_than_half_the_days_is_high_and_the_companion_speaks(tmp_path: Path) -> None:
    async with Graph(tmp_path) as graph:
        await graph.say(Control(name="session", value="start"), START)
        await graph.touch("Nearly every day", "q9")
        assert graph.all(Risk)[-1].level == "high"
        assert graph.all(Interruption)
        safety = graph.all(Act)[-1]
        assert safety.kind == "safety"
        assert [view.status for view in graph.all(SheetView) if view.sheet == PHQ][-1] == "paused"
        await graph.say(Answer(sheet=PHQ, move="resume"))
        assert [view.status for view in graph.all(SheetView) if view.sheet == PHQ][-1] == "open"


async def test_a_later_revision_of_a_turn_takes_the_place_of_the_one_before(tmp_path: Path) -> None:
    async with Graph(tmp_path) as graph:
        await graph.say(START, Turn(turn_id="t", text="several days", revision=0))
        await graph.say(Turn(turn_id="t", text="nearly every day", revision=1))
        assert [item["value"] for item in graph.told(ITEM)] == [1, 3]
        assert [item["item"] for item in graph.told(ITEM)] == [1, 1]


async def test_after_a_crash_it_goes_on_where_its_record_stands(tmp_path: Path) -> None:
    async with Graph(tmp_path) as graph:
        await graph.say(START, "several days", "skip", "not at all")
        events = graph.all(Event)
    log = EventLog(tmp_path)
    for event in events:
        log.append(event, "")
    log.close()
    async with Graph(tmp_path) as graph:
        await graph.transport.settle()
        view = graph.all(SheetView)[-1]
        assert view.sheet == PHQ
        await graph.say("nearly every day")
        assert graph.told(ITEM)[-1]["value"] == 3


async def test_what_it_was_not_given_is_not_put(tmp_path: Path) -> None:
    async with Graph(tmp_path) as graph:
        await graph.say(Answer(sheet="study:gad_7", move="start"), Answer(sheet="gad_7", move="start"))
        assert not [view for view in graph.all(SheetView) if view.sheet.startswith("study:")]
