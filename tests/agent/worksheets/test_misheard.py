"""What a recogniser makes of an answer, and what becomes of a sheet that is put right or taken up again."""

from __future__ import annotations

import functools
import json

import pytest

from agent.companion import Companion
from agent.state import CompanionState
from agent.worksheets.rows import no_more, rows
from agent.worksheets.schema import Field
from agent.worksheets.sheet import load_sheet
from agent.worksheets.understand import understand
from alongside.messages import Act, Turn

companion = functools.cache(Companion)


def scale(maximum: float) -> Field:
    sheet = load_sheet("thought_record")
    return next(field for field in sheet.fields if field.kind == "rating" and field.maximum == maximum)


def talk(*texts: str) -> tuple[CompanionState, list[Act]]:
    state, act = companion().greet(companion().begin())
    acts = [act]
    for number, text in enumerate(texts, 1):
        state, act = companion().step(state, Turn(turn_id=f"t{number}", text=text))
        acts.append(act)
    return state, acts


def stands(state: CompanionState, key: str) -> object:
    assert state.sheet is not None
    value = state.sheet.entry(key).value
    return json.loads(value) if value else None


@pytest.mark.parametrize(
    ("said", "number"),
    [
        ("7 and a half.", 7.5),
        ("3 and three quarters", 3.8),
        ("seven and a half", 7.5),
        ("Round 6", 6),
        ("On a scale of ten, seven", 7),
        ("8 of 10", 8),
    ],
)
def test_numbers_in_figures_are_read_as_those_in_words(said: str, number: float) -> None:
    assert json.loads(understand(said, scale(10)).value) == number


@pytest.mark.parametrize(
    ("said", "maximum", "number"),
    [("Ate out of ten.", 10, 8), ("innate", 10, 8), ("about a servant", 10, 7), ("Eddie", 100, 80)],
)
def test_a_number_that_was_likely_meant_is_asked_about(said: str, maximum: float, number: float) -> None:
    heard = understand(said, scale(maximum))
    assert (heard.value, heard.problem, json.loads(heard.doubt)) == ("", "confirm", number)


@pytest.mark.parametrize("said", ["A' of 10.", "out of 10", "haste out of a hundred"])
def test_what_it_is_out_of_is_never_taken_for_the_answer(said: str) -> None:
    for maximum in (10, 100):
        assert understand(said, scale(maximum)).value == ""


def test_a_name_after_a_relation_is_the_same_person() -> None:
    assert [who.lower() for who in rows("My brother, Tom.", "person")[0]] == ["my brother tom"]
    assert len(rows("My brother and Tom", "person")[0]) == 2
    assert len(rows("My sister, Ana, Tom", "person")[0]) == 3
    assert len(rows("My sister, my mother", "person")[0]) == 2


def test_the_only_one_is_the_last_one() -> None:
    assert no_more("That was the only one.")
    assert not no_more("The only one who listens")


@pytest.mark.parametrize("said", ["No, I meant two.", "No, I meant to.", "Sorry, I meant 2."])
def test_a_number_put_right_after_a_stop_opens_the_sheet_again(said: str) -> None:
    state, _ = talk("Can we do three good things?", "10")
    assert state.sheet is not None
    assert state.sheet.status == "paused"
    state, acts = talk("Can we do three good things?", "10", said)
    assert stands(state, "distress_before") == 2
    assert state.sheet is not None
    assert (state.sheet.status, acts[-1].sheet_field) == ("open", "things")


def test_a_number_that_still_is_too_much_keeps_the_sheet_aside() -> None:
    state, _ = talk("Can we do three good things?", "10", "No, I meant nine.")
    assert stands(state, "distress_before") == 9
    assert state.sheet is not None
    assert state.sheet.status == "paused"


def test_the_last_number_is_put_right_when_the_sheet_is_done() -> None:
    done = ("Can we do the breathing?", "3", "all four rounds", "no trouble", "at work", "5")
    state, acts = talk(*done, "No, I meant two.")
    assert stands(state, "distress_after") == 2
    assert "sheet done" not in acts[-1].text
    state, _ = talk(*done, "I was on the train this morning.", "No, I meant two.")
    assert stands(state, "distress_after") == 5  # by then it is about something else


@pytest.mark.parametrize("said", ["Okay, let's go on.", "Thank you, let's go on with the page.", "Continue."])
def test_after_a_break_the_sheet_is_taken_up_in_so_many_words(said: str) -> None:
    state, _ = talk("Can we do the breathing?", "Let's take a break.", said)
    assert state.sheet is not None
    assert state.sheet.status == "open"


def test_a_mere_okay_leaves_the_sheet_where_it_was_laid() -> None:
    state, _ = talk("Can we do the breathing?", "Let's take a break.", "Okay.")
    assert state.sheet is not None
    assert state.sheet.status == "paused"


def test_a_number_after_an_aside_answers_what_was_asked() -> None:
    state, _ = talk("Can we do the breathing?", "My father died last year.", "It's a seven.")
    assert stands(state, "distress_before") == 7
    told = "He was seven years older than my mother."
    state, _ = talk("Can we do the breathing?", "My father died last year.", told)
    assert stands(state, "distress_before") is None
