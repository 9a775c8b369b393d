"""What a newcomer says in the first minutes: doubt, anger, a question, no wish for a worksheet."""

from __future__ import annotations

import pytest

from agent.companion import Companion
from agent.state import CompanionState
from agent.words.lines import fill
from agent.words.spelling import set_right
from alongside.messages import Act, Turn

COMPANION = Companion()


def after(*turns: str) -> tuple[CompanionState, Act]:
    """The state and the answer after the last of these turns."""
    state = COMPANION.begin(0)
    for number, text in enumerate(turns, 1):
        state, act = COMPANION.step(state, Turn(turn_id=f"t{number}", text=text, channel="typed"))
    return state, act


@pytest.mark.parametrize(
    ("line", "slot", "said"),
    [
        ("I'm {slot}, a companion.", "Robin", "I'm Robin, a companion."),
        ("{slot}, then. Go on.", "disappointed", "Disappointed, then. Go on."),
        ("What do you think {slot} sees?", "your mum", "What do you think your mum sees?"),
        ('"{slot}" is what I have.', "tea", '"Tea" is what I have.'),
    ],
)
def test_a_capital_stands_only_where_a_sentence_begins(line: str, slot: str, said: str) -> None:
    assert [item.text for item in fill([line], "frame", {"slot": slot})] == [said]


@pytest.mark.parametrize(
    ("said", "focus"),
    [
        ("are you still there?", "there"),
        ("u there", "there"),
        ("I don't want to talk to a computer", "averse"),
        ("I don't want a worksheet", "no_sheet"),
        ("no more exercises please", "no_sheet"),
        ("fuck off", "discord"),
        ("don't you start too", "discord"),
        ("that's a stupid answer", "discord"),
        ("can you keep a secret", "record"),
        ("how many units a week is too many?", "beyond"),
        ("Thank you. You are kind.", "thanks"),
    ],
)
def test_what_is_said_to_the_companion_itself_is_answered(said: str, focus: str) -> None:
    _, act = after("I moved here in spring", "work is fine", "the flat is small", said)
    assert (act.kind, act.focus) == ("repair", focus)


@pytest.mark.parametrize(
    "said", ["he told me to fuck off", "I don't want any exercise class", "she said go away"]
)
def test_what_others_said_is_not_taken_as_said_to_the_companion(said: str) -> None:
    _, act = after("I moved here in spring", "work is fine", "the flat is small", said)
    assert act.focus not in ("discord", "no_sheet")


def test_whoever_wants_no_sheet_is_offered_none_until_they_ask() -> None:
    state, _ = after("I don't want a worksheet")
    assert state.offers.unwanted
    for number in range(3):
        state, act = COMPANION.step(state, Turn(turn_id=f"a{number}", text="I'm having a panic attack"))
        assert (act.kind, act.focus) != ("ask_permission", "worksheet")
    state, act = COMPANION.step(state, Turn(turn_id="b", text="ok let's do an exercise then"))
    assert act.kind == "worksheet_step"


@pytest.mark.parametrize(
    ("said", "never"),
    [
        ("I've stopped cooking", "some doing"),
        ("I'm going to mess it up, I always do", "next thing"),
        ("What's the point", "guess"),
    ],
)
def test_a_loss_or_a_dread_is_no_deed_and_no_question(said: str, never: str) -> None:
    _, act = after("My girlfriend left", "it is quiet in the flat", said)
    assert never not in act.text
    assert act.focus != "asked"


def test_to_do_less_of_something_is_not_to_do_it() -> None:
    state, _ = after("hello", "I should really drink less")
    assert [goal.name for goal in state.goals] == ["drink less"]


def test_a_bit_typed_without_its_article_gets_it_back() -> None:
    assert set_right("not bad, bit tired") == "not bad, a bit tired"
    assert set_right("I bit my lip") == "I bit my lip"


def test_a_not_behind_the_verb_denies_what_follows_it() -> None:
    _, act = after("I've been smoking again", "twenty a day", "I could try not smoking in the car")
    assert "wasn't happening" not in act.text
    assert "not smoking in the car" in act.text


def test_a_topic_is_no_deed_to_take_the_first_step_of() -> None:
    turns = ("I've been smoking again", "I could try not smoking in the car", "ok I'll do that from monday")
    state, _ = after(*turns)
    for number, text in enumerate(("what should I do when I get stressed though?", "yes", "good idea")):
        state, act = COMPANION.step(state, Turn(turn_id=f"a{number}", text=text))
        assert "first bit of the" not in act.text


def test_a_name_is_said_without_the_word_name() -> None:
    _, act = after("hello", "got a new puppy! her name is Biscuit")
    assert act.text == "Biscuit."


def test_a_day_keeps_its_capital() -> None:
    _, act = after("hello", "I suppose I could skip mondays")
    assert "Mondays" in act.text
