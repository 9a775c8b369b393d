"""About when each word of a clip is heard, from the phonemes it is made of."""

from __future__ import annotations

import itertools

from alongside.records import Word
from speech.visemes import SHAPE_OF, SILENT, Phonemes


def word_times(text: str, phonemes: Phonemes, rate: int) -> tuple[Word, ...]:
    """The words of `text` in order, in seconds from the clip's start.

    espeak may say two words in one breath or one ("3") as several. Where the counts differ, the
    words share the time of speech by their length in letters.
    """
    words = text.split()
    groups = _groups(phonemes)
    if not words or not groups:
        return ()
    if len(groups) == len(words):
        spans = [(start / rate, end / rate) for start, end in groups]
    else:
        first, last = groups[0][0] / rate, groups[-1][1] / rate
        letters = [len(word) + 1 for word in words]
        per_letter = (last - first) / sum(letters)
        starts = [first + per_letter * sum(letters[:index]) for index in range(len(words) + 1)]
        spans = list(itertools.pairwise(starts))
    return tuple(Word(text=word, start=a, end=b) for word, (a, b) in zip(words, spans, strict=True))


def _groups(phonemes: Phonemes) -> list[tuple[int, int]]:
    """(first sample, last sample) of each run of phonemes between spaces and marks."""
    groups: list[tuple[int, int]] = []
    at, start, end = 0, -1, -1
    for phoneme, samples in [*phonemes, ("$", 0)]:
        if phoneme in SHAPE_OF or (start >= 0 and phoneme not in SILENT):
            start = at if start < 0 else start
            end = at + samples
        elif start >= 0:
            groups.append((start, end))
            start = -1
        at += samples
    return groups
