"""What is right and wrong in what was heard."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import jiwer
import numpy as np

from alongside.disfluency import is_filler
from alongside.records import Word
from tests.speech.wording import normal

SAME = {
    "alright": "all right", "gonna": "going to", "kinda": "kind of", "yknow": "you know", "m f a": "mfa",
    "n a": "na", "2020": "twenty twenty", "chad like": "chadlike", "incredulity": "incredulity",
}  # fmt: skip
"""Spellings that are no errors, either way."""


def plain_words(text: str, *, fillers: bool = False) -> list[str]:
    """The words of a text as they are compared, with or without fillers."""
    text = f" {normal(text)} "
    for one, other in SAME.items():
        text = text.replace(f" {one} ", f" {other} ")
    return [word for word in text.split() if fillers or not is_filler(word)]


def errors(said: str, heard: str) -> tuple[int, int]:
    """(words wrong, words said); fillers are not counted."""
    truth, found = plain_words(said), plain_words(heard)
    if not found:
        return len(truth), len(truth)
    result = jiwer.process_words(" ".join(truth), " ".join(found))
    return result.substitutions + result.deletions + result.insertions, len(truth)


def matches(truth: Sequence[str], found: Sequence[str]) -> list[tuple[int, int]]:
    """Which words are the same word: (index said, index heard)."""
    if not truth or not found:
        return []
    result = jiwer.process_words([" ".join(truth)], [" ".join(found)])
    pairs: list[tuple[int, int]] = []
    for part in result.alignments[0]:
        if part.type == "equal":
            count = part.ref_end_idx - part.ref_start_idx
            pairs += [(part.ref_start_idx + k, part.hyp_start_idx + k) for k in range(count)]
    return pairs


def believed(said: str, words: Sequence[Word]) -> list[tuple[float, bool]]:
    """(confidence, whether it is right) of each word heard that is one word and no filler."""
    kept = [(word.confidence, plain_words(word.text)) for word in words]
    single = [(confidence, text[0]) for confidence, text in kept if len(text) == 1]
    right = {found for _, found in matches(plain_words(said), [text for _, text in single])}
    return [(confidence, number in right) for number, (confidence, _) in enumerate(single)]


def fillers(said: Sequence[str], heard: Sequence[str]) -> tuple[int, int, int]:
    """(fillers found, fillers said, fillers heard). Any filler in the right place among the words counts."""
    truth = ["um" if is_filler(word) else word for text in said for word in plain_words(text, fillers=True)]
    found = ["um" if is_filler(word) else word for text in heard for word in plain_words(text, fillers=True)]
    right = sum(truth[a] == "um" for a, _ in matches(truth, found))
    return right, truth.count("um"), found.count("um")


def interval(wrong: Sequence[int], words: Sequence[int], seed: int = 1) -> tuple[float, float]:
    """95 % bootstrap interval of the error rate, over recordings."""
    random = np.random.default_rng(seed)
    draws = random.integers(0, len(words), (2000, len(words)))
    rates = np.asarray(wrong)[draws].sum(1) / np.asarray(words)[draws].sum(1)
    return float(np.percentile(rates, 2.5)), float(np.percentile(rates, 97.5))


def spread(values: Iterable[float]) -> tuple[float, float, float]:
    """(median, median size, 95th percentile of the size) of errors."""
    found = np.asarray(list(values))
    return float(np.median(found)), float(np.median(abs(found))), float(np.percentile(abs(found), 95))
