"""How well other readers find severe posts: the labels that language models gave, against the human ones.

    python -m bench.risk_readers DIR

DIR holds `cssrs7/posts.csv` (docs/training.md). For each column `NAME_label` prints recall and precision at
severity 4 and more over the posts it labels, and the same for the mean of the columns, from the highest level
that keeps recall at 0.96 (so that one is chosen on these posts). It shows what the set's labels allow;
nothing is learnt from these columns anywhere.
"""

from __future__ import annotations

import argparse
import csv
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from agent.training.example import wanted

GRAVE = 4
"""Severity from which a post counts as severe."""
RECALL = 0.96


class Found(NamedTuple):
    """What a reader found: shares, and the posts it read."""

    recall: float
    precision: float
    posts: int


def found(levels: Sequence[float], severe: Sequence[bool], level: float = GRAVE) -> Found:
    """Recall and precision of saying "severe" from `level` on."""
    said = [value >= level for value in levels]
    hits = sum(one and other for one, other in zip(said, severe, strict=True))
    return Found(hits / max(1, sum(severe)), hits / max(1, sum(said)), len(levels))


def readers(posts: Path) -> dict[str, Found]:
    """Reader -> what it found in `posts.csv`; "mean of all" is over the labels that a post has."""
    with posts.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    names = [name for name in rows[0] if name.endswith("_label")]
    result = {}
    for name in names:
        read = [row for row in rows if row[name]]
        result[name.removesuffix("_label")] = found([float(row[name]) for row in read], _severe(read))
    read = [row for row in rows if any(row[name] for name in names)]
    means = []
    for row in read:
        given = [float(row[name]) for name in names if row[name]]
        means.append(sum(given) / len(given))
    severe = _severe(read)
    levels = sorted(set(means), reverse=True)
    tried = (found(means, severe, level) for level in levels)
    result["mean of all"] = next(item for item in tried if item.recall >= RECALL)
    return result


def _severe(rows: Sequence[dict[str, str]]) -> list[bool]:
    return [int(row["severity"]) >= GRAVE for row in rows]


def main() -> None:
    """Print a line for each reader."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("data", type=Path, help="the folder with the data sets")
    for name, item in readers(wanted(parser.parse_args().data, "cssrs7/posts.csv")).items():
        print(f"{name:<12} recall {item.recall:.3f}  precision {item.precision:.3f}  {item.posts} posts")


if __name__ == "__main__":
    main()
