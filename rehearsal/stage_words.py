"""Fit `agent/appraisal/stage_words.py` on the written conversations that may be tuned on.

`python -m rehearsal.stage_words` writes the model; held-out tellings and the fresh set are never read here.
"""

from __future__ import annotations

import argparse
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import numpy.typing as npt

from agent.appraisal.lists import load
from agent.appraisal.stage_words import CLASSES, FILE, pieces
from agent.state import STAGES
from rehearsal.stages import SET, tellings

MORE = Path(__file__).with_name("stages_more.yaml")
LEAST_WORDS, LEAST_LETTERS = 2, 3
"""Turns that a run of words, or of letters, must be in."""
MOST = 7000
"""Pieces kept: those with the most weight."""
STEPS, RATE, SHRINK = 150, 0.3, 0.0015
Array = npt.NDArray[np.float64]


def examples() -> list[tuple[str, int]]:
    """(turn, class) of everything that may be tuned on; the last class is talk about no change."""
    told = [telling for path in (SET, MORE) for telling in tellings(path) if not telling.held]
    found = [(turn, STAGES.index(telling.stage)) for telling in told for turn in telling.turns]
    return found + [(turn, CLASSES - 1) for turn in load(MORE)["neutral"]]


def vocabulary(texts: Sequence[str]) -> list[str]:
    """Pieces that come often enough, in a fixed order."""
    counts = Counter(piece for text in texts for piece in pieces(text))
    return sorted(
        piece
        for piece, count in counts.items()
        if count >= (LEAST_LETTERS if piece[0] == "~" else LEAST_WORDS)
    )


def matrix(texts: Sequence[str], known: Sequence[str]) -> Array:
    """[turns, pieces]: 1 over the root of how many pieces the turn has, where it has one."""
    place = {piece: index for index, piece in enumerate(known)}
    rows = np.zeros((len(texts), len(known)))
    for row, text in enumerate(texts):
        every = pieces(text)
        for piece in every:
            if piece in place:
                rows[row, place[piece]] = 1 / np.sqrt(len(every))
    return rows


def fit(rows: Array, labels: npt.NDArray[np.int64]) -> tuple[Array, Array]:
    """(weights [pieces, classes], bias [classes]): softmax regression, classes weighted alike, by Adam."""
    wanted = np.eye(CLASSES)[labels]
    share = (1 / np.bincount(labels, minlength=CLASSES))[labels]
    share = (share / share.sum())[:, None]
    weights, bias = np.zeros((rows.shape[1], CLASSES)), np.zeros(CLASSES)
    moments = [np.zeros_like(weights), np.zeros_like(weights), np.zeros_like(bias), np.zeros_like(bias)]
    for step in range(1, STEPS + 1):
        scores = rows @ weights + bias
        shares = np.exp(scores - scores.max(1, keepdims=True))
        shares /= shares.sum(1, keepdims=True)
        error = (shares - wanted) * share
        for index, (value, gradient) in enumerate(
            ((weights, rows.T @ error + SHRINK * weights / len(STAGES)), (bias, error.sum(0)))
        ):
            first, second = moments[2 * index], moments[2 * index + 1]
            first += 0.1 * (gradient - first)
            second += 0.001 * (gradient**2 - second)
            value -= RATE * (first / (1 - 0.9**step)) / (np.sqrt(second / (1 - 0.999**step)) + 1e-8)
    return weights, bias


def train(found: Sequence[tuple[str, int]]) -> tuple[list[str], Array, Array]:
    """(pieces, weights, bias), the weakest pieces left out and the rest fitted again."""
    texts, labels = [text for text, _ in found], np.array([label for _, label in found])
    known = vocabulary(texts)
    weights, bias = fit(matrix(texts, known), labels)
    if len(known) > MOST:
        strongest = np.sort(np.argsort(-np.abs(weights).max(1), kind="stable")[:MOST])
        known = [known[index] for index in strongest]
        weights, bias = fit(matrix(texts, known), labels)
    return known, weights, bias


def write(known: Sequence[str], weights: Array, bias: Array, path: Path = FILE) -> None:
    """One line a piece: the piece, and hundredths of weight for each class."""
    lines = ["\t".join(("", *(f"{value:.4f}" for value in bias)))]
    for piece, row in zip(known, np.round(weights * 100).astype(int), strict=True):
        if row.any():
            lines.append("\t".join((piece, *map(str, row))))
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")


def main() -> None:
    """Fit, write, and say how many pieces were kept."""
    argparse.ArgumentParser(description=__doc__).parse_args()
    found = examples()
    known, weights, bias = train(found)
    write(known, weights, bias)
    print(f"{len(found)} turns, {len(known)} pieces: {FILE}")


if __name__ == "__main__":
    main()
