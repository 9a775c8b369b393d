"""Fitting the parts of a head with scikit-learn, and its calibration and decisions."""

from __future__ import annotations

import itertools
from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
from scipy.optimize import minimize
from scipy.sparse import csr_matrix, hstack
from scipy.special import logsumexp
from sklearn.linear_model import LogisticRegression, Ridge
from sklearn.metrics import f1_score

from agent.appraisal.heads.features import BUCKETS, Features, Grams
from agent.appraisal.heads.head import Array, Dense, Kind, Lexical
from agent.training.example import Example
from agent.training.recipe import Recipe

Targets = npt.NDArray[np.float64]
"""[n, classes]: one-hot, many-hot, or measures."""


def targets(examples: Sequence[Example], recipe: Recipe) -> Targets:
    """The labels as numbers."""
    if recipe.kind == "measure":
        return np.array([example.label for example in examples], np.float64)
    rows = [{example.label} if isinstance(example.label, str) else set(example.label) for example in examples]
    return np.array([[float(name in row) for name in recipe.classes] for row in rows])


def matrix(features: Features, recipe: Recipe) -> csr_matrix:
    """All that the recipe looks at, side by side: dense blocks, then n-grams."""
    blocks = [csr_matrix(features.dense[name] * recipe.dense_weight) for name in recipe.dense]
    blocks += [_rows(features.grams[name]) * recipe.grams_weight for name in recipe.grams]
    return csr_matrix(hstack(blocks))


def _rows(grams: Sequence[Grams]) -> csr_matrix:
    ends = np.cumsum([0, *(len(item.places) for item in grams)])
    places = np.concatenate([item.places for item in grams])
    weights = np.concatenate([item.weights for item in grams])
    return csr_matrix((weights, places, ends), shape=(len(grams), BUCKETS))


def fit(seen: csr_matrix, wanted: Targets, recipe: Recipe, weights: npt.NDArray[np.float64]) -> list[Array]:
    """[inputs + 1, classes], the last row being the bias: one regression for each class."""
    # Of the n-grams' many buckets a set fills few; the others would get no weight, but cost most of the time.
    there = np.flatnonzero(np.bincount(seen.indices, minlength=seen.shape[1]))
    filled = seen[:, there]
    columns = []
    for column in range(wanted.shape[1]):
        if recipe.kind != "measure" and len(np.unique(wanted[:, column])) == 1:
            columns.append(_constant(seen.shape[1], wanted[0, column]))  # a class that is not there
            continue
        if recipe.kind == "measure":
            model = Ridge(alpha=1.0 / recipe.strictness, solver="lsqr")
        else:
            model = LogisticRegression(
                C=recipe.strictness,
                class_weight="balanced" if recipe.balanced else None,
                solver="liblinear",
                random_state=0,
            )
        model.fit(filled, wanted[:, column], sample_weight=weights)
        fitted = np.zeros(seen.shape[1] + 1, np.float32)
        fitted[there], fitted[-1] = np.ravel(model.coef_), np.ravel(model.intercept_)[0]
        columns.append(fitted)
    return columns


def _constant(inputs: int, value: float) -> Array:
    column = np.zeros(inputs + 1, np.float32)
    column[-1] = 4.0 if value else -4.0
    return column


def parts(columns: list[Array], features: Features, recipe: Recipe) -> tuple[Dense | Lexical, ...]:
    """The fitted columns as parts of a head."""
    table = np.stack(columns, axis=1)
    width = sum(features.dense[name].shape[1] for name in recipe.dense)
    found: list[Dense | Lexical] = []
    dense = table[:width] * recipe.dense_weight
    found.append(Dense(recipe.dense, ((dense.astype(np.float32), table[-1].astype(np.float32)),)))
    for number, name in enumerate(recipe.grams):
        start = width + number * BUCKETS
        found.append(Lexical(name, table[start : start + BUCKETS] * np.float32(recipe.grams_weight)))
    return tuple(found)


def calibration(raw: Array, wanted: Targets, kind: Kind) -> tuple[Array, Array]:
    """(scale, shift) [classes] that make raw sums true probabilities (Platt 1999; Guo et al. 2017)."""
    count = wanted.shape[1]
    if kind == "measure":
        fitted = [np.polyfit(raw[:, column], wanted[:, column], 1) for column in range(count)]
        return np.array([line[0] for line in fitted], np.float32), np.array(
            [line[1] for line in fitted], np.float32
        )

    wide = raw.astype(np.float64)  # the minimiser takes differences too small for single precision

    def loss(numbers: npt.NDArray[np.float64]) -> float:
        value = wide * (numbers[0] if kind == "one" else numbers[:count]) + numbers[-count:]
        if kind == "one":
            missed = logsumexp(value, axis=1) - (wanted * value).sum(1)
        else:
            missed = (np.logaddexp(0, value) - wanted * value).sum(1)
        return float(missed.mean() + 1e-3 * (numbers**2).mean())

    start = np.concatenate([np.ones(1 if kind == "one" else count), np.zeros(count)])
    best = minimize(loss, start, method="L-BFGS-B")
    return _unpacked(best.x, count, kind)


def _unpacked(numbers: npt.NDArray[np.float64], count: int, kind: Kind) -> tuple[Array, Array]:
    scale = np.full(count, numbers[0]) if kind == "one" else numbers[:count]
    return scale.astype(np.float32), numbers[-count:].astype(np.float32)


def decision(values: Array, wanted: Targets, kind: Kind) -> Array:
    """What tilts the choice towards macro-F1: a factor for each class, or a threshold for each."""
    count = wanted.shape[1]
    if kind == "measure":
        return np.ones(count, np.float32)
    if kind == "several":
        levels = np.arange(0.1, 0.71, 0.05)
        return np.array(
            [_threshold(values[:, column], wanted[:, column], levels) for column in range(count)], np.float32
        )
    truth = wanted.argmax(1)
    best, tilt = -1.0, np.ones(count, np.float32)
    for factors in itertools.product((0.7, 1.0, 1.4, 2.0, 2.8), repeat=count - 1 if count <= 4 else 0):
        tried = np.array([1.0, *factors, *[1.0] * (count - 1 - len(factors))], np.float32)
        reached = f1_score(truth, (values * tried).argmax(1), average="macro", zero_division=0)
        if reached > best:
            best, tilt = reached, tried
    return tilt


def _threshold(values: Array, wanted: Targets, levels: Targets) -> float:
    return float(max(levels, key=lambda level: _f1_at(values, wanted, level)))


def _f1_at(values: Array, wanted: Targets, level: float) -> float:
    """F1 at a threshold, smoothed by half a hit so that a rare class keeps a sane threshold."""
    holds = values >= level
    hits = (holds * wanted).sum() + 0.5
    return float(2 * hits / (holds.sum() + wanted.sum() + 1.0))
