"""A daily programme through the companion: today's sheet is offered, yesterday's answers are at hand."""

from __future__ import annotations

import pytest

from agent.companion import Companion
from agent.worksheets.programme import load_programme
from alongside.errors import AlongsideError
from alongside.messages import Act, Answer, Turn
from tests.agent.worksheets.life import Life

COMPANION = Companion(programme="fifteen_days")
PROGRAMME = load_programme("fifteen_days")
SMALL = (
    "It was a plain day at work.",
    "We had the meeting in the morning.",
    "It took two hours or so.",
    "The coffee there is good, at least.",
    "I came back by bus.",
    "The bus was full, as ever.",
)
THOUGHT = {
    "distress_before": "6",
    "thought": "I'll never learn it",
    "balanced": "I have learned harder things",
}
COPING = {"distress_before": "5", "problem": "the evenings", "chosen": "ring a friend", "distress_after": "5"}


def offers(acts: list[Act]) -> list[Act]:
    return [act for act in acts if act.kind == "ask_permission" and act.focus == "worksheet"]


@pytest.mark.parametrize("seed", range(3))
def test_each_day_offers_its_own_sheet_with_the_reason(seed: int) -> None:
    life = Life(seed, COMPANION)
    _, acts = life.talk(0, *SMALL)
    (offer,) = offers(acts)
    assert any("fifteen_days: day 1 of 15, A thought, looked at" in reason for reason in offer.reasons)
    life.fill(0, "thought_record", THOUGHT)
    _, acts = life.talk(0, *SMALL)
    assert not offers(acts)  # done for today
    _, acts = life.talk(1, *SMALL)
    (offer,) = offers(acts)
    assert any("day 2 of 15, A way through" in reason for reason in offer.reasons)


def test_only_the_days_sheet_can_be_opened() -> None:
    life = Life(0, COMPANION)
    state, _ = life.begin(0)
    state, _ = COMPANION.step(state, Turn(turn_id="a", text="Can we do the breathing thing?"))
    assert state.sheet is None
    state, _ = COMPANION.step(state, Turn(turn_id="b", text="Let's do the sheet."))
    assert state.sheet is not None
    assert state.sheet.sheet.key == "thought_record"


def test_what_was_written_last_time_is_offered_as_the_answer() -> None:
    life = Life(0, COMPANION)
    life.fill(0, "thought_record", THOUGHT)
    life.fill(1, "coping_strategies", COPING)
    state, _ = life.begin(2)
    state, _ = COMPANION.step(state, Turn(turn_id="b", text="Let's do the sheet."))
    run = state.sheet
    assert run is not None
    assert run.entry("balanced").offered == '"I have learned harder things"'
    assert run.since
    shown = {field.key for field, entry in zip(run.sheet.fields, run.entries, strict=True) if entry.offered}
    assert shown == {"balanced"}


def test_after_missed_days_it_goes_on_from_today_and_the_operator_is_told() -> None:
    life = Life(0, COMPANION)
    life.fill(0, "thought_record", THOUGHT)
    _, acts = life.talk(4, *SMALL)
    (offer,) = offers(acts)
    assert any(offer.text.startswith(words) for words in PROGRAMME.back), offer.text
    assert offer.text.count("?") <= 1
    assert any("3 days in a row went by without a sheet" in reason for reason in offer.reasons)


def test_it_ends() -> None:
    life = Life(0, COMPANION)
    life.fill(0, "thought_record", THOUGHT)
    _, acts = life.talk(20, *SMALL)
    assert not offers(acts)


def test_a_refusal_of_the_day_is_a_refusal() -> None:
    life = Life(0, COMPANION)
    state, acts = life.begin(0)
    number = 0
    while not offers(acts):
        number += 1
        state, act = COMPANION.step(state, Turn(turn_id=f"t{number}", text=SMALL[number - 1]))
        acts.append(act)
    state, act = COMPANION.step(state, Turn(turn_id="no", text="No, not today."))
    assert not act.sheet
    for text in (*SMALL, *SMALL):
        number += 1
        state, act = COMPANION.step(state, Turn(turn_id=f"t{number}", text=text))
        assert not offers([act])


def test_a_programme_that_is_none_is_told_in_a_line() -> None:
    with pytest.raises(AlongsideError, match="no programme"):
        Companion(programme="sixteen_days")


def test_without_a_programme_yesterdays_answers_are_offered_too() -> None:
    life = Life(0)
    life.fill(0, "values", {"distress_before": "4", "action": "ring my sister", "distress_after": "4"})
    state, _ = life.begin(1)
    state, _ = life.companion.answer(state, Answer(sheet="values", move="start"))
    assert state.sheet is not None
    assert state.sheet.entry("action").offered == '"ring my sister"'
    assert state.sheet.since == "yesterday"
