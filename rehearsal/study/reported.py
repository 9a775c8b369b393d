"""What the tables of the report say: read back from its CSV files as an analyst would."""

from __future__ import annotations

import csv
from collections import Counter
from pathlib import Path

from rehearsal.study.truth import STATES, Figures, total
from study.analysis.arms import opened_label
from study.protocol.parts import Protocol

DIFFERENCE = "_minus_"
"""In the name of a measure that is the difference of two others."""


def reported(tables: Path, protocol: Protocol) -> Figures:
    """Those figures of `truth` that the report's tables hold. `tables`: their folder; the list was opened."""
    flow = _rows(tables / "flow.csv")
    people = {(row["stage"], row["arm"]): int(row["people"]) for row in flow}
    stages = Counter[str]()
    for (stage, arm), number in people.items():
        if arm:
            stages[stage] += number
    found: Figures = {
        "people enrolled": people["enrolled", ""],
        "of these without consent": people.get(("not allocated: Gave no consent", ""), 0),
        "people allocated": people["allocated", ""],
        **{f"in the arm {arm.key}": people["allocated", opened_label(arm)] for arm in protocol.arms},
        "people through to the end": stages["finished"],
        "people who dropped out": stages["dropped out"],
        "people who withdrew": stages["withdrew"] + stages["withdrew, data destroyed"],
    }
    states = Counter(row["state"] for row in _rows(tables / "adherence.csv"))
    for state, name in STATES.items():
        found[name] = states[state]
    values = [float(row["value"]) for row in _rows(tables / "scores.csv") if DIFFERENCE not in row["measure"]]
    found["scores of instruments"] = len(values)
    found["the scores' sum"] = total(values)
    return found


def _rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))
