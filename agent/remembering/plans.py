"""Plans: what somebody says they will do, when and with whom; and later, how it went."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from agent.appraisal.lists import matching
from agent.appraisal.reading import Appraisal
from agent.remembering.days import time_said, without_times
from agent.teachback.compare import concepts
from agent.words.clauses import Clause, parse
from agent.words.phrases import PEOPLE, after_to, verb_phrase
from agent.words.sets import word_set
from agent.words.tokens import Token, normalise
from alongside.records import GroundEntry

Went = Literal["done", "partly", "not", "changed", ""]
_NO_DEED = word_set(
    "be have know think see need want like love hate die feel mind guess suppose hope wish believe mean "
    "remember forget miss understand probably wait cope manage survive fail kill hurt lose cry stay regret "
    "admit worry hear"
)
_MEN = word_set(
    "dad daddy father husband boyfriend son brother uncle grandad grandfather nephew stepdad lad boy"
)
_WOMEN = word_set(
    "mum mom mummy mother wife girlfriend daughter sister aunt nan gran grandma grandmother niece stepmum "
    "girl"
)
_WITH = re.compile(r"\bwith (?P<who>(?:my (?:\w+ )?)?[A-Za-z]+)", re.I)
_NAME = re.compile(r"^[A-Z][a-z]{1,14}$")


@dataclass(frozen=True)
class Parts:
    """A plan as far as one turn gave it: the deed (base form), the time as said, the company."""

    what: str = ""
    when: str = ""
    who: str = ""


NO_PLAN = Parts()


def parts(appraisal: Appraisal, ledger: Sequence[GroundEntry], *, planning: bool) -> Parts:
    """What one turn gives of a plan; all empty if nothing.

    Outside of planning, something is a plan only if it is said with will or going to and with a time,
    or is plainly a commitment.
    """
    text = normalise(appraisal.text)[:600]
    when = time_said(text)
    commits = appraisal.reading.talk_kind == "commitment" and appraisal.reading.talk == "change"
    for clause in appraisal.clauses:
        sure = _will(clause)
        if clause.negated or clause.question or not (planning or (sure and (when or commits))):
            continue
        tokens = _deed(clause, planning=planning)
        what = without_times(verb_phrase(tokens, 9)[0]) if tokens else ""
        if len(what.split()) >= 2 or (what and when):
            what = re.sub(r"\bwith (?:your )?\w+$", "", _resolved(what, ledger)).strip()
            return Parts(what, when, _company(text))
    if planning and not appraisal.short_answer:
        return Parts("", when, _company(text) if len(text.split()) <= 14 else "")
    return Parts()


def deed_in(words: str) -> str:
    """The deed in something written as a plan, in its base form and from the companion's side; or ""."""
    for clause in parse(normalise(words)[:300]):
        tokens = _deed(clause, planning=True)
        if tokens and not clause.negated and not clause.question:
            deed = without_times(verb_phrase(tokens, 9)[0])
            if len(deed.split()) >= 2:
                return deed
    return ""


def _will(clause: Clause) -> bool:
    """ "I'll", "I'm going to", "I plan to"."""
    verb = clause.verb.lemma if clause.verb is not None else ""
    will = any(token.lemma == "will" or token.low in ("'ll", "will") for token in clause.auxiliaries)
    going = (
        verb == "go" and clause.verb is not None and clause.verb.form == "ing" and bool(after_to(clause.rest))
    )
    return clause.person in ("i", "we") and (
        will or going or (verb in ("plan", "promise", "decide", "intend") and bool(after_to(clause.rest)))
    )


def _deed(clause: Clause, *, planning: bool) -> tuple[Token, ...]:
    """The tokens of the deed, from its verb on; empty if the clause names none."""
    if clause.verb is None:
        return ()
    words = (clause.verb, *clause.rest)
    if clause.person in ("i", "we"):
        if inner := after_to(clause.rest):
            tried = clause.verb.lemma in (
                "go",
                "plan",
                "promise",
                "decide",
                "intend",
                "try",
                "want",
                "like",
                "start",
            )
            words = inner if tried else words
        elif not (_will(clause) or any(token.tag == "M" for token in clause.auxiliaries)):
            return ()
    elif not (planning and not clause.subject and clause.verb.form == "base"):
        return ()
    if words[0].low == "start" and len(words) > 2 and words[1].low == "by":
        words = words[2:]
    words = tuple(token for token in words if token.tag != "R" or token is words[0])
    return () if not words or (words[0].lemma or words[0].low) in _NO_DEED else words


def _resolved(what: str, ledger: Sequence[GroundEntry]) -> str:
    """ "ring him" -> "ring your brother", where only one person on the ground can be meant."""
    match = re.search(r"\b(him|her)\b(?! \w+(?:'s)?\b(?<!\bon)$)", what)
    if not match:
        return what
    group = _MEN if match[1] == "him" else _WOMEN
    found = [
        entry for entry in ledger
        if entry.key.startswith("person:") and entry.key[7:] in group
        and entry.status in ("proposed", "accepted")
    ]  # fmt: skip
    if len(found) != 1 or re.match(r"her \w+", what[match.start() :]):
        return what
    return f"{what[: match.start()]}your {found[0].key[7:]}{what[match.end() :]}"


def _company(text: str) -> str:
    """Whom it is done with: "Ines", "your sister"; "" if nobody is named."""
    match = _WITH.search(text)
    if not match:
        return ""
    words = match["who"].split()
    if words[0].lower() == "my":
        named = next((word for word in words[1:] if word.lower() in PEOPLE), "")
        return f"your {named.lower()}" if named else ""
    return words[0] if _NAME.match(words[0]) else ""


def outcome(appraisal: Appraisal, plan: str, *, asked: bool) -> Went:
    """How it went, from what was said about `plan`; "" if nothing was said of it.

    Where it was not asked about, the plan's own words must be in it.
    """
    if not asked and not _speaks_of(appraisal.text, plan):
        return ""
    plain = " ".join(appraisal.text.replace("’", "'").lower().split())[:400]
    found = {key for key, _ in matching("outcomes", "went", plain)}
    verb = plan.split(" ")[0] if plan else ""
    for clause in appraisal.clauses:
        told = clause.verb is not None and clause.verb.lemma in (*_same(verb), "do", "manage")
        if told and clause.person in ("i", "we", "") and not clause.question and clause.verb is not None:
            if clause.negated:
                found.add("not")
            elif clause.verb.form in ("past", "part") or any(
                token.tag == "H" for token in clause.auxiliaries
            ):
                found.add("done")
    if appraisal.short_answer == "yes":
        found.add("done")
    elif appraisal.short_answer == "no":
        found.add("not")
    order: tuple[Went, ...] = ("changed", "partly", "not", "done")
    return next((kind for kind in order if kind in found), "")


def _speaks_of(text: str, plan: str) -> bool:
    """Whether a text is about the plan: most of its words are in it, a person in it may be "him"."""
    deed, said = concepts(plan), concepts(text)
    somebody = any(word in PEOPLE or word[:1].isupper() for word in plan.split())
    stands_for = somebody and re.search(r"\b(?:him|her|them)\b", text.lower()) is not None
    return len(deed & said) + stands_for >= max(2, len(deed) - 1)


def _same(verb: str) -> tuple[str, ...]:
    """A verb and those that stand for it."""
    groups = (
        ("ring", "call", "phone", "speak", "talk"),
        ("write", "send", "email", "text"),
        ("go", "get", "walk", "run"),
    )
    return next((group for group in groups if verb in group), (verb,))
