"""One measure over a session: sums that equal the plain formulas, and a trend that shuffling undoes."""

from __future__ import annotations

import itertools

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from agent.relationship.level import BASE, Level

values = st.lists(st.floats(-3, 3), min_size=2, max_size=40)


def after(numbers: list[float], usual: float = 0.4) -> Level:
    """The level once all are taken in."""
    level = Level(usual)
    for number in numbers:
        level = level.after(number)
    return level


@given(values)
def test_sums_give_what_the_whole_series_gives(numbers: list[float]) -> None:
    level = after(numbers)
    assert level.slope == pytest.approx(np.polyfit(range(len(numbers)), numbers, 1)[0], abs=1e-6)
    assert level.base == pytest.approx(np.mean(numbers[:BASE]), abs=1e-9)


def test_sureness_is_the_slope_against_all_orders_of_the_same_turns() -> None:
    numbers = [0.1, -0.4, 0.9, 0.3, 1.4, 0.2]
    every = [after(list(order)).slope for order in itertools.permutations(numbers)]
    assert np.mean(every) == pytest.approx(0, abs=1e-9)
    assert after(numbers).sureness == pytest.approx(after(numbers).slope / np.std(every))


def test_a_trend_needs_turns_and_size_and_order() -> None:
    climbing = [0.0, 0.1, 0.3, 0.4, 0.6, 0.7, 0.9, 1.0]
    assert after(climbing).trend == "rising"
    assert after(climbing[::-1]).trend == "falling"
    assert after(climbing[:4]).trend == "unknown"
    assert after([number / 20 for number in climbing]).trend == "flat"
    assert after([0.0, 1.0] * 6).trend == "flat"


@given(st.floats(-1, 1), st.integers(6, 60))
def test_who_is_always_the_same_gets_no_credit(value: float, turns: int) -> None:
    level = after([value] * turns)
    assert level.trend == "flat"
    assert level.change == pytest.approx(0, abs=1e-9)


def test_the_change_is_surer_with_more_turns_and_never_certain() -> None:
    few, many = after([0.0, 0.4] * 2), after([0.0, 0.4] * 40)
    assert 0 < many.error < few.error
