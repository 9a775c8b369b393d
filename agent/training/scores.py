"""Figures of merit."""

from __future__ import annotations

from typing import Any

import numpy as np
from sklearn.metrics import precision_recall_fscore_support

from agent.appraisal.heads.head import Array, Kind
from agent.training.fit import Targets


def expected_calibration_error(sure: Array, right: Targets, bins: int = 10) -> float:
    """Mean distance of confidence and hit rate over bins of equal width, by share (Guo et al. 2017)."""
    place = np.minimum((sure * bins).astype(int), bins - 1)
    gaps = [
        (place == number).mean() * abs(sure[place == number].mean() - right[place == number].mean())
        for number in range(bins)
        if (place == number).any()
    ]
    return float(sum(gaps))


def scores(
    values: Array, chosen: Targets, wanted: Targets, classes: tuple[str, ...], kind: Kind
) -> dict[str, Any]:
    """Macro-F1, the figures of each class and the calibration error; or r and error of each measure."""
    if kind == "measure":
        return {
            "measures": {
                name: {
                    "r": float(np.corrcoef(values[:, column], wanted[:, column])[0, 1]),
                    "mean_absolute_error": float(np.abs(values[:, column] - wanted[:, column]).mean()),
                }
                for column, name in enumerate(classes)
            }
        }
    precision, recall, f1, support = precision_recall_fscore_support(wanted, chosen, zero_division=0)
    if kind == "one":
        top = values.argmax(1)
        error = expected_calibration_error(values.max(1), wanted[np.arange(len(top)), top])
    else:
        error = expected_calibration_error(values.ravel(), wanted.ravel())
    return {
        "macro_f1": float(np.mean(f1)),
        "accuracy": float((chosen == wanted).all(1).mean()),
        "calibration_error": error,
        "classes": {
            name: {
                "precision": float(precision[index]),
                "recall": float(recall[index]),
                "f1": float(f1[index]),
                "turns": int(support[index]),
            }
            for index, name in enumerate(classes)
        },
    }
