"""The parts of a rehearsal: its plan, what its books must say, its clock, and typing in what is on paper."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from agent.worksheets.sheet import load_sheet
from alongside.errors import AlongsideError
from rehearsal.participants.attendance import Attendance
from rehearsal.participants.filling import fill
from rehearsal.participants.stories import words
from rehearsal.participants.traits import NEVER, Traits, draws_of
from rehearsal.study.clock import MovedClock
from rehearsal.study.compare import Row, bound
from rehearsal.study.doing import numbers
from rehearsal.study.folder import study_folder
from rehearsal.study.ledger import Ledger
from rehearsal.study.plan import Coming, Plan, make_plan
from rehearsal.study.truth import total, truth
from rehearsal.study.typist import Typist, ratings_of
from study.protocol.load import load_protocol
from study.protocol.parts import Protocol


@pytest.fixture(scope="module")
def protocol(tmp_path_factory: pytest.TempPathFactory) -> Protocol:
    folder = tmp_path_factory.mktemp("rehearsed") / "study"
    study_folder(folder, 38, 15)
    return load_protocol(folder).protocol


@pytest.mark.parametrize("seed", range(8))
def test_all_that_must_happen_is_planned_for_people_of_their_own(protocol: Protocol, seed: int) -> None:
    plan = make_plan(protocol, seed)
    assert plan == make_plan(protocol, seed) != make_plan(protocol, seed + 100)
    joined = [one for one in plan.people if one.traits.joins]
    assert (len(joined), len(plan.people)) == (38, 39)
    counts = Counter(one.arm for one in joined)
    assert max(counts.values()) - min(counts.values()) <= bound(protocol) == 2
    parts = [plan.danger, plan.cut, plan.withdraws]
    assert len(set(parts)) == 3
    assert [plan.person(code).arm for code in parts] == ["chatbot", "robot", "chatbot"]
    danger = plan.person(plan.danger)
    assert {danger.traits.danger_day, danger.traits.danger_day + 1} <= danger.days.on_time
    assert plan.cut_day in plan.person(plan.cut).days.on_time
    assert all(plan.person(code).traits.last_day == NEVER for code in parts)
    assert any(one.traits.last_day < NEVER for one in joined)
    assert any(one.days.made_up for one in joined)
    assert any(one.days.missed for one in joined)


def test_the_smallest_rehearsal_has_room_for_everything(tmp_path: Path) -> None:
    study_folder(tmp_path / "study", 6, 4)
    small = load_protocol(tmp_path / "study").protocol
    assert (small.people, small.visit("daily").days, small.visit("last").days) == (6, (1, 2, 3, 4), (5,))
    assert [step.days for step in small.visit("daily").steps if step.days] == [(4,), (4,)]
    for seed in range(20):
        plan = make_plan(small, seed)
        assert all((plan.danger, plan.cut, plan.withdraws))
        assert any(one.traits.last_day == 0 for one in plan.people)
        assert any(one.days.made_up == {1: 2} for one in plan.people)


@pytest.mark.parametrize(("people", "days"), [(5, 15), (38, 3), (38, 16)])
def test_a_rehearsal_without_room_is_refused(tmp_path: Path, people: int, days: int) -> None:
    with pytest.raises(AlongsideError, match=r"too few|cannot be rehearsed"):
        study_folder(tmp_path / "study", people, days)


def coming(code: str, on_time: set[int], made_up: dict[int, int], last: int, **about: int | bool) -> Coming:
    days = Attendance(6, frozenset(on_time), made_up, last)
    return Coming(Traits(code=code, **about), 0, "robot", days)  # type: ignore[arg-type]


def figures(protocol: Protocol, *people: Coming, withdraws: str = "") -> dict[str, float]:
    plan = Plan(1, 6, people, withdraws=withdraws, withdraw_day=3)
    return truth(protocol, plan, Ledger())


@pytest.mark.parametrize(
    ("one", "states", "told"),
    [
        # First meeting, six days, last meeting: held, made up for, missed, after the end.
        (coming("P1", {1, 2, 3, 4, 5, 6}, {}, 8), (8, 0, 0, 0), 0),
        (coming("P1", {1, 3, 4, 6}, {2: 3}, 7), (6, 1, 1, 0), 0),
        (coming("P1", {1, 6}, {}, 7), (4, 0, 4, 0), 1),
        (coming("P1", {4, 5, 6}, {3: 4}, 7), (5, 1, 2, 0), 0),
        # On the evening of day 5, days 2 to 4 are missed; on day 6 they say that they have dropped out.
        (coming("P1", {1}, {}, NEVER, last_day=1), (2, 0, 4, 2), 1),
        (coming("P1", set(), {}, NEVER, joins=False), (0, 0, 0, 8), 0),
    ],
)
def test_what_the_books_must_say_of_days(
    protocol: Protocol, one: Coming, states: tuple[int, ...], told: int
) -> None:
    found = figures(protocol, one)
    names = ("visits held", "visits made up for", "visits missed", "visits after somebody's end")
    assert tuple(found[name] for name in names) == states
    assert found["missed days told"] == told


def test_a_figure_is_equal_only_where_all_agree() -> None:
    assert Row("x", 3, 3).equal
    assert Row("x", 3, 3, 3).equal
    assert not Row("x", 3, 4).equal
    assert not Row("x", 3, 3, 4).equal
    assert Row("x", 2, 1, at_most=True).equal
    assert not Row("x", 2, 3, at_most=True).equal


def test_sums_are_of_values_as_the_tables_have_them() -> None:
    # A scale with two answers missing, filled in by its rule, is no round number.
    assert total([12.857142857, 4.0]) == total([12.8571, 4.0]) == 16.8571
    assert total([0.1] * 10_000) == 1000
    assert total([1.0, 2.0]) != total([1.0, 2.0001])


def test_the_clock_is_moved_and_never_back() -> None:
    clock = MovedClock()
    first = clock()
    assert clock() > first
    clock.to(2, 9)
    assert clock() - first > 2 * 24 * 3600
    with pytest.raises(ValueError, match="cannot go back"):
        clock.to(1, 9)


@pytest.mark.parametrize("name", ["thought_record", "coping_strategies", "box_breathing", "if_then_plan"])
def test_what_is_on_paper_is_typed_in_as_it_stands(name: str) -> None:
    sheet, draws = load_sheet(name), draws_of(4, "P01")
    filled = fill(sheet, words().stories[2], 0.6, draws)
    run = Typist(sheet, filled).enter()
    assert run.status == "done"
    typed = ratings_of(run)
    assert {key: typed[key] for key in numbers(sheet, filled)} == numbers(sheet, filled)
    texts = [field.key for field in sheet.fields if field.kind == "text"]
    plays = dict(zip([field.key for field in sheet.fields], run.plays, strict=True))
    assert all(filled[key].value in run.entry(key).value for key in texts if plays[key])
