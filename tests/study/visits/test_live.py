"""Visits as they are held: what goes together on a page, in which profile, what a record says of a step."""

from __future__ import annotations

import asyncio
import hashlib
import json
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
import yaml
from typer.testing import CliRunner

from agent.remembering.store import MemoryStore
from alongside.component import Component, Context
from alongside.eventlog import LOG, EventLog, read_events
from alongside.local import LocalTransport
from alongside.messages import (
    Act,
    Answer,
    Consent,
    Control,
    Event,
    Health,
    Message,
    Risk,
    SheetView,
    State,
    Stop,
)
from alongside.profiles import load_profile
from commands.main import app
from study.deletion import destroy
from study.instruments.questionnaire import DONE
from study.protocol.parts import Arm
from study.studies import Study
from study.vault.memory import seal
from study.vault.traces import traces
from study.visits.consequences import Outcome
from study.visits.live import follow, open_session, outcome_of
from study.visits.progress import Next
from study.visits.stretch import Stretch, stretch_of, write_profile
from study.visits.usher import Usher
from tests.agent.test_conversation import START, Table, turn
from tests.study.running import OPERATOR, Running

PEOPLE = [f"P0{number}" for number in range(1, 7)]
"""As many as the largest block: each arm has somebody."""


@pytest.fixture
def running(tmp_path: Path) -> Iterator[Running]:
    made = Running(tmp_path)
    made.enrol(*PEOPLE)
    yield made
    made.study.close()


def begin(running: Running, code: str) -> Next:
    step = running.engine.next(code)
    assert step is not None
    return step


def in_arm(running: Running, medium: str) -> tuple[str, Arm]:
    """Who came into an arm of that medium, at their first exercise."""
    for code in PEOPLE:
        running.visit(code)
    running.clock.at("2026-03-02")
    for code in PEOPLE:
        arm = running.engine.arm(begin(running, code))
        assert arm is not None
        if arm.medium == medium:
            return code, arm
    raise AssertionError(medium)


def test_what_is_asked_goes_together_until_the_allocation(running: Running) -> None:
    found = stretch_of(running.engine, begin(running, "P01"))
    names = [step.name for step in found.steps]
    assert names == ["consent_participation", "instrument_k10", "instrument_gad_7", "instrument_phq_9"]
    assert (found.led, found.arm) == (None, None)
    while running.step("P01") != "instrument_phq_9":
        pass
    assert stretch_of(running.engine, begin(running, "P01")).steps == ()


@pytest.mark.parametrize(("medium", "heard"), [("robot", True), ("text", False)])
def test_an_exercise_comes_up_in_the_medium_of_the_arm(
    running: Running, tmp_path: Path, medium: str, heard: bool
) -> None:
    code, arm = in_arm(running, medium)
    found = stretch_of(running.engine, begin(running, code))
    assert [step.name for step in found.steps] == ["before", "exercise_fifteen_days"]
    path, settings = write_profile(running.engine, found, tmp_path, 5.0, OPERATOR)
    profile = load_profile(str(path)).with_settings(settings)
    nodes = {node.name: node for node in profile.nodes}
    assert ("listener" in nodes) is heard
    lacks = () if heard else ("face", "voice", "microphone", "camera")
    assert tuple(nodes["screen"].settings.get("without", ())) == lacks
    assert nodes["usher"].settings["devices"] is False  # the questions before it have the same page
    assert nodes["questions"].settings["at_start"] == ["affect_sliders"]
    assert nodes["questions"].settings["spoken"] is False
    assert nodes["usher"].settings["opens"] == "thought_record"
    assert nodes["companion"].settings["worksheet"] == "thought_record"
    assert nodes["recorder"].settings["report"] is False
    assert not nodes["companion"].settings.get("programme")
    assert nodes["guardian"].settings["contacts"] == list(running.study.protocol.contacts)
    assert nodes["console"].settings["contacts"] == list(running.study.protocol.contacts)
    assert arm.title not in profile.title
    assert nodes["console"].settings["called"] == f"{code} · Today's exercise, day 1 · {arm.title}"
    assert [event.by for event in running.study.store.events("arm_seen", code)] == [OPERATOR.name]
    assert nodes["companion"].settings["person"] == f"fifteen_days-{code.lower()}"
    assert nodes["companion"].settings["memory_folder"] == str(running.folder / "memory")
    assert nodes["companion"].settings["memory_seal"] == "study.vault.memory:seal"


