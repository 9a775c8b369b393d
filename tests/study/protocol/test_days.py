"""What is due on a day: nothing twice, nothing out of its time, and every day is accounted for."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from study.protocol.days import (
    Course,
    Held,
    Occasion,
    allocation_at,
    due,
    missed_in_a_row,
    missed_in_all,
    occasions,
    standing,
)
from study.protocol.load import load_protocol
from study.protocol.parts import MakeUp, Protocol
from tests.study.study_folder import study_folder

ONE = date(2026, 3, 2)


@pytest.fixture(scope="module")
def protocol(tmp_path_factory: pytest.TempPathFactory) -> Protocol:
    return load_protocol(study_folder(tmp_path_factory.mktemp("study"))).protocol


def lived(
    protocol: Protocol, comes: set[int], rule: MakeUp
) -> tuple[Protocol, dict[Occasion, Held], dict[int, list[int]]]:
    """Somebody who does all that is due on the days on which they come."""
    protocol = replace(protocol, make_up=rule)
    held: dict[Occasion, Held] = {Occasion(0, "intake"): Held(ONE - timedelta(days=1))}
    did: dict[int, list[int]] = {}
    for number in sorted(comes):
        today = ONE + timedelta(days=number - 1)
        while can := due(protocol, Course(ONE, held), today):
            held[can[0].occasion] = Held(today)
            did.setdefault(number, []).append(can[0].occasion.day)
    return protocol, held, did


RULES = st.builds(MakeUp, within=st.integers(0, 4), most=st.integers(0, 4), a_day=st.integers(1, 2))


@settings(max_examples=60, deadline=None)
@given(comes=st.sets(st.integers(1, 24)), rule=RULES)
def test_whoever_comes_when_they_like_every_occasion_is_accounted_for(
    protocol: Protocol, comes: set[int], rule: MakeUp
) -> None:
    protocol, held, did = lived(protocol, comes, rule)
    late = protocol.visit("last").late
    for number, days in did.items():
        assert len(days) == len(set(days))
        made_up = [day for day in days if day <= 15 and day != number]
        assert len(made_up) <= rule.a_day
        for day in made_up:
            assert 0 < number - day <= rule.within
        assert all(number - late - rule.within <= day for day in days if day == 16)
    final = standing(protocol, Course(ONE, held), ONE + timedelta(days=60))
    assert len(final) == len(occasions(protocol)) == 17
    assert {one.state for one in final} <= {"held", "made_up", "missed"}
    assert sum(one.state == "made_up" for one in final) <= rule.most
    assert missed_in_all(protocol, Course(ONE, held), ONE + timedelta(days=60)) == 17 - len(held)
    for number in comes & set(range(1, 16)):
        assert Occasion(number, "daily") in held, "who comes on a day does that day's exercise"


@settings(max_examples=40, deadline=None)
@given(comes=st.sets(st.integers(1, 16)), end=st.integers(1, 16), now=st.integers(0, 30))
def test_after_somebodys_end_nothing_is_due_or_missed_of_what_lay_after_it(
    protocol: Protocol, comes: set[int], end: int, now: int
) -> None:
    protocol, held, _ = lived(protocol, {day for day in comes if day < end}, MakeUp())
    course = Course(ONE, held, ended=ONE + timedelta(days=end - 1))
    for one in standing(protocol, course, ONE + timedelta(days=now)):
        if one.occasion.visit == "daily" and one.occasion.day >= end:
            assert one.state == "ended"


def test_missed_days_in_a_row_count_from_the_last_visit(protocol: Protocol) -> None:
    _, held, _ = lived(protocol, {1, 2}, MakeUp())
    for today, many in ((3, 0), (4, 1), (6, 3)):
        assert missed_in_a_row(protocol, Course(ONE, held), ONE + timedelta(days=today - 1)) == many


def test_nothing_after_allocation_is_due_or_missed_before_it(protocol: Protocol) -> None:
    assert allocation_at(protocol) == Occasion(0, "intake")
    course = Course(ONE, {}, allocated=False)
    states = {one.occasion.day: one.state for one in standing(protocol, course, ONE + timedelta(days=40))}
    assert states.pop(0) == "due"
    assert set(states.values()) == {"ahead"}


def test_a_visit_that_broke_off_is_due_again_and_then_missed(protocol: Protocol) -> None:
    held = {
        Occasion(0, "intake"): Held(ONE - timedelta(days=1)),
        Occasion(1, "daily"): Held(ONE, complete=False),
    }
    course = Course(ONE, held)
    assert [one.occasion.day for one in due(protocol, course, ONE)] == [1]
    final = {one.occasion.day: one for one in standing(protocol, course, ONE + timedelta(days=9))}
    assert (final[1].state, final[1].begun) == ("missed", True)
