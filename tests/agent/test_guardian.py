"""The guardian beside the companion."""

from __future__ import annotations

import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

from agent.guardian import Guardian
from alongside.component import Component, Context
from alongside.eventlog import LOG, EventLog
from alongside.local import LocalTransport
from alongside.messages import (
    MESSAGES,
    Act,
    Answer,
    Control,
    Event,
    Health,
    Interruption,
    Message,
    Risk,
    Stop,
    Turn,
)


class Room(Component):
    """Says what is wanted and keeps what the guardian says."""

    hears = (Risk, Stop, Interruption, Health)
    says = MESSAGES

    def __init__(self, context: Context) -> None:
        super().__init__("room", {}, context)
        self.heard: list[Message] = []

    async def keep(self, message: Message) -> None:
        self.heard.append(message)

    on_risk = on_stop = on_interruption = on_health = keep


class Watch:
    """A guardian and a room, wired."""

    def __init__(self, session: Path, **settings: Any) -> None:
        context = Context(session=session)
        self.room = Room(context)
        self.transport = LocalTransport([self.room, Guardian("guardian", settings, context)])

    async def __aenter__(self) -> Watch:
        await self.transport.start()
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.transport.stop()

    async def say(self, *messages: Message) -> list[Message]:
        before = len(self.room.heard)
        for message in messages:
            self.room.say(message)
            await self.transport.settle()
        return [message for message in self.room.heard[before:] if not isinstance(message, Health)]


CONTACTS = {"contacts": ["Night line | 0800 555 | all day"]}


def turn(text: str) -> Turn:
    return Turn(turn_id="t", text=text)


async def test_ordinary_talk_is_left_alone(tmp_path: Path) -> None:
    async with Watch(tmp_path, **CONTACTS) as watch:
        assert await watch.say(turn("I'm killing it at work"), turn("My boss was kind today")) == []


async def test_moderate_risk_is_told_with_contacts_and_nothing_is_stopped(tmp_path: Path) -> None:
    async with Watch(tmp_path, **CONTACTS) as watch:
        (risk,) = await watch.say(turn("Everyone would be better off without me"))
        assert isinstance(risk, Risk)
        assert (risk.level, risk.turn_id) == ("moderate", "t")
        assert risk.contacts[0].reach == "0800 555"


async def test_high_risk_silences_the_voice_and_holds(tmp_path: Path) -> None:
    async with Watch(tmp_path, **CONTACTS) as watch:
        said = await watch.say(turn("I'm going to kill myself tonight"))
        assert {type(message) for message in said} == {Interruption, Risk}
        risk = next(message for message in said if isinstance(message, Risk))
        assert (risk.level, risk.severity >= 4) == ("high", True)
        assert risk.probability > 0.8
        assert await watch.say(turn("I'm fine now")) == []
        (risk,) = await watch.say(Control(name="session", value="start", by="operator"))
        assert isinstance(risk, Risk)
        assert risk.level == "none"


async def test_a_participant_cannot_release_it(tmp_path: Path) -> None:
    async with Watch(tmp_path, **CONTACTS) as watch:
        await watch.say(turn("I'm going to kill myself tonight"))
        assert await watch.say(Control(name="session", value="start")) == []


async def test_what_is_typed_on_the_sheet_is_heard_too(tmp_path: Path) -> None:
    async with Watch(tmp_path, **CONTACTS) as watch:
        said = await watch.say(Answer(sheet="s", field="thought", value='"I want to end my life"'))
        assert any(isinstance(message, Risk) and message.level == "high" for message in said)


async def test_yes_to_the_direct_question_is_high(tmp_path: Path) -> None:
    async with Watch(tmp_path, **CONTACTS) as watch:
        await watch.say(turn("Everyone would be better off without me"))
        ask = Act(
            act_id="a",
            turn_id="t",
            kind="safety",
            focus="ask",
            text="Are you thinking about killing yourself?",
        )
        said = await watch.say(ask, turn("Yes"))
        assert any(isinstance(message, Risk) and message.level == "high" for message in said)


async def test_memory_reaches_across_turns(tmp_path: Path) -> None:
    async with Watch(tmp_path, **CONTACTS) as watch:
        await watch.say(turn("I want to hurt myself"), turn("The weather is nice"))
        said = await watch.say(turn("Where do I buy pesticides?"))
        assert any(isinstance(message, Risk) and message.level == "high" for message in said)


async def test_an_act_that_gives_means_is_stopped(tmp_path: Path) -> None:
    async with Watch(tmp_path, **CONTACTS) as watch:
        bad = Act(act_id="a", turn_id="t", kind="inform", text="A lethal dose would be 20 tablets.")
        said = await watch.say(bad)
        assert {type(message) for message in said} == {Interruption, Stop}
        assert await watch.say(Act(act_id="b", turn_id="t", kind="reflect", text="Your dad's face.")) == []


