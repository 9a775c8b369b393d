"""The mixed model on data whose answer is known: by hand, or by the way they were made."""

from __future__ import annotations

import random
import statistics

import pytest

from study.analysis.collect import Value
from study.analysis.model import fit
from study.analysis.trajectories import trajectories


def values(rows: list[tuple[str, str, int, float]]) -> list[Value]:
    return [Value(code, "m", "v", day, day, arm, score) for code, arm, day, score in rows]


def made(slopes: dict[str, float], between: float, noise: float, people: int = 12) -> list[Value]:
    chance = random.Random(4)
    rows = []
    for arm, slope in slopes.items():
        for number in range(people):
            level = chance.gauss(20, between)
            own = slope + chance.gauss(0, between / 3)
            rows += [
                (f"{arm}{number}", arm, day, level + own * day / 10 + chance.gauss(0, noise))
                for day in (0, 5, 10)
            ]
    return values(rows)


def test_balanced_data_give_the_slopes_that_can_be_worked_out_by_hand() -> None:
    """Without missing values the estimate is the mean of each person's own least squares line."""
    data = made({"a": -6.0, "b": 0.0}, between=4.0, noise=1.0)
    found = {(one.kind, one.label): one for one in fit(data, ("a", "b"), within=False).estimates}
    for arm in ("a", "b"):
        codes = sorted({one.code for one in data if one.condition == arm})
        lines = [
            next(v.value for v in data if (v.code, v.day) == (code, 10))
            - next(v.value for v in data if (v.code, v.day) == (code, 0))
            for code in codes
        ]
        assert found["change", arm].value == pytest.approx(statistics.fmean(lines), abs=1e-3)
    difference = found["difference", "a"]
    assert difference.low < -6.0 < difference.high < 0
    assert difference.p is not None
    assert difference.p < 0.001


def test_where_people_do_not_differ_it_says_so_and_estimates_all_the_same() -> None:
    data = made({"a": 3.0, "b": 0.0}, between=0.0, noise=1.0)
    result = fit(data, ("a", "b"), within=False)
    assert result.trouble
    assert result.random in ("intercept", "none")
    difference = result.estimates[-1]
    assert difference.low < 3.0 < difference.high


def test_within_persons_conditions_are_compared_in_the_same_people() -> None:
    chance = random.Random(2)
    rows = []
    for number in range(14):
        level = chance.gauss(50, 12)
        order = ("x", "y") if number % 2 else ("y", "x")
        for day, condition in enumerate(order, 1):
            score = level + 2 * day + (5 if condition == "x" else 0) + chance.gauss(0, 1.5)
            rows.append((f"P{number}", condition, day, score))
    estimates = fit(values(rows), ("x", "y"), within=True).estimates
    assert [one.kind for one in estimates] == ["level", "level", "difference"]
    assert estimates[2].low < 5 < estimates[2].high
    assert estimates[2].high - estimates[2].low < 5, "their own levels are taken out"
    assert estimates[0].high - estimates[0].low > 8, "and are in the levels' intervals"


@pytest.mark.parametrize(
    ("rows", "why"),
    [
        ([], "no values by arm"),
        ([(f"P{n}", "a", 1, float(n)) for n in range(9)], "one day alone"),
        ([("P1", "a", 1, 1.0), ("P1", "a", 2, 2.0)], "Too few people"),
        ([(f"P{n}", "a", day, 1.0) for n in range(4) for day in (1, 2)], "All values are the same"),
        ([(f"P{n}", "a", n, float(n)) for n in range(6)], "Nobody has two values"),
    ],
)
def test_what_cannot_be_fitted_says_why(rows: list[tuple[str, str, int, float]], why: str) -> None:
    result = fit(values(rows), ("a",), within=False)
    assert why in result.trouble
    assert result.estimates == ()


def test_means_have_the_interval_of_the_textbook() -> None:
    """Nine values of mean 5 and deviation 2.7386: 5 ± 2.306 · 2.7386 / 3, by Student's t with 8."""
    (point,) = trajectories(values([(f"P{n}", "a", 1, float(n)) for n in range(1, 10)]))
    assert (point.people, point.mean) == (9, 5)
    assert point.low == pytest.approx(2.895, abs=1e-3)
    assert point.high == pytest.approx(7.105, abs=1e-3)
    (alone,) = trajectories(values([("P1", "a", 1, 3.0)]))
    assert (alone.mean, alone.low, alone.high) == (3.0, None, None)
