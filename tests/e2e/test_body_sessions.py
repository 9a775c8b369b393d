"""The main job on four bodies: a greeting, something held, a sheet, goodbye; unplugged in a sentence.

It comes back, and nothing is lost: the record is whole and verified, every turn and act in it, and what was
heard of the sentence that was cut.
"""

from __future__ import annotations

import contextlib
import json
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
import yaml
from playwright.sync_api import Browser, BrowserContext, Page

from alongside.eventlog import verify
from alongside.messages import Act, Answer, Control, Health, Spoken, State, Turn
from tests.e2e.bodies import Plug, reachy_simulator, robot_double
from tests.e2e.graphs import Graph, running
from tests.e2e.record import Record
from tests.e2e.sheet_hand import Hand

pytestmark = pytest.mark.slow

TELLS = "My manager shouted at me in front of everyone, and I am so ashamed of it."
GOES_ON = "I keep thinking about it at night."
LEAVES = "Goodbye, that is enough for today."
LESS: dict[str, Any] = dict.fromkeys(("microphone", "camera", "listener", "face", "fusion"))
"""Nobody is heard or seen: the person types, and what they do on the page is real."""
SENTENCE_S = 0.8
"""Seconds into a sentence at which the plug is pulled, where the voice goes by the time alone."""
WORDS = 3
"""Words of it that a body has sounded by then, where it tells them."""


@dataclass(frozen=True)
class Case:
    """One body: its profile, its transport, the node that says how it is, and the one that has the voice."""

    profile: str
    transport: str = "local"
    node: str = "robot"
    voice: str = "robot"
    title: str = ""
    more: dict[str, Any] = field(default_factory=dict)


CASES = {
    "screen": Case("avatar", node="screen", voice="screen", title="the page"),
    # No loudspeaker is taken from whoever runs this: one that keeps time has the voice beside the robot.
    "reachy_mini": Case(
        "reachy_mini_beside", voice="speaker", title="Reachy Mini",
        more={"speaker": {"is": "bench.player:Player", "in": "mind"}},
    ),
    "furhat": Case("furhat", title="Furhat"),
    "ros4hri": Case("ros4hri", transport="ros", title="ROS4HRI robot"),
}  # fmt: skip


@dataclass
class Person:
    """Somebody at the page, who types. `shown` are the acts that reached the page."""

    browser: Browser
    address: str
    shown: list[str] = field(default_factory=list)
    context: BrowserContext | None = None

    @property
    def page(self) -> Page:
        assert self.context is not None
        return self.context.pages[0]

    def comes(self) -> None:
        """Open the page, and begin or go on by typing."""
        self.context = self.browser.new_context(viewport={"width": 1024, "height": 700})
        page = self.context.new_page()
        page.on("websocket", lambda line: line.on("framereceived", self._frame))
        page.goto(self.address)
        page.get_by_role("button", name="Rather type").first.click()

    def goes(self) -> None:
        """The page is away, with all that it held."""
        assert self.context is not None
        self.context.close()

    def types(self, words: str) -> None:
        box = self.page.locator(".typing textarea")
        box.fill(words)
        box.press("Enter")

    def heard_from_the_page(self, act_id: str) -> bool:
        """Whether it was the page that sounded an act."""
        noted = self.page.evaluate("window.alongside.events.map(e => e.what)")
        return f"spoken started {act_id}" in noted

    def _frame(self, frame: str | bytes) -> None:
        if isinstance(frame, str) and (plain := json.loads(frame))["type"] == "Act":
            self.shown.append(plain["act_id"])


@contextlib.contextmanager
def plugged(name: str, person: Person) -> Iterator[Plug]:
    """The body, there."""
    if name == "screen":
        yield Plug("", person.goes, person.comes, lambda: len(person.shown))
    else:
        kind = reachy_simulator if name == "reachy_mini" else robot_double
        with kind(name) as plug:
            yield plug


def profile(folder: Path, case: Case, address: str) -> str:
    """The body's own profile, without what hears and sees."""
    nodes: dict[str, Any] = {
        **LESS,
        "companion": {"settings": {"worksheet": "three_good_things", "appraiser": "rules"}},
        **case.more,
    }
    nodes["recorder"] = {"settings": {"report": False}}
    nodes["screen"] = {"settings": {"port": 0, "captures": False}}
    if address:
        nodes["robot"] = {"settings": {"address": address}}
    path = folder / "session.yaml"
    path.write_text(yaml.safe_dump({"title": "A session", "extends": case.profile, "nodes": nodes}))
    return str(path)


@pytest.fixture
def person(browser: Browser) -> Iterator[Person]:
    """Gone at the end: a page that stays open draws its face, and takes a quarter of a core."""
    someone = Person(browser, "")
    yield someone
    if someone.context is not None:
        someone.context.close()


