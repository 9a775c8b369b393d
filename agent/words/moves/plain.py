"""The clause itself, from the companion's side: the simplest reflection, and easy to get wrong."""

from __future__ import annotations

from collections.abc import Iterator

from agent.words.candidate import Candidate
from agent.words.clauses import Clause
from agent.words.flip import said_back
from agent.words.material import LABELS, Material
from agent.words.moves.base import able, lemma_of, wording
from agent.words.phrases import TIME_WORDS
from agent.words.sets import word_set
from agent.words.tokens import Token

MOST_WORDS = 11
_LEANING = word_set("if when because although since until while unless once whenever")
_EMPTY = word_set(
    "know think mean guess be feel suppose reckon say tell ask wonder expect do seem use keep hear"
)
"""Verbs that say nothing once what follows them is cut, or that are no news when handed back."""
_POINTERS = word_set(
    "it that this them one there those these him her he she they something anything everything"
)
_HURT = word_set("cry shake scream freeze panic collapse hide beg leave shout die")
_DROPPED = word_set(
    "actually basically honestly literally really just obviously anyway though kind-of sort-of"
)
_TIMES = word_set(
    "yesterday today tonight monday tuesday wednesday thursday friday saturday sunday january february march "
    "april may june july august september october november december"
)


def said_plainly(clause: Clause, _: Material) -> Iterator[Candidate]:
    """ "Nobody on the ward talked about it" said back, whole or not at all."""
    if clause.lead in _LEANING or clause.sure < 0.75 or not clause.person or clause.question:
        return
    if clause.person in ("it", "that", "this", "there", "you", "who", "what"):
        return
    tokens = _tidy(clause.tokens)
    if LABELS.intersection(clause.lows) or not says_something(clause, tokens):
        return
    text = said_back(tokens)
    size = len(text.split())
    if not 3 <= size <= MOST_WORDS:
        return
    own = clause.person in ("i", "we")
    hurt = lemma_of(clause) in _HURT and not clause.negated
    weight = (0.75 if own else 0.95) + 0.3 * hurt - 0.04 * max(0, size - 7)
    key = f"{'own' if own else 'other'}.{lemma_of(clause)}"
    yield wording(text, f"bare.{key}", weight)
    if front := _time_first(tokens):
        yield wording(front, "time.first", weight + 0.35)
    if own and not clause.negated and clause.verb is not None and clause.verb.form == "past" and size <= 7:
        yield wording(f"{text}, in the middle of all that", "plain.middle", 0.45, deep=True)


def _tidy(tokens: tuple[Token, ...]) -> tuple[Token, ...]:
    """Without words that only colour, and without a loose end."""
    kept = [token for token in tokens if token.low not in _DROPPED]
    while kept and (kept[-1].low in ("too", "now", "so", "like", "and", "again") and len(kept) > 4):
        kept.pop()
    return tuple(kept)


def says_something(clause: Clause, tokens: tuple[Token, ...]) -> bool:
    """Whether there is enough in a clause for it to stand by itself."""
    lemma = lemma_of(clause)
    if able(clause) and clause.negated and clause.person == "i":
        return False
    things = [t for t in tokens if t.tag == "N" and t.low not in _POINTERS]
    if lemma in _EMPTY:
        was = clause.verb is not None and clause.verb.low in ("was", "were")
        return was and bool(things) and clause.person not in ("i", "we") and len(tokens) >= 5
    if lemma in ("want", "need", "have", "get", "go", "make", "take", "give", "come", "put") and not things:
        return False
    strong = lemma not in ("have", "get", "go", "make", "take", "give", "come", "put", "let", "start", "try")
    own = any(t.low in ("my", "our", "me", "i", "we", "us", "mine") for t in tokens)
    content = len(things) + strong + any(t.tag == "J" for t in tokens)
    pointing = sum(t.low in ("it", "that", "this", "them") for t in tokens)
    return (
        content >= 2
        or (content >= 1 and own and not pointing)
        or (content >= 1 and clause.person == "nobody")
    )


def _time_first(tokens: tuple[Token, ...]) -> str:
    """ "I lost a patient on Tuesday" -> "Tuesday, you lost a patient" as "On Tuesday you lost a patient"."""
    for index in range(3, len(tokens)):
        token = tokens[index]
        last = index == len(tokens) - 1
        if not last:
            continue
        day = token.low in _TIMES and tokens[index - 1].tag == "P"
        bare = token.low in ("yesterday", "tonight") and tokens[index - 1].tag != "P"
        span = (
            token.low in TIME_WORDS
            and tokens[index - 1].low in ("last", "this", "every")
            and tokens[index - 2].tag != "P"
        )
        start = index if bare else index - 1
        if (day or bare or span) and start >= 3:
            head = tokens[start:]
            words = " ".join(
                t.text.capitalize() if t.low in _TIMES - {"yesterday", "today", "tonight"} else t.low
                for t in head
            )
            return f"{words}, {said_back(tokens[:start])}"
    return ""
