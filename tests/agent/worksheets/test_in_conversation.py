"""A worksheet within a conversation: its stop rules are said in its own words."""

from __future__ import annotations

from pathlib import Path

import pytest

from agent.companion import Companion
from agent.remembering.keeping import Remembered
from agent.remembering.session import remembered_after
from agent.worksheets.sheet import load_sheet
from alongside.messages import Answer, Turn

SHEET = Path(__file__).with_name("evening.yaml")


def test_a_stop_rule_is_said_in_the_sheets_own_words_whether_touched_or_spoken() -> None:
    companion = Companion(worksheet=str(SHEET))
    state, _ = companion.greet(companion.begin())
    state, asked = companion.answer(state, Answer(sheet="evening", move="start"))
    assert asked.sheet_field == "distress_before"
    touched, act = companion.answer(state, Answer(sheet="evening", field="distress_before", value="9"))
    said = load_sheet(SHEET).stops[0].say
    assert any(words in act.text for words in said)
    assert touched.sheet is not None
    assert touched.sheet.status == "paused"
    spoken, act = companion.step(state, Turn(turn_id="t1", text="a nine"))
    assert any(words in act.text for words in said)
    assert spoken.sheet is not None
    assert spoken.sheet.entry("distress_before").value == "9"


@pytest.mark.parametrize("touched", [True, False])
def test_somebody_who_ends_a_sheet_in_great_distress_is_not_told_that_it_is_done(touched: bool) -> None:
    companion = Companion(worksheet="box_breathing")
    state, _ = companion.answer(companion.begin(), Answer(sheet="box_breathing", move="start"))
    for words in ("four", "skip", "no trouble", "skip"):
        state, _ = companion.step(state, Turn(turn_id=words, text=words))
    if touched:
        ten = Answer(sheet="box_breathing", field="distress_after", value="10")
        state, act = companion.answer(state, ten)
    else:
        state, act = companion.step(state, Turn(turn_id="t9", text="ten"))
    rule = next(rule for rule in load_sheet("box_breathing").stops if rule.when[0].field == "distress_after")
    assert any(words in act.text for words in rule.say)
    state, _ = companion.step(state, Turn(turn_id="t10", text="yes please"))
    assert state.sheet is not None
    assert (state.sheet.sheet.key, state.sheet.status) == (rule.instead, "open")


def test_a_yes_to_the_other_sheet_opens_it_and_the_first_waits_on_the_shelf() -> None:
    companion = Companion(worksheet=str(SHEET))
    state, _ = companion.greet(companion.begin())
    state, _ = companion.answer(state, Answer(sheet="evening", move="start"))
    state, _ = companion.step(state, Turn(turn_id="t1", text="a nine"))
    state, _ = companion.step(state, Turn(turn_id="t2", text="yes please"))
    assert state.sheet is not None
    assert (state.sheet.sheet.key, state.sheet.status) == ("grounding", "open")
    assert [run.sheet.key for run in state.shelf] == ["evening"]
    assert state.shelf[0].entry("distress_before").value == "9"


def test_a_sheet_left_open_waits_in_the_next_session_and_is_forgotten_once_it_is_done() -> None:
    companion = Companion()
    state, _ = companion.greet(companion.begin(0, Remembered(person="p1", session="s1", date="2026-03-02")))
    for move, value in (("start", ""), ("enter", "6"), ("enter", "At the bus stop, in the rain")):
        answer = Answer(sheet="thought_record", move=move, value=value)  # type: ignore[arg-type]
        state, _ = companion.answer(state, answer)
    state, _ = companion.goodbye(state)
    memory = remembered_after(state)
    assert [item.became for item in memory.worksheets] == ["begun"]

    second = Remembered(person="p1", session="s2", date="2026-03-03", memory=memory)
    state, _ = companion.greet(companion.begin(0, second))
    assert state.sheet is not None
    assert (state.sheet.status, state.sheet.entry("distress_before").value) == ("paused", "6")
    place = state.sheet.position
    state, act = companion.answer(state, Answer(sheet="thought_record", move="resume"))
    assert act.sheet_field == companion.library.find("thought_record").fields[place].key
    while state.sheet is not None and state.sheet.status == "open":
        state, _ = companion.answer(state, Answer(sheet="thought_record", move="skip"))
    kept = remembered_after(state).worksheets
    assert [(item.became, item.before) for item in kept] == [("done", 6.0)]
