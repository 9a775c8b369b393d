"""A linear mixed model of one measure: score by arm and day, each person with random effects of their own.

Between persons each arm has its own level and its own straight line over days; what is told is the change
from the first day to the last, and how arms differ in it. Within persons each condition has its level, and
all share one line over days; told are the levels and how they differ. Every person has an intercept of their
own and, where that converges, a slope (Laird & Ware 1982, Biometrics 38:963). Fitted by statsmodels' MixedLM
with REML. Intervals are by Student's t with as many degrees of freedom as there are people beyond arms: the
normal distribution is too narrow in studies of this size.
"""

from __future__ import annotations

import itertools
import statistics
import warnings
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.stats import t as student
from statsmodels.regression.linear_model import OLS
from statsmodels.regression.mixed_linear_model import MixedLM
from threadpoolctl import threadpool_limits

from study.analysis.collect import Value

Array = NDArray[np.float64]
LEVEL = 0.95
FEWEST = 3
"""People each arm needs for a model."""
_SINGULAR = 1e-5
"""A random effect whose share of the residual variance is below this is none."""


@dataclass(frozen=True)
class Estimate:
    """A number from a model, with its 95 % interval and the p value of its being zero (empty for levels)."""

    kind: str  # change, level or difference
    label: str
    other: str  # of a difference: what is taken away
    value: float
    low: float
    high: float
    p: float | None


@dataclass(frozen=True)
class Fit:
    """What a model came to. `trouble`: what was in its way, in a line; without estimates it was not fitted.

    `deviations`: of persons' intercepts, of their slopes (over all days; None: not in it), and what is left.
    """

    estimates: tuple[Estimate, ...]
    people: int
    values: int
    first: float
    last: float
    random: str = ""  # intercept, intercept and slope, or none
    deviations: tuple[float, float | None, float] | None = None
    freedom: float = 0.0
    trouble: str = ""


def fit(values: Sequence[Value], labels: Sequence[str], within: bool) -> Fit:
    """Fit the model to the values of one measure. `labels`: the conditions in order; others are left out."""
    own = [one for one in values if one.condition in labels]
    people = {label: {one.code for one in own if one.condition == label} for label in labels}
    used = [label for label in labels if people[label]]
    days = [float(one.at_day) for one in own]
    first, last = (min(days), max(days)) if days else (0.0, 0.0)
    everybody = len({one.code for one in own})

    def without(why: str) -> Fit:
        return Fit((), everybody, len(own), first, last, trouble=why)

    if not own:
        return without("There are no values by arm.")
    if not within and first == last:
        return without("It was asked on one day alone: there is no change to estimate.")
    few = [label for label in used if len(people[label]) < FEWEST]
    if few:
        return without(f"Too few people ({', '.join(few)}): at least {FEWEST} an arm are needed.")
    if statistics.pstdev(one.value for one in own) == 0:
        return without("All values are the same.")
    per_person = Counter(one.code for one in own)
    if max(per_person.values()) < 2:
        return without("Nobody has two values.")
    time = (np.array(days) - first) / (last - first or 1.0)
    design = _design(own, used, time, within)
    slopes = not within and statistics.median(per_person.values()) >= 3
    made, trouble = _fitted(own, design, time, slopes)
    freedom = max(1.0, everybody - len(used) if not within else len(own) - everybody - len(used))
    estimates = _estimates(made, used, within, freedom)
    return Fit(estimates, everybody, len(own), first, last, made.random, made.deviations, freedom, trouble)


def _design(own: Sequence[Value], used: Sequence[str], time: Array, within: bool) -> Array:
    """Columns: a level for each condition, then a line for each (within persons: one line for all)."""
    levels = np.array([[float(one.condition == label) for label in used] for one in own])
    return np.hstack([levels, time[:, None] if within else levels * time[:, None]])


@dataclass(frozen=True)
class _Made:
    """Fixed effects with their covariance, and what `Fit` tells of the random ones."""

    effects: Array
    covariance: Array
    random: str
    deviations: tuple[float, float | None, float]


