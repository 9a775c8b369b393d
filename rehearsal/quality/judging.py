"""How well figures of a session tell high from low quality: areas under the curve with bootstrap intervals.

The area (AUC) is how often a session of high quality stands above one of low quality. Combined figures are
judged by nested cross-validation: a regression is fitted without the sessions it judges, and how strict it
is was chosen within the sessions it is fitted on. Parts of one video stay together.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Array = npt.NDArray[np.float64]
Sides = npt.NDArray[np.bool_]
"""[sessions] whether each is of high quality."""
FOLDS, INNER, REPEATS, DRAWS = 5, 4, 10, 2000
STRICTNESS = (0.003, 0.01, 0.03, 0.1, 0.3, 1.0)


@dataclass(frozen=True)
class Area:
    """An AUC with its interval of 95 %; `n` sessions of high and low quality that it rests on."""

    value: float
    low: float
    high: float
    n: tuple[int, int]

    def __str__(self) -> str:
        return f"{self.value:.3f} ({self.low:.3f} to {self.high:.3f}), n = {self.n[0]} + {self.n[1]}"


def auc(scores: Array, high: Sides) -> float:
    """How often a high one scores above a low one; a tie is half."""
    return float(_order(scores[high], scores[~high]).mean())


def _order(ups: Array, downs: Array) -> Array:
    """[ups, downs] 1 where the high one stands above, half for a tie."""
    above = ups[:, None] - downs[None, :]
    order: Array = (above > 0) + 0.5 * (above == 0)
    return order


def area(scores: Array, high: Sides, seed: int = 0) -> Area | None:
    """The AUC of a score; sessions without one are left out. Both classes are drawn again, each by itself.

    None where a class has fewer than two sessions with a score.
    """
    there = ~np.isnan(scores)
    ups, downs = scores[there & high], scores[there & ~high]
    if min(len(ups), len(downs)) < 2:
        return None
    order, chance = _order(ups, downs), np.random.default_rng(seed)
    first, second = (chance.multinomial(n, np.full(n, 1 / n), DRAWS) for n in order.shape)
    drawn = ((first @ order) * second).sum(1) / order.size
    low, top = np.quantile(drawn, (0.025, 0.975))
    return Area(float(order.mean()), float(low), float(top), (len(ups), len(downs)))


def difference(scores: Array, high: Sides, seed: int = 0) -> tuple[float, float, float] | None:
    """(mean of high minus mean of low, and its bootstrap interval); None as for `area`."""
    there = ~np.isnan(scores)
    sides = scores[there & high], scores[there & ~high]
    if min(map(len, sides)) < 2:
        return None
    chance = np.random.default_rng(seed)
    ups, downs = (chance.choice(side, (DRAWS, len(side))).mean(1) for side in sides)
    low, top = np.quantile(ups - downs, (0.025, 0.975))
    return float(sides[0].mean() - sides[1].mean()), float(low), float(top)


def splits(
    high: Sides, groups: Sequence[str], seed: int, folds: int = FOLDS
) -> Iterator[tuple[Array, Array]]:
    """(rows to fit on, rows to judge): both classes in each, no group on both sides."""
    from sklearn.model_selection import StratifiedGroupKFold

    made = StratifiedGroupKFold(folds, shuffle=True, random_state=seed)
    yield from made.split(np.zeros(len(high)), high, groups)


def fitted(seen: Array, high: Sides, groups: Sequence[str], seed: int) -> Callable[[Array], Array]:
    """A regression on these sessions alone, its strictness chosen among them; gives scores for others."""
    inner = list(splits(high, groups, seed, INNER))
    reached = dict.fromkeys(STRICTNESS, 0.0)
    for train, test in inner:
        ready = _ready(seen[train])
        mine, theirs = ready(seen[train]), ready(seen[test])
        for strictness in STRICTNESS:
            scores = _regression(mine, high[train], strictness)(theirs)
            reached[strictness] += auc(scores, high[test]) / len(inner)
    best = max(STRICTNESS, key=lambda strictness: reached[strictness])
    ready = _ready(seen)
    judge = _regression(ready(seen), high, best)
    return lambda others: judge(ready(others))


def _ready(seen: Array) -> Callable[[Array], Array]:
    """Figures in standard deviations from the mean of `seen`; what is undefined is the mean."""
    there = ~np.isnan(seen)
    count = np.maximum(1, there.sum(0))
    middle = np.where(there, seen, 0).sum(0) / count
    spread = np.sqrt((np.where(there, seen - middle, 0) ** 2).sum(0) / count)
    spread = np.where(spread > 1e-9, spread, 1.0)
    return lambda others: np.nan_to_num((others - middle) / spread)


def equal(seen: Array, signs: Sequence[int]) -> Array:
    """[sessions] the mean of all figures in standard deviations, each turned the way it is known to point.

    Nothing is fitted: with few sessions that is seldom beaten (Dawes 1979, "The robust beauty of improper
    linear models"). The labels are not looked at.
    """
    mean: Array = (_ready(seen)(seen) * np.array(signs)).mean(1)
    return mean


def _regression(seen: Array, high: Sides, strictness: float) -> Callable[[Array], Array]:
    from sklearn.linear_model import LogisticRegression

    model = LogisticRegression(C=strictness, class_weight="balanced", max_iter=2000).fit(seen, high)
    return lambda others: np.asarray(model.decision_function(others), float)


def held_out(seen: Array, high: Sides, groups: Sequence[str], repeats: int = REPEATS) -> Array:
    """[sessions] the mean score of each by regressions that never saw it, over several ways to split."""
    names = np.array(groups)
    total = np.zeros(len(high))
    for seed in range(repeats):
        for train, test in splits(high, groups, seed):
            judge = fitted(seen[train], high[train], names[train], seed)
            total[test] += judge(seen[test])
    return total / repeats


def stacked(blocks: Sequence[Array], high: Sides, groups: Sequence[str], repeats: int = REPEATS) -> Array:
    """[sessions] as `held_out`, for kinds of measures that are weighed as wholes (Wolpert 1992).

    Each block has a regression of its own; what it says of sessions it was not fitted on is what their
    weights are fitted to, all of it without the sessions that are judged.
    """
    names, total = np.array(groups), np.zeros(len(high))
    for seed in range(repeats):
        for train, test in splits(high, groups, seed):
            inner, outer = [], []
            for block in blocks:
                known = np.zeros(len(train))
                for mine, theirs in splits(high[train], names[train], seed, INNER):
                    judge = fitted(block[train[mine]], high[train[mine]], names[train[mine]], seed)
                    known[theirs] = judge(block[train[theirs]])
                inner.append(known)
                outer.append(fitted(block[train], high[train], names[train], seed)(block[test]))
            first, then = np.stack(inner, axis=1), np.stack(outer, axis=1)
            ready = _ready(first)
            total[test] += _regression(ready(first), high[train], 1.0)(ready(then))
    return total / repeats
