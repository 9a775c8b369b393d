"""A session's record gives the engine its steps: consent and questionnaires, answered in a real graph."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from alongside.component import Component, Context
from alongside.consent import KEEPER
from alongside.errors import AlongsideError
from alongside.local import LocalTransport
from alongside.messages import MESSAGES, Answer
from study.consent.keeper import SHEET, ConsentKeeper
from study.instruments import load, score
from study.instruments.questionnaire import Questionnaire
from study.recorder import Recorder
from study.visits.recorded import consent_outcome, scored_outcome, take_from_session
from tests.study.running import OPERATOR, Running


class Hand(Component):
    """Touches whatever a test wants touched."""

    says = MESSAGES


@pytest.fixture
def running(tmp_path: Path) -> Iterator[Running]:
    made = Running(tmp_path / "study")
    made.enrol("P01")
    yield made
    made.study.close()


async def session(folder: Path, text: Path, *answers: Answer) -> Path:
    """A session in which these answers are given."""
    os.makedirs(folder)
    graph = json.dumps({"nodes": [{"name": "consent", "component": KEEPER}]})
    context = Context(session=folder, graph=graph)
    hand = Hand("hand", {}, context)
    settings = {"instruments": ["k10", "gad_7", "phq_9"], "spoken": False}
    transport = LocalTransport(
        [
            Recorder("recorder", {"report": False, "signals": False}, context),
            ConsentKeeper("consent", {"text": str(text)}, context),
            Questionnaire("questions", settings, context),
            hand,
        ]
    )
    await transport.start()
    for answer in answers:
        hand.say(answer)
        await transport.settle()
    await transport.stop()
    return folder


def agreed(**streams: bool) -> Answer:
    return Answer(sheet=SHEET, value=json.dumps(streams))


def whole(key: str, *choices: str) -> list[Answer]:
    sheet = f"study:{key}"
    return [Answer(sheet=sheet, move="start"), *(Answer(sheet=sheet, value=each) for each in choices)]


async def test_a_first_visit_from_consent_to_the_instruments(running: Running, tmp_path: Path) -> None:
    text = next((tmp_path / "study").rglob("participation.en.md"))
    k10 = whole("k10", *["A little of the time"] * 10)
    gad = whole("gad_7", *["Several days"] * 7)
    gad.insert(3, Answer(sheet="study:gad_7", field="q1", move="edit", value="Not at all"))
    phq = whole("phq_9", *["Not at all"] * 8, "Several days", "Somewhat difficult")
    held = await session(tmp_path / "held", text, agreed(transcript=True), *k10, *gad, *phq)
    engine = running.engine
    for key, status, scores, risk in (
        ("consent_participation", "done", {}, 0),
        ("instrument_k10", "done", {"total": 20}, 0),
        ("instrument_gad_7", "done", {"total": 6}, 0),
        ("instrument_phq_9", "done", {"total": 1}, 3),
    ):
        step = engine.next("P01")
        assert step is not None
        engine.begin(step, OPERATOR, held.name)
        consequences = take_from_session(engine, step, held, OPERATOR)
        assert ("tell" in {each.kind for each in consequences}) == (risk > 0)
        (visit,) = engine.store.visits("P01")
        done = visit.steps[-1]
        assert (done.name, done.status, done.scores, done.risk) == (key, status, scores, risk)
    answers = engine.store.answers("P01", visit.visit, visit.day, "instrument_gad_7")
    assert [(each.item, each.value) for each in answers if each.item == "1"] == [("1", "1"), ("1", "0")]


async def test_no_consent_is_a_refusal_and_another_version_an_error(tmp_path: Path, running: Running) -> None:
    text = next((tmp_path / "study").rglob("participation.en.md"))
    held = await session(tmp_path / "held", text)
    assert consent_outcome(held, "participation", "1").status == "refused"
    step = running.engine.next("P01")
    assert step is not None
    running.engine.begin(step, OPERATOR)
    assert [each.kind for each in take_from_session(running.engine, step, held, OPERATOR)] == ["refused"]
    again = await session(tmp_path / "again", text, agreed())
    assert consent_outcome(again, "participation", "1").status == "done"
    with pytest.raises(AlongsideError, match="version 1, not to participation version 2"):
        consent_outcome(again, "participation", "2")


async def test_what_was_not_asked_cannot_be_taken(tmp_path: Path, running: Running) -> None:
    text = next((tmp_path / "study").rglob("participation.en.md"))
    held = await session(tmp_path / "held", text, agreed(audio=True))
    step = running.engine.next("P01")
    assert step is not None
    running.engine.begin(step, OPERATOR)
    take_from_session(running.engine, step, held, OPERATOR)
    step = running.engine.next("P01")
    assert step is not None
    with pytest.raises(AlongsideError, match="holds no finished k10"):
        take_from_session(running.engine, step, held, OPERATOR)


def test_scores_by_any_other_way_are_the_same_outcome() -> None:
    found = scored_outcome(score(load("phq_9"), dict.fromkeys(range(1, 9), 1)))
    assert found.scores == {"total": 9}
    assert (found.status, found.risk) == ("done", 0)
    assert found.note == "Not answered, and to be asked about: item 9."