def _fitted(own: Sequence[Value], design: Array, time: Array, slopes: bool) -> tuple[_Made, str]:
    """The model, with slopes where that goes, and what was in the way.

    Where persons do not differ beyond noise, their variance lies on its border and REML finds no rest; the
    estimates are then those of least squares, with errors that allow for persons all the same (Liang & Zeger
    1986, Biometrika 73:13).
    """
    score, codes = np.array([one.value for one in own]), np.array([one.code for one in own])
    ones, trouble = np.ones_like(time), ""
    with threadpool_limits(1):  # with more threads its small matrices have been seen to hang
        if slopes:
            made = _mixed(score, design, codes, np.column_stack([ones, time]))
            if made is not None:
                return made, ""
            trouble = "Slopes of persons could not be told from noise: each has an intercept alone. "
        made = _mixed(score, design, codes, ones[:, None])
        if made is not None:
            return made, trouble.strip()
        return _plain(
            score, design, codes
        ), "Persons do not differ beyond noise: least squares, errors by person."


def _mixed(score: Array, design: Array, codes: NDArray[Any], random: Array) -> _Made | None:
    """A mixed model; None where it did not converge, or a random effect came out as none."""
    size = design.shape[1]
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # what they say is looked at below
        try:
            made = MixedLM(score, design, groups=codes, exog_re=random).fit(
                reml=True, method=["lbfgs", "bfgs"]
            )
            covariance = np.asarray(made.cov_params())[:size, :size]
            smallest = float(np.linalg.eigvalsh(np.asarray(made.cov_re))[0] / made.scale)
        except (np.linalg.LinAlgError, ValueError, FloatingPointError):
            return None
    errors = np.diag(covariance)
    if not made.converged or smallest <= _SINGULAR or not (np.isfinite(errors).all() and (errors > 0).all()):
        return None
    spread = np.sqrt(np.diag(np.asarray(made.cov_re)))
    slope = float(spread[1]) if len(spread) > 1 else None
    words = "intercept" if slope is None else "intercept and slope"
    return _Made(
        np.asarray(made.fe_params), covariance, words, (float(spread[0]), slope, float(np.sqrt(made.scale)))
    )


def _plain(score: Array, design: Array, codes: NDArray[Any]) -> _Made:
    """Least squares, with errors by person."""
    groups = np.unique(codes, return_inverse=True)[1]
    made = OLS(score, design).fit(cov_type="cluster", cov_kwds={"groups": groups})
    residual = float(np.sqrt(made.scale))
    return _Made(np.asarray(made.params), np.asarray(made.cov_params()), "none", (0.0, None, residual))


def _estimates(made: _Made, used: Sequence[str], within: bool, freedom: float) -> tuple[Estimate, ...]:
    """Changes (within persons: levels in the middle of all days), then all differences of two."""
    size, many = len(made.effects), len(used)
    rows = []
    for at in range(many):
        row = np.zeros(size)
        if within:
            row[at], row[-1] = 1.0, 0.5
        else:
            row[many + at] = 1.0
        rows.append(row)
    kind = "level" if within else "change"
    found = [_estimate(made, row, freedom, kind, label) for row, label in zip(rows, used, strict=True)]
    for one, other in itertools.combinations(range(many), 2):
        row = rows[one] - rows[other]
        found.append(_estimate(made, row, freedom, "difference", used[one], used[other]))
    return tuple(found)


def _estimate(made: _Made, row: Array, freedom: float, kind: str, label: str, other: str = "") -> Estimate:
    value = float(row @ made.effects)
    error = float(np.sqrt(row @ made.covariance @ row))
    half = float(student.ppf((1 + LEVEL) / 2, freedom)) * error
    p = None if kind == "level" else float(2 * student.sf(abs(value / error), freedom))
    return Estimate(kind, label, other, value, value - half, value + half, p)
