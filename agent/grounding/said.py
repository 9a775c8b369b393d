"""A turn as sentences, each with its clauses and what the appraiser read in it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from agent.appraisal.reading import Appraisal, Distortion, Premise, Reading, StageEvidence
from agent.words.clauses import MOST_CLAUSES, Clause, parse
from agent.words.tokens import normalise, sentences

MOST_SENTENCES = 40
"""Of a longer turn the first and the last half of this are taken in."""


@dataclass(frozen=True)
class Said:
    """One sentence of a turn, with its clauses and what the appraiser read in it."""

    text: str
    clauses: tuple[Clause, ...]
    question: bool = False
    stage: tuple[StageEvidence, ...] = ()
    premises: tuple[Premise, ...] = ()
    distortions: tuple[Distortion, ...] = ()


def sentences_of(appraisal: Appraisal) -> list[Said]:
    """The sentences of a turn, in order."""
    return _read(_sentences(appraisal), appraisal.reading)


def _sentences(appraisal: Appraisal) -> list[Said]:
    """The turn's sentences; the clauses of the appraisal are used again where it read all of them."""
    texts = sentences(normalise(appraisal.text))
    if len(texts) > MOST_SENTENCES:
        texts = [*texts[: MOST_SENTENCES // 2], *texts[-MOST_SENTENCES // 2 :]]
    elif len(appraisal.clauses) < MOST_CLAUSES:
        return [
            Said(text, tuple(c for c in appraisal.clauses if c.sentence == number), question)
            for number, (text, question) in enumerate(texts)
        ]
    return [Said(text, parse(f"{text}?" if question else text), question) for text, question in texts]


def _read(said: Sequence[Said], reading: Reading) -> list[Said]:
    """The sentences with what was read in each of them."""
    texts = [sentence.text.lower() for sentence in said]

    def here(place: int, words: str) -> bool:
        return place == _sentence_of(words, texts)

    return [
        replace(
            sentence,
            stage=tuple(item for item in reading.stage if here(place, item.words)),
            premises=tuple(item for item in reading.premises if here(place, item.words)),
            distortions=tuple(item for item in reading.distortions if item.words and here(place, item.words)),
        )
        for place, sentence in enumerate(said)
    ]


def _sentence_of(words: str, texts: Sequence[str]) -> int:
    """Place of the sentence with these words, or most of them (the texts had their spelling set right)."""
    lowered = words.lower()
    for place, text in enumerate(texts):
        if lowered in text:
            return place
    own = set(lowered.split())
    return max(range(len(texts)), key=lambda place: (len(own & set(texts[place].split())), -place), default=0)
