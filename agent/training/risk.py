"""The risk head: severity 0 to 6 from posts of people in distress, kept calm about ordinary talk.

The posts are from communities of people in distress, so a head fitted on them alone takes every turn for one.
Ordinary talk (counselling turns, comments) and turns written for this project stand beside them. Labels that
language models gave the posts are not read.
"""

from __future__ import annotations

import csv
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
from sklearn.metrics import cohen_kappa_score, f1_score

from agent.appraisal.heads.features import Features, Item
from agent.appraisal.heads.head import Array, Head, calibrated
from agent.appraisal.lists import load
from agent.appraisal.risk_concepts import fingerprint
from agent.appraisal.risk_head import CLASSES, MARKED, severities
from agent.training import affect, annomi
from agent.training.crossval import SHARES, Trained, splits
from agent.training.example import Example, wanted
from agent.training.fit import Targets, calibration, fit, matrix, parts, targets
from agent.training.recipe import Recipe
from agent.training.scores import expected_calibration_error

OWN = Path(__file__).parent / "examples" / "risk.yaml"
ORDINARY = 1500
"""Comments taken as ordinary talk, beside the counselling turns."""
ORDINARY_WEIGHT = 0.3
OWN_WEIGHT = 2.0
EVERY = 10
"""Every so many-th ordinary turn has a part in the ladder: the gate keeps ordinary talk out, the ladder tells
posts apart."""
RECALL = 0.98
"""Recall at severity 4 that the screening threshold is set for: the target is 0.96, and on posts that had no
part in setting it about a point and a half is lost."""
PASSES = 0.995
"""Share of the posts at severity 4 and more that the distress gate lets through."""


def read(folder: Path) -> list[Example]:
    """Posts (group `post/…`), own turns (`own/…`), ordinary talk (`talk/…`, `comment/…`)."""
    with wanted(folder, "cssrs7/posts.csv").open(encoding="utf-8", newline="") as file:
        posts = [
            Example(Item(row["content"]), f"post/{row['post_id']}", _label(int(row["severity"]), True))
            for row in csv.DictReader(file)
        ]
    turns: Mapping[Any, Sequence[str]] = load(OWN)
    own = [
        Example(Item(str(text)), f"own/{rank}/{number}", _label(int(rank), int(rank) > 0), OWN_WEIGHT)
        for rank, texts in turns.items()
        for number, text in enumerate(texts)
    ]
    talk = [
        Example(Item(example.item.text), f"talk/{example.group}", frozenset(), ORDINARY_WEIGHT)
        for example in annomi.talk(folder)
    ]
    comments = [
        Example(example.item, f"comment/{example.group}", frozenset(), ORDINARY_WEIGHT)
        for example in affect.goemotions(folder)[:ORDINARY]
    ]
    return posts + own + talk + comments


def _label(severity: int, distress: bool) -> frozenset[str]:
    return frozenset({*CLASSES[1 : severity + 1], *([CLASSES[0]] if distress else [])})


def train(recipe: Recipe, examples: Sequence[Example], features: Features) -> Trained:
    """Fit on everything; measure each text by a model that has not seen it."""
    seen, truth = matrix(features, recipe), targets(examples, recipe)
    weights = np.array([example.weight for example in examples])
    groups = np.array([example.group for example in examples])
    posts = np.array([group.startswith("post/") for group in groups])
    raw = _held_out(recipe, seen, truth, weights, groups)
    values, decide = _decided(raw, truth, groups, posts)
    figures = {
        **_figures(values, decide, truth, groups, posts),
        "turns": len(examples),
        "groups": len(set(groups)),
        "folds": 5,
    }
    figures["curve"] = _curve(recipe, seen, truth, weights, groups, posts)
    scale, shift = calibration(raw[posts], truth[posts], "several")
    scale[0], shift[0] = (item[0] for item in calibration(raw[:, :1], truth[:, :1], "several"))
    final = thresholds(calibrated(raw, "several", scale, shift)[posts], truth[posts])
    head = Head(
        name=recipe.name,
        kind=recipe.kind,
        classes=recipe.classes,
        parts=parts(_fit(seen, truth, recipe, weights), features, recipe),
        scale=scale,
        shift=shift,
        decide=final,
        about={
            "data": recipe.data,
            "licence": recipe.licence,
            "figures": figures,
            "concepts": fingerprint(),
        },
    )
    return Trained(head, figures)


def _fit(seen: Any, truth: Targets, recipe: Recipe, weights: npt.NDArray[np.float64]) -> list[Array]:
    """The distress gate, then the steps of the ladder."""
    gate = fit(seen, truth[:, :1], recipe, weights)
    return gate + _ladder(seen, truth[:, 1:], recipe, weights)


def _ladder(seen: Any, truth: Targets, recipe: Recipe, weights: npt.NDArray[np.float64]) -> list[Array]:
    """Steps of the ladder, fitted beside every tenth ordinary turn: the gate keeps those out already."""
    kept = (weights >= 1) | (np.arange(len(weights)) % EVERY == 0)
    return fit(seen[kept], truth[kept], recipe, weights[kept])


def _held_out(
    recipe: Recipe,
    seen: Any,
    truth: Targets,
    weights: npt.NDArray[np.float64],
    groups: npt.NDArray[np.str_],
) -> Array:
    raw = np.zeros(truth.shape, np.float32)
    for rows, left in splits(groups):
        columns = np.stack(_fit(seen[rows], truth[rows], recipe, weights[rows]), axis=1)
        raw[left] = seen[left] @ columns[:-1] + columns[-1]
    return raw


