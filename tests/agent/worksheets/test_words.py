"""Spoken words on a worksheet: values, moves, doubts, and what is not for the sheet."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agent.worksheets.moves import agrees, find_move
from agent.worksheets.sheet import Field, load_sheet
from agent.worksheets.understand import understand

FIELDS = {field.key: field for field in load_sheet("thought_record").fields}
TEN, HUNDRED = FIELDS["distress_before"], FIELDS["mood_before"]
CHOICE = Field(
    key="pattern",
    label="Pattern",
    kind="choice",
    prompts=("a", "b", "c"),
    help="h",
    repair=("a", "b", "c"),
    choices=("Mind reading", "Fortune telling", "All or nothing", "Nothing of these"),
)
SEVERAL = Field(**{**CHOICE.__dict__, "kind": "several"})


@pytest.mark.parametrize(
    ("said", "value"),
    [
        ("7", 7),
        ("Seven.", 7),
        ("about a seven, maybe eight", 7.5),
        ("seven or eight", 7.5),
        ("between six and seven", 6.5),
        ("seven and a half", 7.5),
        ("I'd say it's a 6 right now.", 6),
        ("I'm not sure, maybe a four", 4),
        ("six, no, eight", 8),
        ("a five, sorry, make that a six", 6),
        ("it's gone from eight to five", 5),
        ("it was an eight, now it's a six", 6),
        ("seventy percent", 7),
        ("80%", 8),
        ("8/10", 8),
        ("eighty out of a hundred", 8),
        ("Um, like, six-ish", 6),
        ("I was at a seven when he left", 7),
        ("not at all", 0),
        ("calm", 0),
        ("halfway", 5),
        ("as bad as it gets", 10),
        ("nought", 0),
    ],
)
def test_ratings_to_ten(said: str, value: float) -> None:
    heard = understand(said, TEN)
    assert (heard.kind, json.loads(heard.value), heard.heavy) == ("value", value, False)


@pytest.mark.parametrize(
    ("said", "value"),
    [
        ("seventy", 70),
        ("seventy-five", 75),
        ("seventy five percent", 75),
        ("seven out of ten", 70),
        ("a hundred", 100),
        ("about eighty percent I'd say", 80),
        ("eighty, eighty-five", 82.5),
        ("completely", 100),
        ("fifty fifty", 50),
    ],
)
def test_ratings_to_a_hundred(said: str, value: float) -> None:
    heard = understand(said, HUNDRED)
    assert (heard.kind, json.loads(heard.value)) == ("value", value)


@given(st.integers(0, 100))
def test_every_number_said_plainly_is_heard(number: int) -> None:
    assert understand(f"{number} percent", HUNDRED).value == str(number)
    assert understand(f"around {number} out of a hundred", HUNDRED).value == str(number)


def test_a_bare_seven_of_a_hundred_is_asked_about_once() -> None:
    heard = understand("seven", HUNDRED)
    assert (heard.kind, heard.problem, heard.doubt) == ("unclear", "scale", "7")
    assert understand("out of ten", HUNDRED, heard.doubt).value == "70"
    assert understand("a hundred", HUNDRED, heard.doubt).value == "7"
    assert understand("seven", HUNDRED, heard.doubt).value == "7"


@pytest.mark.parametrize(
    ("said", "problem"),
    [
        ("no idea", "unsure"),
        ("I don't really know", "unsure"),
        ("What do you mean?", "help"),
        ("can you say that again please", "help"),
        ("really bad", "number"),
        ("okay", "number"),
        ("this one", "number"),
        ("pretty rough", "number"),
        ("I can't decide", "unsure"),
        ("three or nine", "number"),
        ("fifteen", "range"),
        ("minus three", "range"),
    ],
)
def test_what_leaves_a_rating_open(said: str, problem: str) -> None:
    heard = understand(said, TEN)
    assert (heard.kind, heard.problem) == ("unclear", problem)


@pytest.mark.parametrize(
    "said",
    [
        "my mother died on Sunday",
        "my mother died two days ago",
        "he left me",
        "my heart is racing",
        "it's been a long week and I haven't slept",
        "Are you recording this?",
        "this is too much",
        "we lost our dog, she was seven years old",
        "I just want to end it all",
        "I just feel so alone",
        "I'm exhausted",
        "(cries)",
    ],
)
def test_what_comes_before_a_rating_is_an_aside(said: str) -> None:
    assert understand(said, TEN).kind == "aside"


def test_a_loss_told_beside_a_number_keeps_the_number_and_is_heavy() -> None:
    heard = understand("a nine, because my mother died on Sunday", TEN)
    assert (heard.kind, heard.value, heard.heavy) == ("value", "9", True)


@pytest.mark.parametrize(
    "said",
    [
        "my mother died on Sunday",
        "I told him to stop and he didn't",
        "we were in the kitchen, seven of us",
        "Nothing.",
        "I just wanted it to stop",
        "I can't remember names and she laughed at me",
    ],
)
def test_nearly_everything_answers_a_text_question(said: str) -> None:
    heard = understand(said, FIELDS["situation"])
    assert (heard.kind, json.loads(heard.value)) == ("value", said)


def test_the_same_words_are_a_thought_where_thoughts_are_asked_and_an_aside_elsewhere() -> None:
    assert understand("I can't do this", FIELDS["thought"]).kind == "value"
    assert understand("I can't do this", FIELDS["situation"]).kind == "aside"
    dark = understand("I'd be better off dead", FIELDS["thought"])
    assert (dark.kind, dark.heavy) == ("value", True)
    assert understand("I want to die", FIELDS["situation"]).kind == "aside"
    assert understand("This is too much.", FIELDS["thought"]).kind == "aside"


def test_a_sound_of_thinking_is_no_answer() -> None:
    for said in ("Um.", "yeah, so", "okay", ""):
        assert understand(said, FIELDS["situation"]).problem == "empty"


@pytest.mark.parametrize(
    ("said", "move"),
    [
        ("skip", "skip"),
        ("Can we skip this one, please?", "skip"),
        ("I'd rather not say.", "skip"),
        ("next question", "skip"),
        ("Go back.", "back"),
        ("can we go back one", "back"),
        ("can we stop", "stop"),
        ("I want to stop now", "stop"),
        ("That's enough for today.", "stop"),
        ("I need a break", "pause"),
        ("Hold on a second", "pause"),
        ("hold on", "pause"),
        ("not now", "pause"),
        ("okay let's go on", "resume"),
        ("Sorry, what does that mean?", "help"),
        ("I have no idea, sorry", "unsure"),
        ("I asked him to stop", None),
        ("then I went back to the office", None),
    ],
)
def test_moves(said: str, move: str | None) -> None:
    assert find_move(said) == move


def test_choices() -> None:
    assert json.loads(understand("I think it's mind reading", CHOICE).value) == "Mind reading"
    assert json.loads(understand("the second one", CHOICE).value) == "Fortune telling"
    assert understand("mind reading and fortune telling", CHOICE).problem == "choice"
    both = understand("mind reading and all or nothing", SEVERAL)
    assert json.loads(both.value) == ["Mind reading", "All or nothing"]
    assert json.loads(understand("none of those", SEVERAL).value) == []
    assert understand("my brother died in March", CHOICE).kind == "aside"


def test_yes_and_no_to_an_offer() -> None:
    for said in ("yes", "Yeah, sure.", "okay let's do it", "I'd like that", "go ahead"):
        assert agrees(said) is True
    for said in ("no", "No thanks.", "not now", "maybe later", "I'd rather not"):
        assert agrees(said) is False
    assert agrees("my mother died on Sunday") is None


@given(st.text(max_size=80), st.sampled_from([*FIELDS.values(), CHOICE, SEVERAL]))
def test_any_words_at_all_are_understood_somehow(said: str, field: Field) -> None:
    heard = understand(said, field)
    assert bool(heard.value) == (heard.kind == "value")
    if heard.value and field.kind == "rating":
        assert field.minimum <= json.loads(heard.value) <= field.maximum
