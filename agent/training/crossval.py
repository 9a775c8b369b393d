"""Cross-validation in which no transcript stands on both sides, and the head fitted on everything."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
from scipy.sparse import csr_matrix
from sklearn.model_selection import GroupKFold

from agent.appraisal.heads.features import Features
from agent.appraisal.heads.head import Array, Head, calibrated
from agent.training.example import Example
from agent.training.fit import Targets, calibration, decision, fit, matrix, parts, targets
from agent.training.recipe import Recipe
from agent.training.scores import scores

FOLDS = 5
SHARES = (0.25, 0.5, 1.0)
"""Shares of the training transcripts at which the learning curve is taken."""


@dataclass(frozen=True)
class Trained:
    """A head fitted on all examples, with figures from cross-validation."""

    head: Head
    figures: dict[str, Any]


def train(
    recipe: Recipe, examples: Sequence[Example], features: Features, folds: Sequence[Features] = ()
) -> Trained:
    """Fit one head and measure it. Examples that are not judged are fitted on in every fold.

    `folds`: the features by an encoder for each fold, where the encoder was trained on such examples too;
    the fold's own has seen nothing of what is held out there. Without, all folds have the one encoder.
    """
    judged = np.array([example.judged for example in examples])
    whole, wanted = matrix(features, recipe), targets(examples, recipe)
    seen = [matrix(item, recipe) for item in folds] or [whole] * FOLDS
    weights = np.array([example.weight for example in examples])
    groups = np.array([example.group for example in examples])
    raw = _held_out(recipe, seen, wanted, weights, groups, judged)[judged]
    true, held = wanted[judged], groups[judged]
    figures = {
        **measured(raw, true, held, recipe),
        "turns": int(judged.sum()),
        "groups": len(set(held)),
        "folds": FOLDS,
    }
    figures["curve"] = {}
    for share in SHARES[:-1]:
        less = _held_out(recipe, seen, wanted, weights, groups, judged, share)[judged]
        figures["curve"][f"{share:.0%}"] = _main(measured(less, true, held, recipe))
    figures["curve"]["100%"] = _main(figures)
    scale, shift = calibration(raw, true, recipe.kind)
    head = Head(
        name=recipe.name,
        kind=recipe.kind,
        classes=recipe.classes,
        parts=parts(fit(whole, wanted, recipe, weights), features, recipe),
        scale=scale,
        shift=shift,
        decide=decision(calibrated(raw, recipe.kind, scale, shift), true, recipe.kind),
        about={"data": recipe.data, "licence": recipe.licence, "figures": figures},
    )
    return Trained(head, figures)


def _main(figures: dict[str, Any]) -> float:
    if "macro_f1" in figures:
        return float(figures["macro_f1"])
    return float(np.mean([item["r"] for item in figures["measures"].values()]))


def _held_out(
    recipe: Recipe,
    seen: Sequence[csr_matrix],
    wanted: Targets,
    weights: npt.NDArray[np.float64],
    groups: npt.NDArray[np.str_],
    judged: npt.NDArray[np.bool_],
    share: float = 1.0,
) -> Array:
    """[n, classes] raw sums for each turn by a model that saw nothing of its group."""
    raw = np.zeros(wanted.shape, np.float32)
    places, always = np.flatnonzero(judged), np.flatnonzero(~judged)
    for (kept, out), table in zip(splits(groups[judged]), seen, strict=False):
        train_rows, rows = places[kept], places[out]
        if share < 1:
            names = np.unique(groups[train_rows])
            few = np.random.default_rng(0).choice(names, max(2, round(share * len(names))), replace=False)
            train_rows = train_rows[np.isin(groups[train_rows], few)]
        train_rows = np.concatenate([train_rows, always])
        columns = np.stack(fit(table[train_rows], wanted[train_rows], recipe, weights[train_rows]), axis=1)
        raw[rows] = table[rows] @ columns[:-1] + columns[-1]
    return raw


def splits(groups: npt.NDArray[np.str_]) -> list[tuple[npt.NDArray[np.int64], npt.NDArray[np.int64]]]:
    """(training rows, held-out rows), the same each time."""
    folds = GroupKFold(min(FOLDS, len(set(groups))), shuffle=True, random_state=0)
    return list(folds.split(np.zeros(len(groups)), groups=groups))


def measured(raw: Array, wanted: Targets, groups: npt.NDArray[np.str_], recipe: Recipe) -> dict[str, Any]:
    """Figures with calibration and thresholds of each fold taken from the other folds."""
    values, chosen = np.zeros_like(raw), np.zeros(raw.shape)
    for others, rows in splits(groups):
        scale, shift = calibration(raw[others], wanted[others], recipe.kind)
        decide = decision(calibrated(raw[others], recipe.kind, scale, shift), wanted[others], recipe.kind)
        values[rows] = calibrated(raw[rows], recipe.kind, scale, shift)
        if recipe.kind == "several":
            chosen[rows] = values[rows] >= decide
        else:
            chosen[rows, (values[rows] * decide).argmax(1)] = 1.0
    return scores(values, chosen, wanted, recipe.classes, recipe.kind)
