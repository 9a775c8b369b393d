"""Valence, arousal and feeling words, with negation, strength and whose feeling it is."""

from __future__ import annotations

import functools
import math
from collections.abc import Sequence
from pathlib import Path

from agent.appraisal.reading import Feeling
from agent.words.clauses import Clause
from agent.words.sets import word_set
from agent.words.tokens import Token

NEGATORS = word_set("not n't never no hardly barely without nothing isn't don't")
STRONG = word_set("so really very completely totally absolutely utterly incredibly extremely constantly")
WEAK = word_set("bit little slightly somewhat fairly sort kind maybe")
REACH = 4
"""Words back that a negation or an intensifier is looked for."""


@functools.cache
def feelings_list() -> dict[str, Feeling]:
    """Word -> feeling, from `lexicon/feelings.txt`."""
    found: dict[str, Feeling] = {}
    for line in _lines("feelings"):
        word, label, valence, arousal, noun, quality = line.split()
        blank = {"-": ""}
        found[word] = Feeling(
            word, label, float(valence), float(arousal),
            blank.get(noun, noun.replace("-", " ")), blank.get(quality, quality.replace("-", " ")),
        )  # fmt: skip
    return found


@functools.cache
def tone_list() -> dict[str, tuple[float, float]]:
    """Word -> (valence, arousal) for words that colour without naming a feeling."""
    return {
        word: (float(valence), float(arousal)) for word, valence, arousal in map(str.split, _lines("tone"))
    }


def _lines(name: str) -> list[str]:
    path = Path(__file__).parent / "lexicon" / f"{name}.txt"
    return [line for line in path.read_text(encoding="utf-8").splitlines() if line and line[0] != "#"]


def feelings(clauses: Sequence[Clause]) -> tuple[Feeling, ...]:
    """The feeling words of a turn, the person's own and others'."""
    found: list[Feeling] = []
    for clause in clauses:
        for index, token in enumerate(clause.tokens):
            feeling = feelings_list().get(token.low)
            if feeling is None or not _means_it(token, clause, index):
                continue
            before = clause.tokens[max(0, index - REACH) : index]
            lows = [item.low for item in before]
            negated = any(word in NEGATORS for word in lows) or (clause.negated and token.tag in "JV")
            found.append(
                Feeling(
                    feeling.word,
                    feeling.label,
                    feeling.valence,
                    feeling.arousal,
                    feeling.noun,
                    feeling.quality,
                    negated=negated,
                    strong=any(word in STRONG for word in lows),
                    own=_own(clause),
                )
            )
    return tuple(found)


def _means_it(token: Token, clause: Clause, index: int) -> bool:
    """Leave out words that are something else here: "sorry I'm late", "let down", "fall down", "like"."""
    low = token.low
    after = clause.tokens[index + 1] if index + 1 < len(clause.tokens) else None
    if low in ("down", "low"):
        back = clause.tokens[index - 1] if index else None
        near = back is not None and (
            back.lemma in ("feel", "be", "get", "felt")
            or back.low in ("so", "really", "bit", "very", "pretty", "quite", "'m")
        )
        return near and (after is None or after.tag in "ZCBR" or after.low in ("about", "today", "lately"))
    if low in ("hard", "better", "good", "great", "fine", "mad", "lost", "alone", "content", "hurt"):
        fits = token.tag == "J" or (
            clause.verb is not None and clause.verb.lemma in ("feel", "be", "", "get")
        )
        leave = (
            after is not None
            and after.tag == "N"
            and low in ("hard", "good", "great", "low", "fine", "better")
        )
        return fits and not (leave and clause.verb is not None and clause.verb.lemma not in ("be", ""))
    if low == "sorry":
        return clause.person == "i"
    return not (low == "fun" and after is not None and after.low == "fair")


def _own(clause: Clause) -> bool:
    return clause.person in ("i", "we", "it", "this", "that", "", "everything", "there", "what", "me") or any(
        token.low in ("me", "my", "us") for token in clause.rest
    )


def tone(clauses: Sequence[Clause], text: str) -> tuple[float, float]:
    """(valence, arousal) of a turn, -1 to 1, from its words, capitals and marks."""
    valence, arousal, weight = 0.0, 0.0, 0.0
    named = feelings(clauses)
    for feeling in named:
        size = (1.3 if feeling.strong else 1.0) * (1.0 if feeling.own else 0.4)
        flip = -0.5 if feeling.negated else 1.0
        valence += size * feeling.valence * flip
        arousal += size * feeling.arousal * (0.4 if feeling.negated else 1.0)
        weight += size
    coloured = tone_list()
    for clause in clauses:
        for index, token in enumerate(clause.tokens):
            if token.low in coloured and token.low not in feelings_list():
                lows = {item.low for item in clause.tokens[max(0, index - REACH) : index]}
                sign = -0.5 if lows & NEGATORS else 1.0
                valence += 0.8 * sign * coloured[token.low][0]
                arousal += 0.8 * coloured[token.low][1]
                weight += 0.8
        if (
            clause.negated
            and clause.person == "i"
            and clause.auxiliaries
            and clause.auxiliaries[0].lemma in ("can", "could")
        ):
            valence -= 0.25
            arousal += 0.1
            weight += 0.5
    loud = _loud(text)
    scale = 1 / (weight + 0.45) if weight else 0.0
    return math.tanh(1.25 * valence * scale), max(-1.0, min(1.0, 1.1 * arousal * scale + loud))


def _loud(text: str) -> float:
    letters = [char for char in text[:400] if char.isalpha()]
    capitals = sum(char.isupper() for char in letters) / len(letters) if len(letters) > 11 else 0.0
    return min(0.4, 0.12 * min(3, text[:400].count("!")) + (0.3 if capitals > 0.6 else 0.0))
