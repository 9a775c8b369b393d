"""Fitting on a set's own training part, measured on its held-out part: for large sets with a split."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import numpy.typing as npt
from sklearn.metrics import f1_score

from agent.appraisal.heads.features import Features
from agent.appraisal.heads.head import Array, Dense, Head, calibrated
from agent.training.crossval import Trained
from agent.training.example import Example
from agent.training.fit import Targets, calibration, decision, targets
from agent.training.recipe import Recipe
from agent.training.scores import scores

STRICT = 2.0
SHARES = (0.5, 1.0)
CHECKED = 0.1
"""Share of the training part that calibration and thresholds are taken from."""


def train(recipe: Recipe, examples: Sequence[Example], features: Features) -> Trained:
    """Fit on what is grouped `train/…`, measure on the rest."""
    seen = np.concatenate([features.dense[name] for name in recipe.dense], axis=1)
    wanted = targets(examples, recipe)
    weights = np.array([example.weight for example in examples])
    first = np.array([example.group.startswith("train/") for example in examples])
    chance = np.random.default_rng(0).random(len(examples))
    held, checked = np.flatnonzero(~first), np.flatnonzero(first & (chance < CHECKED))
    curve: dict[str, float] = {}
    for share in SHARES:
        rows = np.flatnonzero(first & (chance >= CHECKED) & (chance < CHECKED + share * (1 - CHECKED)))
        table, bias = _fitted(seen[rows], wanted[rows], weights[rows])
        raw = (seen[checked] @ table + bias).astype(np.float32)
        scale, shift = calibration(raw, wanted[checked], recipe.kind)
        decide = decision(calibrated(raw, recipe.kind, scale, shift), wanted[checked], recipe.kind)
        values = calibrated((seen[held] @ table + bias).astype(np.float32), recipe.kind, scale, shift)
        chosen = (values >= decide).astype(float)
        figures = scores(values, chosen, wanted[held], recipe.classes, recipe.kind)
        curve[f"{share:.0%}"] = _main(figures)
    if recipe.groups:
        figures["grouped"] = _grouped(chosen, wanted[held], recipe)
    figures |= {"turns": len(examples), "held_out": len(held), "curve": curve}
    part = Dense(recipe.dense, ((table, bias),))
    about = {"data": recipe.data, "licence": recipe.licence, "figures": figures}
    head = Head(recipe.name, recipe.kind, recipe.classes, (part,), scale, shift, decide, about)
    return Trained(head, figures)


def _grouped(chosen: Targets, wanted: Targets, recipe: Recipe) -> float:
    """Macro-F1 over groups of classes: a group holds where any of its classes does."""
    columns = [[recipe.classes.index(name) for name in names] for names in recipe.groups.values()]
    found = [(chosen[:, group].max(1), wanted[:, group].max(1)) for group in columns]
    return float(np.mean([f1_score(truth, said, zero_division=0) for said, truth in found]))


def _main(figures: dict[str, Any]) -> float:
    if "macro_f1" in figures:
        return float(figures["macro_f1"])
    return float(figures["measures"]["valence"]["r"])


def _fitted(seen: Array, wanted: Targets, weights: npt.NDArray[np.float64]) -> tuple[Array, Array]:
    """(weights [in, classes], bias [classes]) of a ridge regression, in one step."""
    share = weights / weights.sum()
    middle, mean = share @ seen, share @ wanted
    inner = (seen - middle) * weights[:, None]
    square = inner.T @ (seen - middle) + STRICT * np.eye(seen.shape[1])
    table = np.linalg.solve(square, inner.T @ (wanted - mean))
    return table.astype(np.float32), (mean - middle @ table).astype(np.float32)
