"""Feelings as they are held: what is felt, and towards what where that was said; and when one is over."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from agent.appraisal.emotion import feelings
from agent.grounding.people import Circle
from agent.grounding.reference import meant
from agent.words.clauses import Clause
from agent.words.flip import said_back
from agent.words.phrases import shorten
from agent.words.sets import word_set
from agent.words.tokens import Token, join

_TOWARDS = word_set("of about at with for towards toward by over")
_PRONOUNS = word_set("him her them he she they")
_OVER = re.compile(r"\b(?:any ?more|any longer|no longer|used to|these days|now)\b", re.I)


@dataclass(frozen=True)
class Felt:
    """A feeling for the ledger: `noun` alone, `value` with what it is towards."""

    key: str
    label: str
    noun: str
    value: str
    about: str = ""
    over: bool = False


def felt(clauses: Sequence[Clause], before: Sequence[str], circle: Circle) -> Iterator[Felt]:
    """The person's own feelings in one sentence."""
    for clause in clauses:
        for feeling in feelings((clause,)):
            if not feeling.own or not feeling.noun or _done_to(clause, feeling.word):
                continue
            key = f"feeling:{feeling.label}"
            past = any(token.low in ("was", "were", "used") for token in clause.tokens)
            if feeling.negated or past:
                if _OVER.search(join(clause.tokens)) and clause.person == "i":
                    yield Felt(key, feeling.label, feeling.noun, feeling.noun, over=True)
                if feeling.negated:
                    continue
            about = _about(clause, feeling.word, before, circle)
            if not about:
                yield Felt(key, feeling.label, feeling.noun, feeling.noun)
                continue
            value = f"{feeling.noun} {about}"
            yield Felt(
                f"feeling:{about.split(' ', 1)[1]}:{feeling.label}", feeling.label, feeling.noun, value, about
            )


def _done_to(clause: Clause, word: str) -> bool:
    """ "The nurse hurt me" is what somebody did."""
    acts = clause.verb is not None and clause.verb.low == word == "hurt"
    return acts and (clause.person != "i" or (bool(clause.rest) and clause.rest[0].tag in "DO"))


def _about(clause: Clause, word: str, before: Sequence[str], circle: Circle) -> str:
    """ "of your dad's face", "that he'll hang up"; "" where it was not said."""
    place = next((index for index, token in enumerate(clause.tokens) if token.low == word), -1)
    rest = list(clause.tokens[place + 1 :]) if place >= 0 else []
    if not rest:
        return ""
    if rest[0].tag == "P" and rest[0].low in _TOWARDS:
        tokens = shorten(rest[1:], 6)
        if not tokens or tokens[0].low in ("it", "that", "this", "you") or tokens[0].tag in "WB":
            return ""
        return f"{rest[0].low} {_spelled(tokens, before, circle)}"
    if rest[0].tag in "SD" and len(rest) > 2 and rest[0].low not in ("it", "that", "this", "you"):
        tokens = shorten(rest, 7)
        return f"that {said_back(tokens)}" if len(tokens) > 2 else ""
    if rest[0].tag == "T" and len(rest) > 1 and rest[1].lemma not in ("say", "hear", "be", "think"):
        tokens = shorten(rest, 6)
        return f"{said_back(tokens)}" if len(tokens) > 1 and len(said_back(tokens).split()) > 1 else ""
    return ""


def _spelled(tokens: Sequence[Token], before: Sequence[str], circle: Circle) -> str:
    if len(tokens) == 1 and tokens[0].low in _PRONOUNS:
        who = meant(tokens[0].low, before, circle)
        if who:
            return circle.spoken(who)
    return said_back(tokens)
