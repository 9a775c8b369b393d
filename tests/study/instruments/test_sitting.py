"""Answering an instrument, by touch and by voice: one item at a time, in its own words and no others."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from alongside.errors import AlongsideError
from alongside.messages import Answer, Turn
from study.instruments import instrument_names, load
from study.instruments.loading import FOLDER, fit
from study.instruments.sheet import as_sheet
from study.instruments.sitting import Sitting, answered, heard, shown, sit, words
from study.instruments.spoken import picked

PHQ, DASS, K10 = load("phq_9"), load("dass_21"), load("k10")


def say(sitting: Sitting, *said: str) -> Sitting:
    for number, text in enumerate(said):
        sitting = heard(sitting, Turn(turn_id=f"t{number}", text=text))
    return sitting


@pytest.mark.parametrize(
    ("said", "value"),
    [
        ("Several days.", 1),
        ("um, I'd say several days", 1),
        ("more than half", 2),
        ("More than half the days, I think.", 2),
        ("nearly every day", 3),
        ("every day", 3),
        ("Not at all!", 0),
        ("no, not at all", 0),
        ("two", 2),
        ("number three please", 3),
        ("my mother died last week", None),
        ("I don't know", None),
        ("not several days", None),
        ("several days, or nearly every day", None),
        ("days", None),
        ("seven", None),
        ("I have two sisters", None),
        ("half a pound", None),
        ("", None),
        ("yes", None),
    ],
)
def test_a_spoken_answer_is_one_of_the_options_or_none(said: str, value: int | None) -> None:
    found = picked(said, PHQ.answers)
    assert (None if found is None else found.value) == value


@pytest.mark.parametrize("instrument", [PHQ, DASS, K10, load("k6"), load("gad_7")], ids=lambda each: each.key)
def test_every_option_is_understood_in_its_own_words(instrument: object) -> None:
    from study.instruments import Instrument

    assert isinstance(instrument, Instrument)
    for option in instrument.answers.options:
        for said in (option.text, f"I'd say {option.text.lower()}.", f"{option.value:g}"):
            assert picked(said, instrument.answers) == option


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=40))
def test_whatever_is_said_the_question_stays_or_is_answered(said: str) -> None:
    before = sit(PHQ)
    after = say(before, said)
    assert after.number in (0, 1, 2)
    assert after.misheard == (after.answers[1] is None and after.number == 1)


def test_the_words_are_those_of_the_instrument() -> None:
    sitting = sit(PHQ)
    first = words(sitting)
    assert first.startswith("Over the last 2 weeks, how often have you been bothered by any of the following")
    assert first.endswith("Not at all, Several days, More than half the days, or Nearly every day.")
    second = words(say(sitting, "several days"))
    assert second.startswith("Feeling down, depressed, or hopeless. Not at all,")
    third = say(sitting, "several days", "several days")
    assert words(third) == "Trouble falling or staying asleep, or sleeping too much."
    again = say(third, "I lie awake and think of my mother.")
    assert again.number == 3
    assert (
        words(again)
        == f"{words(third)} Not at all, Several days, More than half the days, or Nearly every day."
    )
    assert shown(again).title == PHQ.frame
    assert "Spitzer" in shown(again).fields[0].help


def test_skipped_gone_back_and_put_away() -> None:
    sitting = say(sit(PHQ), "several days", "skip", "nearly every day", "go back", "not at all")
    assert [sitting.answers[number] for number in (1, 2, 3)] == [1, None, 0]
    stopped = say(sitting, "stop")
    assert stopped.over
    assert shown(stopped).sheet == ""


def test_by_touch_and_by_number() -> None:
    sitting = sit(load("rulers"))
    for value in ("7", "4", "5"):
        sitting = answered(sitting, Answer(sheet="study:rulers", value=value))
    assert sitting.over
    assert sitting.answers == {1: 7, 2: 4, 3: 5}
    spoken = say(sit(load("rulers")), "about an eight", "my sister called", "four", "ten")
    assert spoken.answers == {1: 8, 2: 4, 3: 10}


@settings(max_examples=30, deadline=None)
@given(st.dictionaries(st.integers(1, 9), st.one_of(st.none(), st.integers(0, 3)), max_size=9))
def test_a_sitting_is_taken_up_where_it_was_left(given_before: dict[int, int | None]) -> None:
    taken_up = sit(PHQ, given_before)
    for number, value in given_before.items():
        assert taken_up.answers[number] == value
    assert taken_up.open


def test_questions_follow_from_answers(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ALONGSIDE_INSTRUMENTS", str(tmp_path / "wordings"))
    file = tmp_path / "items.yaml"
    items = [f"Question {number}" for number in range(1, 8)]
    plain = {"instrument": "c_ssrs", "source": "our licence", "options": ["No", "Yes"], "items": items}
    file.write_text(yaml.safe_dump(plain))
    screener, _ = fit("c_ssrs", file)
    assert say(sit(screener), "no", "no").number == 6
    assert say(sit(screener), "no", "no", "no").over
    through = say(sit(screener), "yes", "yes", "no", "yes", "no", "yes")
    assert through.number == 7
    assert say(through, "no").answers == {1: 1, 2: 1, 3: 0, 4: 1, 5: 0, 6: 1, 7: 0}


def test_an_instrument_without_its_wording_is_not_put(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ALONGSIDE_INSTRUMENTS", str(tmp_path))
    for name in instrument_names():
        instrument = load(name)
        if instrument.has_text:
            assert len(as_sheet(instrument).fields) == instrument.count
        else:
            with pytest.raises(AlongsideError, match="the wording of"):
                as_sheet(instrument)


def test_a_branch_that_cannot_be_asked_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "gad_7.yaml"
    branch = "branches: [{items: [3], item: 2, at_least: 1}]\nscales:"
    path.write_text((FOLDER / "gad_7.yaml").read_text("utf-8").replace("scales:", branch, 1), "utf-8")
    with pytest.raises(AlongsideError, match="item 3 of gad_7 follows from several answers to item 2"):
        sit(load(path))