async def test_the_companion_of_a_visit_remembers_sealed(running: Running, tmp_path: Path) -> None:
    code, _ = in_arm(running, "text")
    found = stretch_of(running.engine, begin(running, code))
    path, settings = write_profile(running.engine, found, tmp_path, 5.0, OPERATOR)
    (companion,) = (
        node for node in load_profile(str(path)).with_settings(settings).nodes if node.name == "companion"
    )
    about = {
        name: value for name, value in companion.settings.items() if name.startswith(("person", "memory"))
    }
    async with Table(running.folder / "sessions" / "s1", appraiser="rules", **about) as table:
        await table.say(START, turn(1, "My brother Ambrose lives in Cardiff."))
    (kept,) = (running.folder / "memory").glob("*.json")
    assert b"Ambrose" not in kept.read_bytes()
    person = about["person"]
    memory = MemoryStore(kept.parent, seal(kept.parent)).load(person)
    assert any("Ambrose" in item.text for _, item in memory.items())
    withdrawn = traces(running.study, code)
    assert [name for _, name in withdrawn.memories] == [person]


@pytest.mark.parametrize(("settings", "known"), [([], True), (["companion.person=''"], False)])
def test_a_protocol_may_have_the_companion_remember_nobody(
    tmp_path: Path, settings: list[str], known: bool
) -> None:
    running = Running(tmp_path, companion={"settings": settings})
    running.enrol(*PEOPLE)
    code, _ = in_arm(running, "text")
    path, also = write_profile(
        running.engine, stretch_of(running.engine, begin(running, code)), tmp_path, 5.0, OPERATOR
    )
    nodes = {node.name: node for node in load_profile(str(path)).with_settings(also).nodes}
    assert bool(nodes["companion"].settings["person"]) is known
    running.study.close()


def test_an_operator_who_is_blinded_is_not_told_the_arm(tmp_path: Path) -> None:
    rule = {"method": "blocks", "blocks": [3, 6], "blinded": ["operator", "rater", "analyst"]}
    running = Running(tmp_path, allocation=rule)
    running.enrol(*PEOPLE)
    code, arm = in_arm(running, "text")
    found = stretch_of(running.engine, begin(running, code))
    path, _ = write_profile(running.engine, found, tmp_path, 5.0, OPERATOR)
    assert arm.title not in path.read_text()
    assert not running.study.store.events("arm_seen", code)
    running.study.close()


def test_on_paper_only_the_questions_come_up(running: Running, tmp_path: Path) -> None:
    code, _ = in_arm(running, "sheet_on_paper")
    found = stretch_of(running.engine, begin(running, code))
    assert [step.name for step in found.steps] == ["before"]
    path, _ = write_profile(running.engine, found, tmp_path, 5.0, OPERATOR)
    nodes = yaml.safe_load(path.read_text())["nodes"]
    assert nodes["companion"]["settings"]["greets"] is False
    assert nodes["screen"]["settings"]["without"] == ["face", "voice", "microphone", "camera", "talk"]
    assert "usher" not in nodes


def write(session: Path, *said: Message) -> None:
    log = EventLog(session)
    for message in said:
        log.append(message, at=message.stamp)
    log.close()


def at(running: Running, code: str, name: str) -> Next:
    step = begin(running, code)
    assert step.step.name == name
    return step


def test_who_would_rather_not_take_part_is_asked_nothing_more(running: Running, tmp_path: Path) -> None:
    step = at(running, "P01", "consent_participation")
    assert outcome_of(running.engine, step, tmp_path, 0.0) is None
    write(tmp_path, Consent(status="asked", stamp=1.0), Stop(by="operator", stamp=1.5))
    assert outcome_of(running.engine, step, tmp_path, 0.0) is None  # the operator's Stop refuses nothing
    write(tmp_path, Stop(stamp=2.0))
    outcome, when = outcome_of(running.engine, step, tmp_path, 0.0) or (Outcome(), 0.0)
    assert (outcome.status, when) == ("refused", 2.0)
    assert outcome_of(running.engine, step, tmp_path, 3.0) is None


