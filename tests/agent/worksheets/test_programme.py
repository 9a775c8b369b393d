"""A daily programme: what is due on which day, whatever was missed, and a mistake told with its line."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agent.worksheets.programme import Programme, load_programme, programme_names
from agent.worksheets.sheet import load_sheet
from alongside.errors import AlongsideError

FIRST = date(2026, 3, 2)
FIFTEEN = load_programme("fifteen_days")
GOOD = """key: short
title: Short
about: Two days.
exercises:
  - {key: a, title: A, sheet: thought_record, carries: [balanced]}
  - {key: b, title: B, sheet: coping_strategies}
days: [a, b]
back: [x, y, z]
last: [x, y, z]
"""


def day(number: int) -> date:
    return FIRST + timedelta(days=number - 1)


def load(folder: Path, text: str) -> Programme:
    path = folder / "short.yaml"
    path.write_text(text, encoding="utf-8")
    return load_programme(path)


def test_fifteen_days_of_two_exercises_by_turns() -> None:
    assert "fifteen_days" in programme_names()
    sheets = [FIFTEEN.on(number).sheet for number in range(1, 16)]
    assert sheets == ["thought_record", "coping_strategies"] * 7 + ["thought_record"]
    for exercise in FIFTEEN.exercises:
        assert set(exercise.carries) <= set(load_sheet(exercise.sheet).carries)


def test_day_by_day() -> None:
    done: dict[int, date] = {}
    for number in range(1, 16):
        due = FIFTEEN.today(FIRST, day(number), done)
        assert due is not None
        assert (due.number, due.since, due.missed, due.tell) == (number, max(0, number - 2), 0, False)
        assert due.say == (FIFTEEN.last if number == 15 else ())
        done[number] = day(number)
        assert FIFTEEN.today(FIRST, day(number), done) is None
    assert FIFTEEN.today(FIRST, day(16), done) is None
    assert FIFTEEN.today(FIRST, day(0), {}) is None


def test_after_missed_days_the_calendar_has_gone_on_and_nothing_is_made_up_for() -> None:
    due = FIFTEEN.today(FIRST, day(4), {1: day(1), 2: day(2)})
    assert due is not None
    assert (due.number, due.since, due.missed, due.say, due.tell) == (4, 2, 1, FIFTEEN.back, False)
    long = FIFTEEN.today(FIRST, day(5), {1: day(1), 2: day(2)})
    assert long is not None
    assert (long.number, long.since, long.missed, long.tell) == (5, 1, 2, True)


def test_someone_who_never_came_is_not_welcomed_back() -> None:
    due = FIFTEEN.today(FIRST, day(3), {})
    assert due is not None
    assert (due.missed, due.say, due.tell) == (2, (), True)


def test_a_programme_may_wait_for_the_person(tmp_path: Path) -> None:
    waits = load(tmp_path, GOOD + "missed: wait\n")
    due = waits.today(FIRST, day(9), {1: day(1)})
    assert due is not None
    assert (due.number, due.exercise.sheet, due.missed) == (2, "coping_strategies", 7)
    assert waits.today(FIRST, day(9), {1: day(9)}) is None
    assert waits.today(FIRST, day(12), {1: day(1), 2: day(9)}) is None


@given(st.sets(st.integers(1, 15)), st.integers(-3, 20))
def test_whatever_was_missed_the_day_is_that_of_the_calendar(came: set[int], now: int) -> None:
    done = {number: day(number) for number in came if number < now}
    due = FIFTEEN.today(FIRST, day(now), done)
    assert (due is not None) == (1 <= now <= 15)
    if due:
        assert due.number == now
        assert due.missed == now - 1 - max(done, default=0)


@pytest.mark.parametrize(
    ("change", "line", "what"),
    [
        (("days: [a, b]", "days: [a, c]"), 7, "days 'c' must be a or b"),
        (("days: [a, b]\n", ""), 1, "a programme needs days"),
        (("{key: b,", "{key: a,"), 5, "each exercise needs a key of its own"),
        (("carries: [balanced]", "carries: [mood]"), 5, "carries 'mood' must be thought or balanced"),
        (("back: [x, y, z]", "back: [x, y]"), 8, "'back' needs 3 wordings"),
        (("title: Short", "titel: Short"), 2, "unknown key 'titel'"),
    ],
)
def test_a_mistake_is_told_with_its_line(
    tmp_path: Path, change: tuple[str, str], line: int, what: str
) -> None:
    assert change[0] in GOOD
    with pytest.raises(AlongsideError) as told:
        load(tmp_path, GOOD.replace(change[0], change[1], 1))
    assert f"short.yaml, line {line}: " in str(told.value)
    assert what in str(told.value)


def test_what_is_not_there_is_told_with_what_there_is(tmp_path: Path) -> None:
    with pytest.raises(AlongsideError, match="fifteen_days"):
        load_programme("no_such_programme")
    with pytest.raises(AlongsideError, match="no_such_sheet"):
        load(tmp_path, GOOD.replace("thought_record", "no_such_sheet"))
    with pytest.raises(AlongsideError, match="1 or more"):
        load(tmp_path, GOOD + "tell_after: 0\n")