@pytest.mark.parametrize("name", CASES)
def test_a_session_in_which_the_body_is_unplugged(name: str, person: Person, tmp_path: Path) -> None:
    case = CASES[name]
    with plugged(name, person) as plug:
        arguments = [profile(tmp_path, case, plug.address), "--transport", case.transport]
        with running(arguments, tmp_path) as graph:
            record = Record(graph)
            person.address = graph.address
            there = {"detail": f"{case.title} is connected"} if case.node == "robot" else {}
            record.until(Health, component=case.node, status="ready", **there)
            began = time.monotonic()
            person.comes()
            greeting = record.until(Act, kind="greet")
            record.until(Spoken, act_id=greeting.act_id, status="started")
            it_is_held_and_cut(person, record, case, plug)
            the_session_goes_on_and_the_body_comes_back(person, record, case, plug)
            a_sheet_is_done(person, record)
            person.types(LEAVES)
            goodbye = record.until(Act, kind="goodbye")
            record.until(Spoken, act_id=goodbye.act_id, status="started")
            print(f"{name}: {time.monotonic() - began:.1f} s")
            assert graph.stop() == 0
        nothing_is_lost(graph, record, person)


def it_is_held_and_cut(person: Person, record: Record, case: Case, plug: Plug) -> None:
    """They tell something hard; in the middle of the answer the plug is pulled."""
    person.types(TELLS)
    told = record.until(Turn, text=TELLS)
    held = record.until(Act, turn_id=told.turn_id)
    assert held.kind in ("reflect", "affirm", "normalise")
    assert record.until(State, turn_id=told.turn_id).gate_open is False  # no advice, no plan
    record.until(Spoken, act_id=held.act_id, status="started")
    in_the_middle(held.text, plug)
    plug.unplug()
    record.graph.said(rf"{case.node} degraded: {case.title} is gone")
    record.until(Health, component=case.node, status="degraded")
    assert "is gone" in record.of(Health, component=case.node, status="degraded")[0].detail
    if case.voice == case.node:
        cut = record.until(Spoken, act_id=held.act_id, status="interrupted")
        assert cut.heard, "nothing was heard of the sentence"
        assert held.text.startswith(cut.heard)
        assert len(cut.heard) < len(held.text)
    else:
        record.until(Spoken, act_id=held.act_id, status="finished", heard=held.text)


def in_the_middle(text: str, plug: Plug) -> None:
    """Wait until the body has sounded a part of this sentence: some words of it, where it knows words."""
    if plug.speaking is None:
        time.sleep(SENTENCE_S)
        return
    words, end = text.split(), time.monotonic() + 20
    while not plug.speaking():
        assert time.monotonic() < end, f"the body is not heard to say {text!r}"
        time.sleep(0.02)
    if not plug.sounded():  # a sound: its words come one after the other, and are not told
        time.sleep(SENTENCE_S)
        return
    while len(said := plug.sounded()) < WORDS or said != words[: len(said)]:
        assert time.monotonic() < end, f"{said} sounded of {text!r}"
        time.sleep(0.02)
    assert len(said) < len(words), "it was over before it could be cut"


def the_session_goes_on_and_the_body_comes_back(
    person: Person, record: Record, case: Case, plug: Plug
) -> None:
    """Without the body they are answered by voice and in writing; then the body is there again."""
    if case.node != "screen":
        person.types(GOES_ON)
        answer = record.until(Act, turn_id=record.until(Turn, text=GOES_ON).turn_id)
        record.until(Spoken, act_id=answer.act_id, status="started")
        assert person.heard_from_the_page(answer.act_id) is (case.voice == "robot")
        assert answer.act_id in person.shown
    plug.plug_in()
    record.until(Health, 2, component=case.node, status="ready")
    record.graph.said(rf"{case.node} is back")
    if case.node == "screen":
        person.types(GOES_ON)
        answer = record.until(Act, turn_id=record.until(Turn, text=GOES_ON).turn_id)
        record.until(Spoken, act_id=answer.act_id, status="started")
    before = plug.seen()
    person.page.get_by_role("button", name="Worksheet", exact=True).click()
    asked = record.until(Act, kind="worksheet_step")
    record.until(Spoken, act_id=asked.act_id, status="started")
    assert plug.seen() != before, "the body that is back was not asked for anything"


def a_sheet_is_done(person: Person, record: Record) -> None:
    hand = Hand(person.page)
    hand.until("open")
    for _ in range(10):
        if hand.status() != "open":
            break
        hand.answer()
    hand.until("done")


def nothing_is_lost(graph: Graph, record: Record, person: Person) -> None:
    assert verify(graph.session).ok
    acts = {act.act_id: act for act in record.of(Act)}
    assert [turn.text for turn in record.of(Turn)] == [TELLS, GOES_ON, LEAVES]
    for turn in record.of(Turn):
        assert any(act.turn_id == turn.turn_id for act in acts.values()), turn.text
    assert set(person.shown) <= set(acts)  # what somebody saw is what the record says
    told = {spoken.act_id for spoken in record.of(Spoken)}
    # Steps of the sheet follow each other faster than they can be said; all else was audible.
    assert {act.act_id for act in acts.values() if act.text and act.kind != "worksheet_step"} <= told
    assert sum(answer.move == "enter" for answer in record.of(Answer)) >= 4
    assert record.of(Control, name="session", value="start")