def test_a_questionnaire_counts_from_its_own_beginning(running: Running, tmp_path: Path) -> None:
    running.step("P01")
    step = at(running, "P01", "instrument_k10")
    for when, key, complete in ((0.5, "gad_7", True), (1.0, "k10", True), (9.0, "k10", False)):
        told = {"instrument": key, "complete": complete}
        write(tmp_path, Event(kind=DONE, data=json.dumps(told), stamp=when))
    assert outcome_of(running.engine, step, tmp_path, 0.0) == (Outcome("done"), 1.0)
    assert outcome_of(running.engine, step, tmp_path, 1.0) == (
        Outcome("stopped"),
        9.0,
    )  # the one before is over
    assert outcome_of(running.engine, step, tmp_path, 9.0) is None


def test_an_exercise_is_done_or_stopped_with_the_risk_it_had(running: Running, tmp_path: Path) -> None:
    code, _ = in_arm(running, "text")
    running.step(code)
    step = at(running, code, "exercise_fifteen_days")
    sheet = running.engine.sheet(step)
    assert sheet is not None
    risk = Risk(turn_id="t", severity=3, probability=0.9, level="moderate", stamp=1.0)
    write(tmp_path / "a", risk, SheetView(sheet="other", status="done", stamp=2.0))
    assert outcome_of(running.engine, step, tmp_path / "a", 0.0) is None
    write(tmp_path / "a", SheetView(sheet=sheet.key, status="done", stamp=3.0))
    assert outcome_of(running.engine, step, tmp_path / "a", 0.0) == (Outcome(risk=3), 3.0)
    write(tmp_path / "b", risk, Control(name="session", value="end", stamp=4.0))
    assert outcome_of(running.engine, step, tmp_path / "b", 0.0) == (Outcome("stopped", risk=3), 4.0)
    goodbye = Act(act_id="a", turn_id="", kind="goodbye", stamp=time.time())
    write(tmp_path / "c", goodbye)
    assert outcome_of(running.engine, step, tmp_path / "c", 0.0) is None, "they may still go on"


async def test_who_has_the_record_deleted_has_stopped_and_goes_on_in_a_new_one(running: Running) -> None:
    step = begin(running, "P01")
    session = open_session(running.engine, step)
    running.engine.begin(step, OPERATOR, session=session.name)
    write(session, Consent(status="asked", stamp=1.0))
    assert open_session(running.engine, step) == session
    running.step("P01")
    stretch = stretch_of(running.engine, begin(running, "P01"))
    destroy(session)
    told: list[str] = []
    await follow(running.engine, stretch, session, OPERATOR, lambda step, how, found: told.append(how.status))
    assert told == ["stopped"]
    step = at(running, "P01", "instrument_gad_7")
    assert open_session(running.engine, step) != session


def test_an_optional_step_is_left_out_and_a_visit_ended_before_its_last(
    running: Running, monkeypatch: pytest.MonkeyPatch
) -> None:
    @contextmanager
    def opened(*_: object) -> Iterator[Study]:
        yield running.study

    monkeypatch.setattr("commands.study_visit.opened", opened)

    def visit(*options: str) -> str:
        told = ["study", "visit", str(running.folder), "P01", "--by", "kim", "--transport", "local"]
        found = CliRunner().invoke(app, [*told, *options])
        return f"{found.output} {found.exception}"

    assert "nothing of First meeting was begun" in visit("--end", "went home")
    running.visit("P01")
    running.clock.at("2026-03-17")
    running.step("P01")
    assert at(running, "P01", "instrument_sus").step.optional
    assert "instrument_sus: skipped" in visit("--skip")
    assert "debrief_debrief is not optional" in visit("--skip")
    visit("--end", "had to leave")
    last = next(one for one in running.study.store.visits("P01") if one.visit == "last")
    assert last.ended is not None
    assert [step.status for step in last.steps] == ["done", "skipped", "begun"]
    (ended,) = (one for one in running.study.store.events("visit_ended", "P01") if one.data["why"])
    assert (ended.by, ended.data["why"]) == ("kim", "had to leave")


