"""Feeling in text: EmoBank's valence and arousal, GoEmotions' labels.

EmoBank: Buechel and Hahn 2017 (EACL), github.com/JULIELab/EmoBank, readers and writers mixed, CC BY-SA 4.0.
GoEmotions: Demszky et al. 2020 (ACL), github.com/google-research/google-research, Apache-2.0 and CC BY 4.0.
"""

from __future__ import annotations

import csv
from collections import Counter
from pathlib import Path

from agent.appraisal.feeling_blend import BAD, GOOD
from agent.appraisal.heads.features import Item
from agent.training.example import Example, wanted

DIMENSIONS = ("valence", "arousal")
EMOTIONS = (
    "admiration", "amusement", "anger", "annoyance", "approval", "caring", "confusion", "curiosity", "desire",
    "disappointment", "disapproval", "disgust", "embarrassment", "excitement", "fear", "gratitude", "grief",
    "joy", "love", "nervousness", "optimism", "pride", "realization", "relief", "remorse", "sadness",
    "surprise", "neutral",
)  # fmt: skip
GROUPS = {
    "positive": GOOD,
    "negative": BAD,
    "ambiguous": frozenset({"confusion", "curiosity", "realization", "surprise"}),
    "neutral": frozenset({"neutral"}),
}
"""The four groups of its authors."""
MOST_OF_A_KIND = 600
"""Training examples taken until each of their emotions was seen this often: minutes, not an hour."""
SPREAD = {"V": 1.0, "A": 0.6}
"""Steps of EmoBank's scale (1 to 5, middle 3) that make 1.0 here: its means hardly leave 2 to 4."""


def emobank(folder: Path) -> list[Example]:
    """Sentences with valence and arousal, -1 to 1. The group says the split and the document."""
    with wanted(folder, "emobank/emobank.csv").open(encoding="utf-8", newline="") as file:
        return [
            Example(
                Item(row["text"]),
                f"{row['split']}/{row['id'].split('_')[0]}",
                tuple((float(row[name]) - 3) / SPREAD[name] for name in ("V", "A")),
            )
            for row in csv.DictReader(file)
        ]


def goemotions(folder: Path) -> list[Example]:
    """Comments with their emotions. Weights make up for what was left out of the training part."""
    return [*_kept(_comments(folder, "train")), *_comments(folder, "dev")]


def _comments(folder: Path, split: str) -> list[Example]:
    lines = wanted(folder, f"goemotions/{split}.tsv").read_text(encoding="utf-8").rstrip("\n").split("\n")
    rows = [line.split("\t") for line in lines]
    return [
        Example(Item(text), f"{split}/{key}", frozenset(EMOTIONS[int(label)] for label in labels.split(",")))
        for text, labels, key in rows
    ]


def _kept(examples: list[Example]) -> list[Example]:
    every = Counter(name for example in examples for name in _names(example))
    seen: Counter[str] = Counter()
    kept: list[Example] = []
    for example in examples:
        if any(seen[name] < MOST_OF_A_KIND for name in _names(example)):
            kept.append(example)
            seen.update(_names(example))
    return [
        Example(item.item, item.group, item.label, min(every[name] / seen[name] for name in _names(item)))
        for item in kept
    ]


def _names(example: Example) -> frozenset[str]:
    assert isinstance(example.label, frozenset)
    return example.label