def _curve(
    recipe: Recipe,
    seen: Any,
    truth: Targets,
    weights: npt.NDArray[np.float64],
    groups: npt.NDArray[np.str_],
    posts: npt.NDArray[np.bool_],
) -> dict[str, float]:
    """Share of the posts learnt from -> precision at recall 0.96."""
    chance = np.random.default_rng(0).random(len(groups))
    found = {}
    for share in SHARES:
        raw = np.zeros((len(groups), 1), np.float32)
        for rows, left in splits(groups):
            kept = rows[~posts[rows] | (chance[rows] < share)]
            columns = np.stack(_ladder(seen[kept], truth[kept, 4:5], recipe, weights[kept]), axis=1)
            raw[left] = seen[left] @ columns[:-1] + columns[-1]
        found[f"{share:.0%}"] = _precision_at(raw[posts, 0], truth[posts, 4], 0.96)
    return found


def _decided(
    raw: Array, truth: Targets, groups: npt.NDArray[np.str_], posts: npt.NDArray[np.bool_]
) -> tuple[Array, Array]:
    """(probabilities, thresholds) [n, classes]; those of each fold taken from the other folds."""
    values, decide = np.zeros_like(raw), np.zeros_like(raw)
    for rows, left in splits(groups):
        chosen = rows[posts[rows]]
        scale, shift = calibration(raw[chosen], truth[chosen], "several")
        scale[0], shift[0] = (item[0] for item in calibration(raw[rows, :1], truth[rows, :1], "several"))
        values[left] = calibrated(raw[left], "several", scale, shift)
        decide[left] = thresholds(calibrated(raw[chosen], "several", scale, shift), truth[chosen])
    return values, decide


def thresholds(values: Array, truth: Targets) -> Array:
    """Where each level begins: recall first at 4, the distress gate open to nearly all, best F1 elsewhere."""
    found = []
    for column in range(values.shape[1]):
        holds = truth[:, column] > 0
        if column == 0:
            level = float(np.quantile(values[truth[:, 4] > 0, 0], 1 - PASSES))
        elif column == 4:
            level = float(np.quantile(values[holds, column], 1 - RECALL))
        else:
            steps = np.arange(0.1, 0.81, 0.02)
            level = float(max(steps, key=lambda step: _f1(values[:, column] >= step, holds)))
        found.append(level)
    return np.array(found, np.float32)


def _f1(chosen: npt.NDArray[np.bool_], holds: npt.NDArray[np.bool_]) -> float:
    return float(2 * (chosen & holds).sum() / max(1, chosen.sum() + holds.sum()))


def _precision_at(value: Array, truth: npt.NDArray[np.float64], recall: float) -> float:
    order = np.argsort(-value, kind="stable")
    hits = np.cumsum(truth[order])
    place = int(np.argmax(hits >= recall * truth.sum()))
    return float(hits[place] / (place + 1))


def _figures(
    values: Array, decide: Array, truth: Targets, groups: npt.NDArray[np.str_], posts: npt.NDArray[np.bool_]
) -> dict[str, Any]:
    grave, p = truth[posts, 4], values[posts, 4]
    ranks = truth[posts, 1:].sum(1).astype(int)
    screened = np.array(
        [severities(row[None], levels)[0] for row, levels in zip(values, decide, strict=True)]
    )
    even = decide.copy()
    even[:, 4] = 0.5
    best = np.array([severities(row[None], levels)[0] for row, levels in zip(values, even, strict=True)])[
        posts
    ]
    kinds = {
        "counselling turns": np.char.startswith(groups, "talk/"),
        "comments": np.char.startswith(groups, "comment/"),
        "own ordinary turns": np.char.startswith(groups, "own/0"),
    }
    own = np.char.startswith(groups, "own/") & ~kinds["own ordinary turns"]
    live = np.array([severities(row[None], MARKED)[0] for row in values])
    chosen = screened[posts] >= 4
    return {
        "recall": float((chosen * grave).sum() / grave.sum()),
        "precision": float((chosen * grave).sum() / max(1, chosen.sum())),
        "operating": {f"{recall:.2f}": _precision_at(p, grave, recall) for recall in OPERATING},
        "calibration_error": expected_calibration_error(p, grave),
        "kappa": float(cohen_kappa_score(ranks, best, weights="quadratic")),
        "mean_absolute_error": float(np.abs(ranks - best).mean()),
        "ladder_f1": float(f1_score(ranks, best, average="macro")),
        "alarms": {
            name: {
                "turns": int(rows.sum()),
                "screen_4": float((screened[rows] >= 4).mean() * 1000),
                "screen_2": float((screened[rows] >= 2).mean() * 1000),
                "live_4": float((live[rows] >= 4).mean() * 1000),
                "live_2": float((live[rows] >= 2).mean() * 1000),
            }
            for name, rows in kinds.items()
        },
        "own_recall": {
            "screen_4": float((screened[own & (truth[:, 4] > 0)] >= 4).mean()),
            "live_4": float((live[own & (truth[:, 4] > 0)] >= 4).mean()),
            "live_2": float((live[own & (truth[:, 2] > 0)] >= 2).mean()),
        },
        "posts_live_recall": float((live[posts][grave > 0] >= 4).mean()),
    }


OPERATING = (0.99, 0.96, 0.93, 0.9, 0.85, 0.8, 0.7, 0.6)
