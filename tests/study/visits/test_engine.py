"""The engine leads people through their visits, from consent to the end, whatever breaks off in between."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from alongside.errors import AlongsideError
from study.store.records import Who
from study.store.store import Writing
from study.visits.consequences import Outcome
from study.visits.people import change_status, look_in, set_study
from tests.study.running import OPERATOR, Running

DAILY = ["before", "exercise_fifteen_days", "after"]


@pytest.fixture
def running(tmp_path: Path) -> Iterator[Running]:
    made = Running(tmp_path)
    yield made
    made.study.close()


def test_fifteen_days_from_consent_to_the_end(running: Running) -> None:
    running.enrol("P01")
    assert running.visit("P01") == [
        "consent_participation",
        "instrument_k10",
        "instrument_gad_7",
        "instrument_phq_9",
        "allocate",
    ]
    assert running.engine.next("P01") is None, "day 1 is tomorrow"
    sheets = []
    for day in range(1, 16):
        running.clock.at(f"2026-03-{day + 1:02}")
        before = running.engine.next("P01")
        assert before is not None
        assert running.engine.sheet(before) is None
        sheet = running.engine.sheet(replace(before, step=before.visit.steps[1]))
        sheets.append(sheet.key if sheet else "")
        weekly = ["instrument_k10", "instrument_gad_7"] if day in (8, 15) else []
        assert running.visit("P01") == DAILY + weekly
        assert running.engine.next("P01") is None, "once a day"
    assert sheets == ["thought_record", "coping_strategies"] * 7 + ["thought_record"]
    running.clock.at("2026-03-17")
    assert running.visit("P01")[-1] == "debrief_debrief"
    assert running.study.store.person("P01").status == "finished"
    assert running.study.store.verify().ok
    assert {one.state for one in running.engine.standing("P01")} == {"held"}


def test_the_visit_that_allocates_waits_and_the_days_count_from_it(running: Running) -> None:
    running.enrol("P01")
    running.clock.at("2026-03-09")
    assert running.step("P01") == "consent_participation"
    running.clock.at("2026-03-11")
    assert running.visit("P01")[-1] == "allocate"
    assert str(running.study.store.person("P01").day_one) == "2026-03-12"
    running.clock.at("2026-03-12")
    assert running.visit("P01") == DAILY


def test_missed_days_are_made_up_for_within_the_rules(running: Running) -> None:
    running.enrol("P01")
    running.visit("P01")
    running.clock.at("2026-03-02")
    running.visit("P01")
    running.clock.at("2026-03-05")  # days 2 and 3 were missed; today is day 4
    assert running.visit("P01") == DAILY * 2, "today's, and one of those missed"
    states = {one.occasion.day: one.state for one in running.engine.standing("P01")}
    assert [states[day] for day in (1, 2, 3, 4, 5)] == ["held", "made_up", "to_make_up", "held", "ahead"]
    running.clock.at("2026-03-07")
    assert running.visit("P01") == DAILY * 2
    states = {one.occasion.day: one.state for one in running.engine.standing("P01")}
    assert [states[day] for day in (3, 4, 5, 6)] == ["missed", "held", "made_up", "held"]


def test_a_visit_is_begun_in_its_hours_and_may_then_run_over(running: Running) -> None:
    running.enrol("P01")
    running.visit("P01")
    running.clock.at("2026-03-02", hour=6)
    assert running.engine.next("P01") is None, "it opens at seven"
    running.clock.at("2026-03-02", hour=23)
    assert running.step("P01") == "before"


def test_who_refuses_consent_is_asked_nothing_more(running: Running) -> None:
    running.enrol("P01")
    running.step("P01", Outcome("refused"))
    assert running.engine.next("P01") is None
    assert running.study.store.person("P01").status == "refused"
    with pytest.raises(AlongsideError, match="their part has ended"):
        running.study.allocator.allocate("P01", OPERATOR)


def test_who_is_not_admitted_is_not_allocated(tmp_path: Path) -> None:
    gate = {"score": "total", "at_least": 5}
    steps = [
        {"kind": "consent", "use": "participation", "version": "1"},
        {"kind": "instrument", "use": "gad_7", "admits": gate},
        {"kind": "allocate"},
        {"kind": "session", "minutes": 20},
    ]
    running = Running(
        tmp_path, "one_visit", visits=[{"key": "visit", "title": "-", "days": 1, "steps": steps}]
    )
    running.enrol("P01", "P02")
    for code, score in (("P01", 4.0), ("P02", 5.0)):
        running.step(code)
        running.step(code, Outcome(scores={"total": score}))
    assert [one.status for one in running.study.store.people()] == ["not_eligible", "enrolled"]
    assert running.visit("P02") == ["allocate", "session"]
    running.study.close()


def test_danger_pauses_a_person_until_somebody_lets_them_go_on(running: Running) -> None:
    running.enrol("P01")
    running.visit("P01")
    running.clock.at("2026-03-02")
    running.step("P01")
    running.step("P01", Outcome(risk=4))
    assert running.engine.next("P01") is None
    told = running.study.store.events("told", "P01")
    assert [event.data["what"] for event in told] == ["pause", "tell"]
    change_status(running.study, "P01", "enrolled", OPERATOR, "spoken with them")
    assert running.study.store.person("P01").status == "allocated"
    assert running.step("P01") == "after"


def test_days_missed_are_told_once_and_a_drop_out_is_recorded(running: Running) -> None:
    running.enrol("P01", "P02")
    running.visit("P01")
    running.clock.at("2026-03-05")
    assert [code for code, _ in look_in(running.study)] == ["P01"]
    assert look_in(running.study) == ()
    running.visit("P01")
    running.clock.at("2026-03-09")
    assert [code for code, _ in look_in(running.study)] == ["P01"], "another row of missed days"
    change_status(running.study, "P01", "dropped_out", OPERATOR, "moved away")
    running.clock.at("2026-03-20")
    assert look_in(running.study) == ()
    states = {one.occasion.day: one.state for one in running.engine.standing("P01")}
    assert states[15] == "ended"
    assert states[4] == "held"
    assert running.study.store.person("P01").why == "moved away"
    with pytest.raises(AlongsideError, match="has ended: dropped_out"):
        change_status(running.study, "P01", "paused", OPERATOR, "-")
    assert change_status(running.study, "P01", "withdrawn", OPERATOR, "asked for it").status == "withdrawn"


def test_who_never_comes_again_finishes_when_the_time_is_over(running: Running) -> None:
    running.enrol("P01")
    running.visit("P01")
    running.clock.at("2026-04-20")
    look_in(running.study)
    assert running.study.store.person("P01").status == "finished"
    assert {one.state for one in running.engine.standing("P01")} == {"held", "missed"}


def test_a_paused_study_asks_nobody_anything(running: Running) -> None:
    running.enrol("P01")
    set_study(running.study, "paused", OPERATOR, "the robot is broken")
    assert running.engine.next("P01") is None
    set_study(running.study, "running", OPERATOR, "mended")
    assert running.step("P01")


def test_answers_keep_every_revision_and_who_gave_them(running: Running) -> None:
    running.enrol("P01")
    running.step("P01")
    step = running.engine.next("P01")
    assert step is not None
    with pytest.raises(AlongsideError, match="not under way"):
        running.engine.answer(step, "1", "3", OPERATOR)
    running.engine.begin(step, OPERATOR)
    running.engine.answer(step, "1", "3", Who("P01", "participant"), "screen")
    running.engine.answer(step, "1", "2", OPERATOR, "paper")
    found = running.study.store.answers("P01", "intake", 0, "instrument_k10")
    assert [(one.value, one.revision, one.channel, one.by) for one in found] == [
        ("3", 1, "screen", "P01"),
        ("2", 2, "paper", "kim"),
    ]


def test_within_persons_everybody_meets_every_condition_in_a_balanced_order(tmp_path: Path) -> None:
    session = {"kind": "session", "minutes": 10}
    consent = {"kind": "consent", "use": "participation", "version": "1"}
    running = Running(
        tmp_path,
        "one_visit",
        design="within",
        allocation={"method": "blocks", "blocks": [2]},
        visits=[
            {
                "key": "one",
                "title": "-",
                "days": 1,
                "period": 1,
                "steps": [consent, {"kind": "allocate"}, session],
            },
            {"key": "two", "title": "-", "days": 2, "period": 2, "steps": [session]},
        ],
    )
    met: dict[str, list[str]] = {}
    for day in ("2026-03-01", "2026-03-02"):
        running.clock.at(day)
        for code in ("P01", "P02"):
            if day.endswith("01"):
                running.enrol(code)
                running.step(code)
                running.step(code)
            step = running.engine.next(code)
            assert step is not None
            arm = running.engine.arm(step)
            assert arm is not None
            met.setdefault(code, []).append(arm.key)
            running.step(code)
    assert sorted(met.values()) == [["face", "text"], ["text", "face"]]
    running.study.close()


def test_a_visit_ends_where_nothing_of_the_persons_own_arm_is_left(tmp_path: Path, database: str) -> None:
    """The same in both databases."""
    steps = [
        {"kind": "consent", "use": "participation", "version": "1"},
        {"kind": "allocate"},
        {"kind": "session", "arms": ["face"]},
    ]
    visits = [{"key": "visit", "title": "-", "days": 1, "steps": steps}]
    place = database if "://" in database else ""
    running = Running(tmp_path, "one_visit", database=place, visits=visits)
    running.enrol("P01", "P02", "P03", "P04")
    did = {code: running.visit(code) for code in ("P01", "P02", "P03", "P04")}
    for code, names in did.items():
        own = ["session"] if running.study.allocator.arm_of(code) == "face" else []
        assert names == ["consent_participation", "allocate", *own]
        assert running.study.store.person(code).status == "finished"
    running.study.close()


def test_somebody_who_is_forgotten_leaves_no_answer_and_moves_nobodys_place(
    tmp_path: Path, database: str
) -> None:
    place = database if "://" in database else ""
    running = Running(tmp_path, "one_visit", database=place)
    running.enrol("P01", "P02")
    for code in ("P01", "P02"):
        running.step(code)
        step = running.engine.next(code)
        assert step is not None
        running.engine.begin(step, OPERATOR)
        running.engine.answer(step, "1", f"SECRET OF {code}", OPERATOR)
        running.visit(code)
    arm = running.study.allocator.arm_of("P02")
    with running.study.store.engine.begin() as connection:
        sealed = connection.exec_driver_sql("SELECT value FROM responses ORDER BY id").scalars().all()
    with running.study.store.writing() as writing:
        writing.forget("P01", OPERATOR)
    running.reopen()
    assert [person.code for person in running.study.store.people()] == ["P02"]
    assert running.study.allocator.arm_of("P02") == arm
    assert [one.participant for one in running.study.store.allocations()] == ["", "P02"]
    answers = running.study.store.answers("P02", "visit", 1, "before")
    assert [one.value for one in answers] == ["SECRET OF P02"]
    with running.study.store.engine.begin() as connection:
        assert connection.exec_driver_sql("SELECT count(*) FROM responses").scalar() == 1
    assert running.study.store.verify().ok
    running.study.close()
    if not place:
        data = (running.folder / "index.sqlite").read_bytes()
        assert [value.encode() in data for value in sealed] == [False, True]


class PowerCutError(Exception):
    """The power went."""


@settings(max_examples=4, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(cuts=st.sets(st.integers(1, 40), min_size=4, max_size=8))
def test_wherever_it_breaks_off_the_study_comes_out_the_same(
    tmp_path_factory: pytest.TempPathFactory, cuts: set[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    """A power cut in the middle of any transaction, and a start anew, loses no outcome and doubles none."""
    running = Running(tmp_path_factory.mktemp("cut"), "one_visit")
    running.enrol("P01")
    count = 0
    whole = Writing.event

    def cut(self: Writing, *args: Any, **data: Any) -> Any:
        nonlocal count
        count += 1
        if count in cuts:
            raise PowerCutError
        return whole(self, *args, **data)

    with monkeypatch.context() as patch:
        patch.setattr(Writing, "event", cut)
        while True:
            try:
                running.visit("P01")
                break
            except PowerCutError:
                running.reopen()
    store = running.study.store
    visit = store.visits("P01")[0]
    asked = ("consent_participation", "before", "allocate", "session", "after", "instrument_sus")
    assert [(step.name, step.status) for step in visit.steps] == [
        (name, "done") for name in (*asked, "debrief_debrief")
    ]
    assert visit.ended is not None
    assert store.person("P01").status == "finished"
    assert len(store.events("step_done")) == 6
    assert len(store.allocations()) == 1
    assert store.verify().ok
    running.study.close()


def test_an_outcome_that_is_taken_twice_counts_once(running: Running) -> None:
    running.enrol("P01")
    step = running.engine.next("P01")
    assert step is not None
    running.engine.take(step, Outcome(), OPERATOR)
    running.engine.take(replace(step, again=True), Outcome("refused"), OPERATOR)
    assert running.study.store.person("P01").status == "enrolled"
    assert len(running.study.store.events("step_done")) == 1
