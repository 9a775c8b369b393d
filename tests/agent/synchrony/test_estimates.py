"""The figures under the channels: means, agreement and shares, with intervals that hold."""

import itertools
import math
import statistics

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from agent.synchrony.estimate import Mean, share, t_quantile
from agent.synchrony.lexical import expected_least
from agent.synchrony.pairs import Pairs
from agent.synchrony.timing import Median

VALUES = st.lists(st.floats(-100, 100), min_size=1, max_size=40)


@given(VALUES)
def test_a_mean_lies_in_its_interval(values: list[float]) -> None:
    held = Mean()
    for value in values:
        held.add(value)
    found = held.estimate()
    assert found.n == len(values)
    assert found.value == pytest.approx(statistics.fmean(values), abs=1e-9)
    if len(values) >= 4:
        assert found.low is not None
        assert found.high is not None
        assert found.low <= found.value <= found.high


def test_intervals_of_means_hold_nineteen_times_in_twenty_also_where_neighbours_are_alike() -> None:
    chance = np.random.default_rng(4)
    for alike, least in ((0.0, 0.92), (0.6, 0.86)):
        held = 0
        for _ in range(400):
            value, series = 0.0, Mean()
            for _ in range(60):
                value = alike * value + chance.normal()
                series.add(value)
            found = series.estimate()
            held += found.low is not None and found.high is not None and found.low <= 0 <= found.high
        assert held / 400 >= least, alike


def test_the_quantiles_are_students() -> None:
    for freedom, known in ((3, 3.182), (5, 2.571), (10, 2.228), (30, 2.042), (1000, 1.962)):
        assert t_quantile(freedom) == pytest.approx(known, rel=0.01)


@given(st.lists(st.tuples(st.floats(-1, 1), st.floats(-1, 1)), min_size=2, max_size=30))
def test_agreement_is_lins_and_stays_between_minus_one_and_one(pairs: list[tuple[float, float]]) -> None:
    held = Pairs()
    for x, y in pairs:
        held.add(x, y)
    found = held.concordant()
    xs, ys = (np.array(side) for side in zip(*pairs, strict=True))
    if found.value is None:
        assert min(xs.std(), ys.std()) < 1e-4
        return
    below = xs.var(ddof=1) + ys.var(ddof=1) + (xs.mean() - ys.mean()) ** 2
    assert found.value == pytest.approx(2 * np.cov(xs, ys)[0, 1] / below, abs=1e-6)
    assert -1 <= found.value <= 1
    if found.low is not None and found.high is not None:
        assert -1 <= found.low <= found.high <= 1
        assert math.isfinite(found.low + found.high)


def test_agreement_asks_for_the_same_height_and_not_only_for_being_in_step() -> None:
    same, above = Pairs(), Pairs()
    for value in range(10):
        same.add(value, value)
        above.add(value, value + 5)
    first, second = same.concordant().value, above.concordant().value
    assert first == pytest.approx(1.0)
    assert second is not None
    assert second < 0.5
    assert above.correlation == pytest.approx(1.0)


@given(st.lists(st.floats(0, 2), min_size=1, max_size=7), st.integers(1, 7))
def test_the_expected_least_is_the_mean_over_all_draws(values: list[float], drawn: int) -> None:
    drawn = min(drawn, len(values))
    draws = [min(draw) for draw in itertools.combinations(values, drawn)]
    assert expected_least(values, drawn) == pytest.approx(statistics.fmean(draws))


def test_shares_and_medians_have_intervals_that_grow_narrow() -> None:
    few, many = share(1, 10), share(100, 1000)
    for found in (few, many):
        assert found.low is not None
        assert found.high is not None
        assert 0 <= found.low <= 0.1 <= found.high <= 1
    assert share(0, 0).value is None
    assert (many.high or 0) - (many.low or 0) < (few.high or 0) - (few.low or 0)
    held = Median()
    for value in (5.0, 1.0, 4.0, 2.0, 3.0):
        held.add(value)
    found = held.estimate()
    assert found.value == 3.0
    assert found.low == 1.0
    assert found.high == 5.0
