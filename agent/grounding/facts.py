"""Facts and people: what was said as so, keyed so that a later turn can overturn it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from agent.words.clauses import Clause
from agent.words.flip import said_back
from agent.words.material import LABELS, clause_text
from agent.words.phrases import PEOPLE, noun_phrases
from agent.words.sets import word_set
from agent.words.tagger import known
from agent.words.tokens import Token

_EMPTY = word_set(
    "know think mean guess suppose feel want need like wish hope see hear say seem say wonder try"
)
_WHERE = word_set("at in on near with")
_DAYS = word_set("monday tuesday wednesday thursday friday saturday sunday tomorrow today tonight")
_MONTHS = word_set("january february march april may june july august september october november december")
_CALLED = re.compile(
    r"\b(?i:my|our) (?P<who>[a-z]+(?: [a-z]+)?),? (?:is |'s |was )?(?:called |named |name is |"
    r"name's )?(?P<name>[A-Z][a-z]{1,15})\b"
)
_SELF = re.compile(
    r"\b(?:my name is|my name's|i'm called|call me|i am called) (?P<name>[A-Z][a-z]{1,15})\b", re.I
)
_NAME = re.compile(
    r"(?<![.?!] )(?<!^)\b(?:with|by|to|at|and|from|for|called|told|asked|like|about|of|is|see|"
    r"saw|meet|met|ring|rang)\s(?P<name>[A-Z][a-z]{2,14})\b"
)


@dataclass(frozen=True)
class Fact:
    """A fact: `key` says what it is a fact about, `value` is what was said, from the companion's side."""

    key: str
    value: str
    sure: float
    negated: bool = False


def facts(clauses: Sequence[Clause]) -> Iterator[Fact]:
    """The facts of one turn that can be said back."""
    for clause in clauses:
        verb = clause.verb
        if (
            verb is None
            or clause.question
            or clause.hedged
            or clause.lead in ("if", "whether", "when", "unless", "so")
        ):
            continue
        if (
            clause.person in ("it", "that", "this", "there", "you", "", "what", "they")
            or verb.lemma in _EMPTY
        ):
            continue
        value = clause_text(clause, 9)
        if not value or len(clause.tokens) < 3 or LABELS.intersection(clause.lows):
            continue
        yield Fact(_key(clause), value, min(0.9, clause.sure), clause.negated)


def _key(clause: Clause) -> str:
    """subject | verb | what about: one place for things that cannot both be so."""
    who = (
        "i"
        if clause.person in ("i", "we")
        else clause.person
        if clause.person != "np"
        else _head(clause.subject)
    )
    lemma = clause.verb.lemma if clause.verb is not None else ""
    rest = clause.rest
    lows = [token.low for token in rest]
    if lemma == "be":
        if set(lows) & _DAYS or any(low in _MONTHS for low in lows):
            return f"{who}|be|when"
        if rest and rest[0].tag == "P" and rest[0].low in _WHERE:
            return f"{who}|be|where"
        if rest and rest[0].tag == "D" and rest[0].low in ("a", "an"):
            return f"{who}|be|a"
        if any(token.tag == "Q" for token in rest[:2]):
            return f"{who}|be|number"
        return f"{who}|be|{next((token.low for token in rest if token.tag in 'JN'), '')}"
    if lemma in ("live", "work", "start", "move"):
        return f"{who}|{lemma}"
    return f"{who}|{lemma}|{_head(rest)}"


def _head(tokens: Sequence[Token]) -> str:
    """The head noun of the first phrase: "my little sister's exam" -> sister's exam is about the exam."""
    head = ""
    for token in tokens:
        if token.tag in "NGO":
            head = token.low if token.tag != "G" else head
        elif head or token.tag in "TZCB":
            break
    return head


def people(clauses: Sequence[Clause], text: str) -> Iterator[tuple[str, str]]:
    """(key, value) of people: "person:sister" "your sister", and of names: "name:Ana" "Ana, your sister"."""
    for match in _SELF.finditer(text):
        yield "self", match["name"].capitalize()
    named: dict[str, str] = {}
    for match in _CALLED.finditer(text):
        if not known(match["name"].lower()) and match["who"].split()[-1] not in ("name",):
            named[match["who"].split()[-1]] = match["name"]
    for clause in clauses:
        for found in noun_phrases(clause):
            place = next((index for index, token in enumerate(found) if token.low in PEOPLE), -1)
            if place > 0 and found[0].low in ("my", "our") and place >= len(found) - 2:
                value = said_back(found[: place + 1])
                head = found[place].low
                yield f"person:{head}", f"{named[head]}, {value}" if head in named else value
    for match in _NAME.finditer(text):
        name = match["name"]
        if not known(name.lower()) and name.lower() not in _DAYS | _MONTHS and name not in named.values():
            yield f"name:{name.lower()}", name
