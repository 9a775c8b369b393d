"""The kinds of field beyond a sentence and a number, branches, stop rules, and answers of another day."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from agent.worksheets.run import SheetRun, apply, begin, hear, question, summary, view
from agent.worksheets.sheet import load_sheet
from alongside.messages import Answer

SHEET = load_sheet(Path(__file__).with_name("evening.yaml"))


def touch(
    run: SheetRun, value: Any = "", field: str = "", move: str = "enter", stamp: float = 0.0
) -> SheetRun:
    raw = value if isinstance(value, str) else json.dumps(value)
    return apply(run, Answer(sheet=SHEET.key, field=field, move=move, value=raw, stamp=stamp))  # type: ignore[arg-type]


def opened(**carried: str) -> SheetRun:
    return touch(begin(SHEET, carried, "yesterday"), move="start")


def at(key: str, run: SheetRun | None = None) -> SheetRun:
    """A run that asks `key`, with what it needs to be in play."""
    run = run or opened()
    answers = {"distress_before": "5", "more": "Yes", "step": "walk", "kinds": ["Rest"]}
    while run.current is not None and run.current.key != key:
        given = answers.get(run.current.key)
        run = touch(run, given) if given else touch(run, move="skip")
    assert run.current is not None
    return run


def said(run: SheetRun, *texts: str, when: float = 0.0) -> SheetRun:
    for text in texts:
        run = hear(run, text, at=when).run
    return run


def field(run: SheetRun, key: str) -> Any:
    return next(item for item in view(run).fields if item.key == key)


def rows(run: SheetRun) -> Any:
    return json.loads(field(run, "things").value or "[]")


def test_a_question_is_passed_over_and_comes_back_when_the_answer_changes() -> None:
    run = touch(said(opened(), "five"), "No")
    assert field(run, "step").status == "passed"
    assert view(run).current == "who"
    changed = touch(run, "Yes", "more", "edit")
    assert field(changed, "step").status == "waiting"
    filled = touch(changed, "ring Ana", "step")
    back = touch(filled, "Maybe", "more", "edit")
    assert (field(back, "step").status, field(back, "step").value) == ("passed", '"ring Ana"')
    assert field(back, "at").status == "passed"  # what hangs on an answer passed over is passed over too
    assert "ring Ana" not in summary(back)
    assert "ring Ana" in summary(touch(back, "Yes", "more", "edit"))


def test_a_sheet_that_was_done_opens_again_for_a_question_that_came_into_play() -> None:
    run = touch(said(opened(), "five"), "No")
    while run.status == "open":
        run = touch(run, move="skip")
    assert view(run).status == "done"
    again = touch(run, "Yes", "more", "edit")
    assert (view(again).status, view(again).current) == ("open", "step")


def test_a_stop_rule_lays_the_sheet_aside_with_its_own_words_and_names_another() -> None:
    heard = hear(opened(), "nine")
    assert (heard.run.status, field(heard.run, "distress_before").value) == ("paused", "9")
    assert question(heard.run, 0) == "That is a lot. The sheet can wait."
    assert hear(heard.run, "yes please").instead == "grounding"
    on = hear(heard.run, "let's go on").run
    assert (on.status, view(on).current) == ("open", "more")
    put_away = touch(touch(opened(), "1"), "No")
    assert (put_away.status, question(put_away, 1)) == ("stopped", "All right.")


def test_a_table_is_filled_row_by_row_by_voice_and_touch_alternately() -> None:
    run = at("things")
    assert question(run, 0) in SHEET.fields[6].prompts
    run = said(run, "tea with Ana")
    assert question(run, 0) == "How easy is Tea with Ana?"
    assert json.loads(field(run, "things").part)["row"] == {"what": "tea with Ana"}
    run = touch(run, "8")  # touched
    run = touch(run, {"day": "tomorrow"})
    assert [row["ease"] for row in rows(run)] == [8]
    assert question(run, 0) == "Beside Tea with Ana?"
    run = touch(run, [*rows(run), {"what": "a walk", "ease": 3}], move="edit")
    assert (len(rows(run)), view(run).current) == (2, "things")
    run = said(run, "reading", "six", "tonight")
    assert (len(rows(run)), view(run).current) == (3, "sit")  # three is the most
    assert field(run, "things").status == "filled"


def test_within_a_row_a_cell_is_corrected_skipped_and_gone_back_to() -> None:
    run = said(at("things"), "tea", "eight")
    heard = hear(run, "no, I meant six")
    assert heard.kind == "corrected"
    assert json.loads(field(heard.run, "things").part)["row"] == {"what": "tea", "ease": 6}
    named = hear(heard.run, "change the ease to four")
    assert named.kind == "corrected"
    back = hear(named.run, "go back")
    assert question(back.run, 0) == "You had: 4. What would you like there instead?"
    run = said(back.run, "five", "skip")
    assert rows(run) == [{"what": "tea", "ease": 5}]
    reopened = hear(run, "go back").run
    assert question(said(reopened, "go back"), 0) == "You had: 5. What would you like there instead?"
    assert [row["what"] for row in [*rows(reopened), json.loads(reopened.entry("things").part)["row"]]] == [
        "tea"
    ]


def test_fewer_rows_than_wished_for_are_taken() -> None:
    run = said(at("things"), "tea", "eight")
    closed = touch(run, rows(run))
    assert rows(closed) == [{"what": "tea", "ease": 8}]
    assert view(closed).current == "sit"
    left = said(at("things"), "skip")
    assert field(left, "things").status == "skipped"


def test_the_row_in_the_making_survives_a_visit_elsewhere_and_a_pause() -> None:
    run = said(at("things"), "tea", "eight", "hold on", "let's go on")
    assert question(run, 0) == "And when?"
    away = touch(touch(run, move="edit", field="who"), "Jo")
    back = touch(away, move="edit", field="things")
    assert question(back, 0) == "And when?"


def test_rows_touched_in_beside_the_one_in_the_making_leave_it_as_it_is() -> None:
    run = touch(said(at("things"), "tea", "eight"), [{"what": "a walk", "ease": 3}], move="edit")
    assert json.loads(field(run, "things").part)["row"] == {"what": "tea", "ease": 8}
    assert rows(said(run, "tonight"))[-1]["what"] == "tea"
    settled = touch(run, [{"what": "a walk", "ease": 3}])  # "Next", while a row is half said
    assert rows(settled) == [{"what": "a walk", "ease": 3}, {"what": "tea", "ease": 8}]


def test_several_rows_said_at_once_are_asked_about_one_after_the_other_and_may_be_left() -> None:
    run = said(at("things"), "tea, a walk and a book")
    assert question(run, 0) == "How easy is Tea?"
    assert question(said(run, "eight", "skip"), 0) == "How easy is A walk?"
    heard = hear(run, "that's all")
    assert rows(heard.run) == [{"what": "tea"}, {"what": "a walk"}, {"what": "a book"}]
    assert (heard.kind, view(heard.run).current) == ("filled", "sit")


@pytest.mark.parametrize(
    ("value", "problem"),
    [
        ([{"what": "tea", "ease": 11}], "The scale goes from 0 to 10."),
        ([{"which": "tea"}], "One of the rows does not fit here."),
        ([7], "One of the rows does not fit here."),
        ({"ease": "a lot"}, "A number, please."),
    ],
)
def test_a_row_that_does_not_fit_is_refused_and_kept_in_the_history(value: Any, problem: str) -> None:
    run = touch(said(at("things"), "tea", "eight"), value)
    assert field(run, "things").problem.startswith(problem[:8])
    assert run.history[-1].said == json.dumps(value)
    assert json.loads(field(run, "things").part)["row"] == {"what": "tea", "ease": 8}


def test_a_time_keeps_the_words_it_was_said_in() -> None:
    run = touch(at("at"), {"said": "at six", "day": "2026-03-05", "at": "18:00"})
    assert field(run, "at").shown == "at six"
    typed = touch(at("at"), "when the kettle boils")
    assert json.loads(field(typed, "at").value)["said"] == "when the kettle boils"
    assert field(touch(at("at"), {"at": "25:00"}), "at").problem


def test_later_today_is_a_time_where_one_is_asked_for_and_a_pause_elsewhere() -> None:
    assert field(said(at("at"), "later today"), "at").shown == "later today"
    assert said(at("at"), "later").status == said(at("who"), "later today").status == "paused"


def test_no_more_may_be_picked_than_the_sheet_allows() -> None:
    run = touch(at("kinds"), ["Rest", "Company", "Moving"])
    assert field(run, "kinds").problem == "Up to 2, please."


def test_a_timer_measures_by_the_clock_of_the_messages() -> None:
    run = touch(at("sit"), move="start", field="sit", stamp=1000.0)
    assert json.loads(field(run, "sit").part) == {"from": 1000.0}
    assert question(run, 0) == "Take your time. Say when you're done."
    touched = touch(run, {"seconds": 45, "whole": False})
    assert (field(touched, "sit").shown, view(touched).current) == ("45 seconds", "breathe")
    assert field(touch(run, "60"), "sit").value == '{"seconds": 60, "whole": true}'


def test_breathing_goes_on_without_holds_when_they_are_uncomfortable() -> None:
    run = touch(at("breathe"), {"holds": False})
    assert view(run).current == "breathe"
    assert field(run, "breathe").seconds == (4, 0, 4, 0)
    assert question(run, 0) == "Then without holding."
    done = touch(run, {"rounds": 3, "holds": False})
    assert field(done, "breathe").shown == "3 rounds without holding"


def test_an_answer_of_another_day_is_offered_and_taken_over_or_not() -> None:
    run = at("who", opened(who='"Jo"', step='"not carried"', things='[{"what": "tea"}]'))
    assert question(run, 0) == "Yesterday you had: Jo. Shall it stay like that?"
    assert field(run, "who").offered_shown == "Jo"
    kept = hear(run, "keep that")
    assert (kept.kind, field(kept.run, "who").shown) == ("filled", "Jo")
    other = hear(run, "no")
    assert question(other.run, 0) in SHEET.fields[4].prompts
    assert other.run.history[-1].before == '"Jo"'
    assert field(hear(run, "Mona").run, "who").shown == "Mona"
    assert field(run, "step").offered == ""
    assert rows(hear(at("things", run), "the same").run) == [{"what": "tea"}]


def test_an_old_answer_that_does_not_fit_the_sheet_any_more_is_not_offered() -> None:
    assert all(not entry.offered for entry in begin(SHEET, {"who": "Jo", "things": '[{"x": 1}]'}).entries)
