"""Free speech to typed values: each kind of field takes what was meant, or asks where it is unsure."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

import pytest

from agent.worksheets.schema import Column, Field
from agent.worksheets.understand import Understood, understand

TODAY = date(2026, 3, 4)  # a Wednesday


def field(kind: Any, **more: Any) -> Field:
    return Field(key="f", label="F", kind=kind, prompts=("a",), help="h", repair=("a",), **more)


DISTRESS = field("rating", maximum=10, high="as bad as it gets")
CONFIDENCE = field("rating", maximum=10, high="completely sure")
HUNDRED = field("rating", maximum=100)
PATTERN = field("choice", choices=("Mind reading", "Fortune telling", "All or nothing"))
YES_NO = field("choice", choices=("Yes, for now", "No, not by me", "I cannot tell yet"))
AREAS = field("several", choices=("Family", "Work and study", "Health", "Nature"))
WHEN = field("time")
WHO = field("person")
THINGS = field("table", columns=(Column(key="thing", label="Thing", kind="text"),), most=5)
PEOPLE = field("table", columns=(Column(key="who", label="Who", kind="person"),))
EASE = field("table", columns=(Column(key="ease", label="Ease", kind="rating", maximum=10),))
SITTING = field("timer", seconds=300)
BREATHING = field("breathing", pattern=(4, 4, 4, 4), rounds=4)


def value(said: str, of: Field, **more: Any) -> Any:
    heard = understand(said, of, today=TODAY, **more)
    assert heard.kind == "value", heard
    return json.loads(heard.value)


def asked(heard: Understood) -> Any:
    assert (heard.kind, heard.problem) == ("unclear", "confirm"), heard
    return json.loads(heard.doubt)


@pytest.mark.parametrize(
    ("said", "number"),
    [
        ("closer to the top", 8),
        ("nearer to zero", 2),
        ("above five", 7.5),
        ("not quite an eight", 7.5),
        ("ate", 8),
    ],
)
def test_a_rating_that_is_only_likely_is_asked_about(said: str, number: float) -> None:
    assert asked(understand(said, DISTRESS)) == number


def test_a_recognisers_spelling_is_taken_where_nothing_else_can_be_meant() -> None:
    assert value("maybe about a ate", DISTRESS) == 8
    assert understand("to be honest it is for the best", DISTRESS).kind != "value"


def test_an_answer_is_held_against_the_one_before() -> None:
    assert asked(understand("a bit worse than before", DISTRESS, before="6")) == 7
    assert asked(understand("a bit worse than before", CONFIDENCE, before="6")) == 5
    assert value("the same as before", DISTRESS, before="6") == 6
    assert understand("a bit worse than before", DISTRESS).problem == "number"


def test_a_yes_a_no_or_a_better_number_settles_a_doubt() -> None:
    doubt = understand("closer to the top", DISTRESS).doubt
    assert value("yes", DISTRESS, doubt=doubt) == 8
    assert value("no, more like a six", DISTRESS, doubt=doubt) == 6
    assert asked(understand("a bit lower", DISTRESS, doubt)) == 7
    assert understand("no", DISTRESS, doubt) == Understood("unclear", problem="number")
    assert understand("stop", DISTRESS, doubt).move == "stop"


def test_a_doubt_about_the_value_is_not_taken_for_one_about_the_scale() -> None:
    doubt = understand("at most nine percent", HUNDRED).doubt
    assert value("yes", HUNDRED, doubt=doubt) == 9
    assert understand("nine", HUNDRED).problem == "scale"
    assert value("out of ten", HUNDRED, doubt="9") == 90


@pytest.mark.parametrize(
    "said", ["I have seven brothers", "he was seven when it happened", "seven years of this"]
)
def test_a_number_that_counts_something_else_is_no_rating(said: str) -> None:
    assert understand(said, DISTRESS).kind == "aside"


@pytest.mark.parametrize(
    ("said", "choice"),
    [
        ("I was reading their minds", "Mind reading"),
        ("not mind reading, more the fortune telling", "Fortune telling"),
        ("mind reading, no wait, fortune telling", "Fortune telling"),
        ("all-or-nothing", "All or nothing"),
        ("number two", "Fortune telling"),
        ("the one before last", "Fortune telling"),
        ("fortune teling", "Fortune telling"),
    ],
)
def test_a_choice_is_known_by_other_words_place_and_sound(said: str, choice: str) -> None:
    assert value(said, PATTERN) == choice


def test_a_sheet_may_list_other_words_for_a_choice() -> None:
    way = field(
        "choice", choices=("Ring her", "Write a letter"), synonyms=(("Write a letter", ("put it on paper",)),)
    )
    assert value("I'd put it on paper", way) == "Write a letter"


def test_what_names_no_single_choice_is_not_guessed() -> None:
    for said in ("mind reading and fortune telling", "not the first one", "the nice one", "the ninth"):
        assert understand(said, PATTERN).problem == "choice"


def test_a_choice_may_be_what_would_elsewhere_be_a_move() -> None:
    assert value("no", YES_NO) == "No, not by me"
    assert value("I can't tell yet", YES_NO) == "I cannot tell yet"
    assert value("yeah, I think so", YES_NO) == "Yes, for now"


@pytest.mark.parametrize(
    ("said", "choices"),
    [
        ("all but the last", ["Family", "Work and study", "Health"]),
        ("everything except work and nature", ["Family", "Health"]),
        ("the first two", ["Family", "Work and study"]),
        ("one, three and four", ["Family", "Health", "Nature"]),
        ("not work, but family", ["Family"]),
        ("my studies, and being outdoors", ["Work and study", "Nature"]),
        ("family and work, no, family and health", ["Family", "Health"]),
        ("all of them", ["Family", "Work and study", "Health", "Nature"]),
        ("none of those", []),
    ],
)
def test_several_choices(said: str, choices: list[str]) -> None:
    assert value(said, AREAS) == choices


@pytest.mark.parametrize(
    ("said", "day", "at"),
    [
        ("tomorrow after work", "2026-03-05", ""),
        ("Tuesday at half six", "2026-03-10", "18:30"),
        ("every morning before breakfast", "every day", ""),
        ("Mondays and Thursdays at six", "every Monday and Thursday", "18:00"),
        ("ten to eight in the morning", "", "07:50"),
        ("Monday, no, Tuesday at three", "2026-03-10", "15:00"),
        ("the twentieth of March, 3 p.m.", "2026-03-20", "15:00"),
        ("next Friday", "2026-03-13", ""),
        ("when the kids are in bed", "", ""),
    ],
)
def test_times(said: str, day: str, at: str) -> None:
    found = value(said, WHEN)
    assert (found["day"], found["at"]) == (day, at)
    assert found["said"].casefold() in said.casefold()


def test_an_hour_that_may_be_morning_or_evening_is_asked_about() -> None:
    doubt = understand("tomorrow around 7", WHEN, today=TODAY).doubt
    assert json.loads(doubt)["at"] == "19:00"
    assert value("no, in the morning", WHEN, doubt=doubt)["at"] == "07:00"
    assert value("yes", WHEN, doubt=doubt)["at"] == "19:00"
    assert value("no, at noon", WHEN, doubt=doubt) == {
        "said": "tomorrow around 7, at noon",
        "day": "2026-03-05",
        "at": "12:00",
    }


def test_what_is_said_again_is_not_asked_about_again() -> None:
    doubt = understand("around 7", WHEN, today=TODAY).doubt
    assert value("seven", WHEN, doubt=doubt) == {"said": "around 7", "day": "", "at": "19:00"}
    doubt = understand("closer to the top", EASE).doubt
    assert json.loads(doubt) == [{"ease": 8}]
    assert value("yes", EASE, doubt=doubt) == [{"ease": 8}]
    assert value("no, six", EASE, doubt=doubt) == [{"ease": 6}]


def test_people() -> None:
    assert value("probably Tom from work", WHO) == "Tom from work"
    assert value("I could call my sister, she is up late anyway", WHO) == "my sister"
    assert value("there isn't anyone", WHO) == "nobody"
    assert understand("the weather is awful", WHO).problem == "person"
    assert understand("there is no one and I want to die", WHO).kind == "aside"


def test_rows() -> None:
    heard = understand("the lamp, my shoes and a cat", THINGS)
    assert json.loads(heard.value) == [{"thing": "the lamp"}, {"thing": "my shoes"}, {"thing": "a cat"}]
    assert not heard.ends
    assert understand("the door, and that's all", THINGS).ends
    assert value("bread and butter pudding", THINGS) == [{"thing": "bread and butter pudding"}]
    assert value("Tom and my aunt", PEOPLE) == [{"who": "Tom"}, {"who": "my aunt"}]
    assert value("about a six", EASE) == [{"ease": 6}]
    for table in (THINGS, PEOPLE, EASE):
        heard = understand("that's all", table)
        assert (heard.kind, heard.value, heard.ends) == ("value", "[]", True)


@pytest.mark.parametrize(
    ("said", "signal"),
    [
        ("I'm ready", "ready"),
        ("done", "done"),
        ("please stop", "stop"),
        ("I can't hold it", "opt_out"),
        ("it makes me dizzy", "opt_out"),
    ],
)
def test_signals_to_an_exercise(said: str, signal: str) -> None:
    assert understand(said, BREATHING).signal == signal


def test_how_long_they_did_it() -> None:
    assert value("I managed about three minutes", SITTING) == {"seconds": 180, "whole": False}
    assert value("the whole five minutes", SITTING) == {"seconds": 300, "whole": True}
    assert value("only two rounds", BREATHING) == {"rounds": 2, "holds": True}
    assert understand("can we skip this", SITTING).move == "skip"


@pytest.mark.parametrize("of", [DISTRESS, PATTERN, AREAS, WHEN, WHO, SITTING, BREATHING])
def test_a_loss_told_instead_of_an_answer_comes_first_everywhere(of: Field) -> None:
    assert understand("my brother died in March", of).kind == "aside"