def test_what_was_agreed_to_holds_on_another_day_unless_the_text_is_another(running: Running) -> None:
    step = begin(running, "P01")
    session = open_session(running.engine, step)
    running.engine.begin(step, OPERATOR, session=session.name)
    assert not (session / LOG).exists()
    text = next((running.folder / "consent").glob("*.md"))

    digest = hashlib.sha256(text.read_bytes()).hexdigest()
    given = Consent(status="given", streams=("transcript",), sha256=digest, stamp=time.time())
    write(session, given)
    assert open_session(running.engine, step) == session, "the same visit has the same record"
    running.engine.take(step, Outcome(), OPERATOR)
    running.visit("P01")
    running.clock.at("2026-03-02")
    (carried,) = read_events(open_session(running.engine, begin(running, "P01")))
    assert isinstance(carried.message, Consent)
    assert (carried.message.status, carried.message.streams) == ("given", ("transcript",))
    text.write_text(text.read_text().replace("version", "version", 1) + "\nOne sentence more.\n")
    assert not (open_session(running.engine, begin(running, "P01")) / LOG).exists()


class Page(Component):
    """The page, and a companion that answers to a start."""

    hears = (Answer, Control)
    says = (Control, Health, State)

    def __init__(self, context: Context) -> None:
        super().__init__("companion", {}, context)
        self.heard: list[Message] = []

    async def on_answer(self, answer: Answer) -> None:
        self.heard.append(answer)

    async def on_control(self, control: Control) -> None:
        self.heard.append(control)
        self.say(State(turn_id="", phase="arrive", gate_open=False, gate_reason=""))


class Record(Component):
    """Counts how often a session was begun."""

    hears = (Control,)
    begun = 0

    async def on_control(self, control: Control) -> None:
        self.begun += (control.name, control.value) == ("session", "start")


async def ushered(folder: Path, **settings: object) -> tuple[Page, LocalTransport]:
    context = Context(session=folder)
    page = Page(context)
    transport = LocalTransport([page, Usher("usher", settings, context)])
    await transport.start()
    return page, transport


async def until(page: Page, count: int) -> None:
    """Wait until the page has heard so many messages."""
    for _ in range(1000):
        if len(page.heard) >= count:
            return
        await asyncio.sleep(0.01)
    raise AssertionError(f"only {page.heard}")


async def test_the_usher_lays_the_sheet_out_and_ends_what_has_had_its_time(tmp_path: Path) -> None:
    page, transport = await ushered(tmp_path, opens="thought_record", minutes=0.1 / 60)
    page.say(Control(name="session", value="start", stamp=time.time()))
    await until(page, 2)
    await transport.stop()
    answer, end = page.heard
    assert isinstance(answer, Answer)
    assert (answer.sheet, answer.move) == ("thought_record", "start")
    assert isinstance(end, Control)
    assert (end.name, end.value) == ("session", "end")


async def test_on_a_page_that_is_open_the_usher_begins_once_the_companion_is_there(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("study.visits.usher.COMES_S", 0.0)
    write(tmp_path, Control(name="session", value="start", stamp=1.0))
    context = Context(session=tmp_path)
    record, page, loading = Record("record", {}, context), Page(context), asyncio.Event()
    monkeypatch.setattr(page, "start", loading.wait)
    transport = LocalTransport([record, Usher("usher", {"since": 2.0}, context), page])
    opening = asyncio.create_task(transport.start())
    await asyncio.sleep(0.1)
    assert record.begun == 0  # to a companion that is not there nothing is said
    loading.set()
    await opening
    await until(page, 1)
    await transport.settle()
    await transport.stop()
    assert record.begun == 1


async def test_a_page_that_did_without_a_microphone_is_asked_before_it_begins(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("study.visits.usher.COMES_S", 0.01)
    write(tmp_path, Control(name="session", value="start", stamp=1.0))
    page, transport = await ushered(tmp_path, since=2.0, devices=True)
    await asyncio.sleep(0.2)
    assert page.heard == []
    page.say(Control(name="microphone", value="off"))
    await until(page, 1)
    await transport.stop()
    assert [getattr(message, "value", "") for message in page.heard] == ["start"]


def test_a_stretch_without_a_session_is_led_by_nobody(running: Running) -> None:
    assert Stretch(begin(running, "P01"), (), None).led is None
