"""A worksheet within a conversation: its stop rules are said in its own words."""

from __future__ import annotations

from pathlib import Path

from agent.companion import Companion
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
