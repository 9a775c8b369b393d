"""The clause itself, from the companion's side: the simplest reflection, and easy to get wrong."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from dataclasses import replace

from agent.words.candidate import Candidate
from agent.words.clauses import Clause
from agent.words.flip import said_back
from agent.words.material import LABELS, Material
from agent.words.moves.base import able, lemma_of, wording
from agent.words.phrases import POOR_HEADS, TIME_WORDS
from agent.words.sets import word_set
from agent.words.tokens import Token

MOST_WORDS = 11
LONG = 7
"""From here on a clause handed back whole is heard as parroting; its shorter form comes first."""
_LEANING = word_set("if when because although since until while unless once whenever")
_EMPTY = word_set(
    "know think mean guess be feel suppose reckon say tell ask wonder expect seem use keep hear wish hope"
)
"""Verbs that say nothing once what follows them is cut, or that are no news when handed back."""
_POINTERS = word_set(
    "it that this them one there those these him her he she they something anything everything"
)
_HURT = word_set("cry shake scream freeze panic collapse hide beg leave shout die")
_WRY = ("As you do", "Naturally", "It had to be done", "No witnesses, one hopes")
"""Only for somebody who is joking, about something they did themselves."""
_SORE = word_set("lose miss cry die hurt fail drink smoke hate love leave hit sleep fall worry fear")
_ADJUNCTS = word_set("in on at by during before after through between under near inside outside")
"""A phrase with one of these can go and leave the sense; "into flats" cannot."""
_DROPPED = word_set(
    "actually basically honestly literally really just obviously anyway though kind-of sort-of"
)
_TIMES = word_set(
    "yesterday today tonight monday tuesday wednesday thursday friday saturday sunday january february march "
    "april may june july august september october november december"
)


def said_plainly(clause: Clause, material: Material) -> Iterator[Candidate]:
    """ "Nobody on the ward talked about it", said back: whole, or shorter where it is long."""
    if clause.lead in _LEANING or clause.sure < 0.75 or not clause.person or clause.question:
        return
    if clause.person in ("it", "that", "this", "there", "you", "who", "what"):
        return
    if clause.lead in ("so", "that") and any(
        token.lemma in ("would", "could") for token in clause.auxiliaries
    ):
        return
    tokens = _tidy(clause.tokens)
    if LABELS.intersection(clause.lows) or not says_something(clause, tokens):
        return
    text = said_back(tokens)
    size = len(text.split())
    if not 3 <= size <= MOST_WORDS + 5:
        return
    own = clause.person in ("i", "we")
    hurt = lemma_of(clause) in _HURT and not clause.negated
    weight = (0.75 if own else 0.95) + 0.3 * hurt - 0.04 * max(0, size - 7)
    embedded = any(before.tag == "N" and token.tag == "S" for before, token in itertools.pairwise(tokens[2:]))
    if embedded and size >= LONG:
        return
    key = f"{'own' if own else 'other'}.{lemma_of(clause)}"
    if size <= MOST_WORDS:
        yield wording(text, f"bare.{key}", weight)
    if size >= LONG and (short := _shrunk(tokens, clause)):
        last = material is not None and clause is material.clauses[-1]
        yield wording(short, f"bare.short.{lemma_of(clause)}", weight + (0.25 if last else -0.25))
    if front := _time_first(tokens):
        yield wording(front, "time.first", weight + 0.35)
    if own and not clause.negated and size <= 9 and lemma_of(clause) not in _SORE:
        for number, tail in enumerate(_WRY):
            wry = wording(f"{text}. {tail}", f"wry.{number}", weight + 0.2)
            yield replace(wry, register="playful")


def _shrunk(tokens: tuple[Token, ...], clause: Clause) -> str:
    """A long clause without its last place or manner: "You sat on the floor"; "" where too much would go."""
    verb = next((index for index, token in enumerate(tokens) if token is clause.verb), -1)
    if verb < 0 or clause.negated or any(token.tag == "S" for token in tokens[verb + 1 :]):
        return ""
    comma = next(
        (place for place, token in enumerate(tokens) if place > verb + 1 and token.tag == "Z"), len(tokens)
    )
    tokens = tokens[: comma + 1]
    for cut in range(len(tokens) - 1, verb + 1, -1):
        kept = tokens[:cut]
        if kept[-1].low in POOR_HEADS | {"one"}:
            continue
        whole = kept[-1].tag in "NOR" and any(token.tag in "NO" for token in kept[verb + 1 :])
        place = tokens[cut].tag == "P" and tokens[cut].low in _ADJUNCTS
        if (place and whole) or (tokens[cut].tag == "Z" and kept[-1].tag in "NOR"):
            return said_back(kept)
    thing = tokens[verb + 1 :]
    bare = len(thing) > 2 and thing[0].tag in "DQ" and all(token.tag in "DQNJCG" for token in thing)
    return said_back(thing) if bare and not clause.negated and thing[-1].tag == "N" else ""


def _tidy(tokens: tuple[Token, ...]) -> tuple[Token, ...]:
    """Without words that only colour, and without a loose end."""
    kept = [
        token
        for place, token in enumerate(tokens)
        if token.low not in _DROPPED
        or (token.low == "just" and place and tokens[place - 1].tag not in "SMEHUX")
    ]
    if kept and kept[0].tag == "P":
        start = next((place for place, token in enumerate(kept[:6]) if token.tag == "S"), 0)
        kept = kept[start:]
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
        named = bool(clause.rest) and clause.rest[0].low in ("a", "an", "the")
        return was and bool(things) and (named or clause.person not in ("i", "we")) and len(tokens) >= 4
    if (
        lemma in ("want", "need", "have", "get", "go", "make", "take", "give", "come", "put", "do")
        and not things
    ):
        return False
    strong = lemma not in (
        "have", "get", "go", "make", "take", "give", "come", "put", "let", "start", "try", "do"
    )  # fmt: skip
    own = any(t.low in ("my", "our", "me", "i", "we", "us", "mine") for t in tokens)
    content = len(things) + strong + any(t.tag == "J" for t in tokens)
    pointing = sum(t.low in ("it", "that", "this", "them") for t in tokens)
    feels = any(t.tag == "J" for t in tokens)
    if clause.person == "i" and not things and lemma not in _HURT and not feels:
        return False
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
        bare = token.low in ("yesterday", "tonight", "tomorrow") and tokens[index - 1].tag != "P"
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
            return f"{words} {said_back(tokens[:start])}"
    return ""