async def test_without_contacts_it_says_so(tmp_path: Path) -> None:
    async with Watch(tmp_path) as watch:
        await watch.transport.settle()
        degraded = [
            item for item in watch.room.heard if isinstance(item, Health) and item.status == "degraded"
        ]
        assert degraded
        assert "contacts" in degraded[0].detail


KILLED = """
import asyncio, os, signal, sys
from pathlib import Path
from agent.guardian import Guardian
from alongside.component import Component, Context
from alongside.local import LocalTransport
from alongside.messages import MESSAGES, Turn
from study.recorder import Recorder

class Person(Component):
    says = MESSAGES

async def session():
    context = Context(session=Path(sys.argv[1]))
    person = Person("person", {}, context)
    recorder = Recorder("recorder", {"signals": False}, context)
    transport = LocalTransport([person, recorder, Guardian("guardian", {}, context)])
    await transport.start()
    person.say(Turn(turn_id="t1", text=sys.argv[2]))
    await transport.settle()
    os.kill(os.getpid(), signal.SIGKILL)

asyncio.run(session())
"""


def record(session: Path, *messages: Message) -> Path:
    """A session under way that holds these messages."""
    log = EventLog(session)
    for message in messages:
        log.append(message)
    log.close()
    return session


async def at_once(watch: Watch) -> list[Message]:
    """What a guardian tells when it starts."""
    await watch.transport.settle()
    return [message for message in watch.room.heard if not isinstance(message, Health)]


def killed(session: Path, words: str) -> int:
    """How a process with a guardian ends that is killed when it has weighed these words."""
    command = [sys.executable, "-c", KILLED, str(session), words]
    return subprocess.run(command, cwd=Path(__file__).parents[2], timeout=60, check=False).returncode


async def test_a_guardian_killed_in_a_session_holds_what_it_had_raised(tmp_path: Path) -> None:
    assert killed(tmp_path, "I'm going to kill myself tonight") == -signal.SIGKILL
    async with Watch(tmp_path, **CONTACTS) as watch:
        (risk,) = await at_once(watch)
        assert isinstance(risk, Risk)
        assert (risk.level, risk.severity >= 4, risk.contacts[0].reach) == ("high", True, "0800 555")
        assert await watch.say(turn("I'm fine now")) == []
        (risk,) = await watch.say(Control(name="session", value="start", by="operator"))
        assert isinstance(risk, Risk)
        assert risk.level == "none"


async def test_words_it_died_over_are_weighed_when_it_is_back(tmp_path: Path) -> None:
    record(tmp_path, turn("I took all my tablets an hour ago"))
    async with Watch(tmp_path, **CONTACTS) as watch:
        assert {type(message) for message in await at_once(watch)} == {Interruption, Risk}


async def test_what_a_person_released_stays_released(tmp_path: Path) -> None:
    told = Risk(turn_id="t", severity=5, probability=0.9, level="high")
    start = Control(name="session", value="start", by="operator")
    record(tmp_path, turn("I'm going to kill myself tonight"), told, start)
    async with Watch(tmp_path, **CONTACTS) as watch:
        assert await at_once(watch) == []


async def test_a_level_told_of_words_that_were_not_recorded_is_held(tmp_path: Path) -> None:
    told = Risk(turn_id="t", severity=5, probability=0.9, level="high")
    record(tmp_path, Turn(turn_id="t", text=""), told)
    async with Watch(tmp_path, **CONTACTS) as watch:
        (risk,) = await at_once(watch)
        assert isinstance(risk, Risk)
        assert (risk.level, risk.severity) == ("high", 5)


async def test_a_questionnaires_answer_and_a_direct_question_outlive_it(tmp_path: Path) -> None:
    answered = Event(kind="instrument_risk", data='{"severity": 3, "reason": "an item"}')
    ask = Act(act_id="a", turn_id="t", kind="safety", focus="ask", text="Are you thinking of suicide?")
    record(tmp_path, answered, turn("Everyone would be better off without me"), ask)
    async with Watch(tmp_path, **CONTACTS) as watch:
        (risk,) = await at_once(watch)
        assert isinstance(risk, Risk)
        assert (risk.level, risk.severity) == ("moderate", 3)
        said = await watch.say(turn("Yes"))
        assert any(isinstance(message, Risk) and message.level == "high" for message in said)


async def test_a_record_that_cannot_be_read_is_told_and_the_rest_is_held(tmp_path: Path) -> None:
    log = record(tmp_path, turn("I'm going to kill myself tonight")) / LOG
    log.write_bytes(log.read_bytes() + b"no event\n")
    async with Watch(tmp_path, **CONTACTS) as watch:
        assert any(isinstance(message, Risk) and message.level == "high" for message in await at_once(watch))
        assert any(
            isinstance(item, Health) and item.status == "degraded" and "in part" in item.detail
            for item in watch.room.heard
        )
