"""What a plain report carries: what was done to them, what they do for somebody, what they kept, how long."""

from __future__ import annotations

from collections.abc import Iterator

from agent.words.candidate import Candidate
from agent.words.clauses import Clause
from agent.words.flip import said_back
from agent.words.material import LABELS, Material, clause_text
from agent.words.moves.base import lemma_of, wording
from agent.words.phrases import phrase
from agent.words.sets import word_set

_STINGS = word_set(
    "laugh ignore forget drop shout mock interrupt block reject refuse push stare snap blame correct exclude "
    "bully mimic slam finish release sack hang patronise dismiss tease"
)
"""Things somebody else did that are still there afterwards."""
_CARES = word_set(
    "carry hold wait cook drive visit read feed wash make sit bring fetch walk teach help dress tuck hug "
    "phone "
    "ring call knit bake drop pick take buy save clean"
)
_OTHERS = word_set("him her them")
_LEANING = word_set("if when because so that until unless")


def done_to(clause: Clause, _: Material) -> Iterator[Candidate]:
    """ "They laughed at me" -> "They laughed at you, and you took that home with you." """
    other = clause.person in ("he", "she", "they", "np", "everyone", "everybody")
    past = clause.verb is not None and clause.verb.form in ("past", "part")
    at_them = bool({"me", "my", "us", "our"} & {token.low for token in clause.rest})
    if not (other and past and at_them) or clause.negated or lemma_of(clause) not in _STINGS:
        return
    if (text := clause_text(clause, 7)) and clause.lead not in _LEANING:
        yield wording(
            f"{text}, and you took that home with you", "done_to.home", 1.55, focus="emotions", deep=True
        )
        yield wording(f"{text}. That leaves a mark", "done_to.mark", 1.4, focus="emotions", deep=True)


def does_for(clause: Clause, _: Material) -> Iterator[Candidate]:
    """ "I carried him up to bed" -> "You carried him up to bed. It matters to you how he is." """
    if clause.person != "i" or clause.negated or lemma_of(clause) not in _CARES or clause.lead in _LEANING:
        return
    if clause.auxiliaries or not clause.rest or LABELS.intersection(clause.lows):
        return
    whom = next((token.low for token in clause.rest[:4] if token.low in _OTHERS), "")
    text = clause_text(clause, 7)
    if not whom or not text or {"shout", "sorry"} & set(clause.lows):
        return
    is_ = {"him": "he is", "her": "she is", "them": "they are"}[whom]
    yield wording(f"{text}. It matters to you how {is_}", "does_for.matters", 1.35, focus="values", deep=True)
    yield wording(f"{text}. You see to it", "does_for.sees", 1.1, focus="strengths", deep=True)


def has_kept(clause: Clause, _: Material) -> Iterator[Candidate]:
    """ "I've still got his flask" -> "His flask. You've held on to that." """
    kept = lemma_of(clause) in ("get", "have", "keep") and "still" in clause.lows and not clause.negated
    rest = tuple(token for token in clause.rest if token.low not in ("still", "got"))
    if clause.person != "i" or not kept or not rest or rest[0].tag != "D" or rest[0].low == "a":
        return
    if what := phrase(rest, 5):
        yield wording(f"{what}. You've held on to that", "kept.held", 1.7, deep=True)
        yield wording(f"{what}. That stays", "kept.stays", 1.3, deep=True)


def never_yet(clause: Clause, _: Material) -> Iterator[Candidate]:
    """ "I've never told him" -> "You've never told him, all this time." """
    perfect = any(token.tag == "H" for token in clause.auxiliaries)
    if clause.person != "i" or not perfect or not clause.negated or clause.lead in _LEANING:
        return
    text = said_back(clause.tokens)
    if 4 <= len(text.split()) <= 7 and not {"since", "for", "yet", "today", "because"} & set(clause.lows):
        yield wording(f"{text}, all this time", "never_yet", 1.3, deep=True)


def day_by_day(clause: Clause, _: Material) -> Iterator[Candidate]:
    """ "I get up at five every morning for her" -> "..., every morning. Day in, day out." """
    steady = {"always", "constantly"} & set(clause.lows) or "every day" in " ".join(clause.lows)
    now = clause.verb is not None and clause.verb.form in ("base", "s") and not clause.auxiliaries
    if not steady or not now or clause.negated or clause.person not in ("i", "he", "she", "they", "np"):
        return
    text = clause_text(clause, 8)
    if text and len(text.split()) > 3 and not LABELS.intersection(clause.lows):
        yield wording(f"{text}. Day in, day out", "daily", 1.3, deep=True)
