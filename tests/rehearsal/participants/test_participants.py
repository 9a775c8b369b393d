"""Simulated people: the same from the same seed, and whatever they answer is an answer."""

from __future__ import annotations

from statistics import mean

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from agent.safety import SafetyMemory, watch
from agent.worksheets.run import apply, begin
from agent.worksheets.sheet import load_sheet, sheet_names
from alongside.messages import Answer
from rehearsal.participants.answering import answers
from rehearsal.participants.attendance import Rules, attendance, misses
from rehearsal.participants.filling import fill
from rehearsal.participants.stories import words
from rehearsal.participants.talking import reply, talk_of
from rehearsal.participants.traits import CHANGE, NEVER, Traits, drawn, draws_of, feeling
from study.instruments import instrument_names, load, score

SHARES = st.floats(0, 1)
SEEDS = st.integers(0, 10_000)


@given(name=st.sampled_from(instrument_names()), distress=SHARES, omits=SHARES, seed=SEEDS)
@settings(max_examples=120, deadline=None)
def test_whatever_they_answer_is_an_answer(name: str, distress: float, omits: float, seed: int) -> None:
    instrument = load(name)
    given_ = answers(instrument, distress, draws_of(seed, "P"), omits=omits)
    scored = score(instrument, given_)
    assert scored.alerts == (), "danger is told on its day alone"
    for one in scored.scales:
        scale = next(scale for scale in instrument.scales if scale.key == one.scale)
        assert one.value is None or scale.low <= one.value <= scale.high
    if not omits:
        assert all(one.value is not None for one in scored.scales)


def test_distress_moves_every_scale_the_way_it_should() -> None:
    def of(name: str, scale: str, distress: float) -> float:
        instrument = load(name)
        found = [score(instrument, answers(instrument, distress, draws_of(n, "P")))[scale] for n in range(20)]
        return mean(one.value for one in found if one.value is not None)

    for name, scale in (("k10", "total"), ("gad_7", "total"), ("phq_9", "total"), ("pss_10", "total")):
        assert of(name, scale, 0.8) > of(name, scale, 0.2) + 5
    assert of("sus", "total", 0.8) < of("sus", "total", 0.2) - 20
    assert of("affect_sliders", "valence", 0.8) < 0 < of("affect_sliders", "valence", 0.2)
    assert of("affect_sliders", "arousal", 0.8) > 0 > of("affect_sliders", "arousal", 0.2)
    assert of("panas", "negative", 0.8) > of("panas", "positive", 0.8) + 10


def test_danger_opens_the_risk_path_of_an_instrument() -> None:
    instrument = load("phq_9")
    assert score(instrument, answers(instrument, 0.5, draws_of(1, "P"), danger=True)).severity == 4


@given(name=st.sampled_from(sheet_names()), distress=SHARES, seed=SEEDS)
@settings(max_examples=40, deadline=None)
def test_every_worksheet_can_be_filled_in(name: str, distress: float, seed: int) -> None:
    sheet, draws = load_sheet(name), draws_of(seed, "P")
    filled = fill(sheet, words().story(draws), distress, draws)
    run = apply(begin(sheet), Answer(sheet=name, move="start"))
    while run.current is not None and run.status == "open":
        key = run.current.key
        run = apply(run, Answer(sheet=name, field=key, value=filled[key].value))
        assert run.entry(key).value, f"{key}: {filled[key].value} was not taken"
    # Two sheets are laid aside by what is chosen on them, not by how bad it is.
    assert run.status == "done" or name in ("worry_time", "box_breathing")


def test_nothing_they_say_is_taken_for_danger_but_what_is_meant_so() -> None:
    for story in words().stories:
        memory = SafetyMemory()
        for text in (story.opening, *story.more, story.disclosure, *story.fields.values()):
            memory = watch(memory, text)
            assert memory.level == "none", text
        assert max(watch(memory, text).severity for text in story.ways + story.others) < 2
    for kind, lines in words().replies.items():
        for text in lines:
            severity = watch(SafetyMemory(), text).severity
            assert severity >= 4 if kind == "danger" else severity == 0, text


def test_they_talk_as_their_card_says() -> None:
    story, draws = words().stories[0], draws_of(1, "P")
    assert talk_of(Traits(code="P", talk=1), story, 3, draws).lines == (story.opening,)
    open_ = talk_of(Traits(code="P", talk=3, discloses=True), story, 3, draws)
    assert open_.lines[-1] == story.disclosure
    assert talk_of(Traits(code="P", danger_day=3), story, 3, draws).lines[-1] in words().replies["danger"]
    assert talk_of(Traits(code="P", danger_day=3), story, 4, draws).lines[-1] == story.more[0]
    assert reply("ask_permission", draws) in words().replies["ask_permission"]


@given(seed=SEEDS, days=st.integers(1, 40), place=st.integers(1, 99))
@settings(max_examples=100, deadline=None)
def test_they_come_by_the_rules(seed: int, days: int, place: int) -> None:
    traits = drawn(seed, f"P{place:02}", days)
    assert traits == drawn(seed, f"P{place:02}", days)
    came = attendance(traits, seed, days, Rules(within=2, most=3))
    assert came == attendance(traits, seed, days, Rules(within=2, most=3))
    assert {*came.on_time, *came.made_up, *came.missed} == set(range(1, days + 1))
    assert len(came.made_up) <= 3
    assert len(set(came.made_up.values())) == len(came.made_up), "one a day"
    assert all(0 < on - visit <= 2 and on in came.on_time for visit, on in came.made_up.items())
    without = misses(came, 1)
    assert (1 in without.on_time, without.made_up, 2 in without.on_time) == (False, {1: 2}, True)
    if traits.last_day < NEVER:
        assert not came.on_time or max(came.on_time) <= traits.last_day
        assert came.last == NEVER


@pytest.mark.parametrize("medium", ["robot", "text"])
def test_an_arm_does_to_people_what_is_known(medium: str) -> None:
    people = [drawn(5, f"P{number:03}", 15) for number in range(200)]
    first = mean(feeling(one, 5, medium, 1) for one in people)  # type: ignore[arg-type]
    later = mean(feeling(one, 5, medium, 15) for one in people)  # type: ignore[arg-type]
    assert later - first == pytest.approx(14 * CHANGE[medium], abs=0.012)  # type: ignore[index]
