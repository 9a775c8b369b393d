"""Step 2, ground: what do we both hold true now?

A turn is taken in sentence by sentence, so that a story told in pieces and the same story told at
once come to the same. Each sentence first puts right what is held, then adds to it.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from agent.appraisal.reading import Appraisal
from agent.appraisal.risk import signs
from agent.appraisal.topics import topic_names, topics
from agent.grounding.aims import new_topics, of_its_own
from agent.grounding.corrections import marked, pivot
from agent.grounding.entering import (
    close_threads,
    drop_goal,
    enter,
    enter_fact,
    enter_feeling,
    enter_goal,
    enter_person,
    guess_goal,
)
from agent.grounding.facts import facts
from agent.grounding.feelings import felt
from agent.grounding.goals import STOP_NAMES, dropped, goals
from agent.grounding.ledger import HOLDS, Ledger
from agent.grounding.mending import Mended, mend
from agent.grounding.people import RELATIONS, Person, links, people
from agent.grounding.reference import meant
from agent.grounding.said import Said, sentences_of
from agent.grounding.threads import agreed_names, pending
from agent.state import CompanionState
from agent.words.clauses import Clause
from agent.words.flip import said_back
from agent.words.material import Material
from agent.words.phrases import noun_phrases
from agent.words.tokens import normalise, sentences
from alongside.records import GroundEntry

MOST_ENTRIES = 60
LET_GO = 4
"""Turns after which a guess of the companion's that was not taken up is let go."""


def ground(
    state: CompanionState, appraisal: Appraisal, material: Material, turn_id: str
) -> tuple[GroundEntry, ...]:
    """The common ground after this turn. What was contradicted is revised, never silently kept."""
    if appraisal.language != "english":
        return state.ground
    ledger = Ledger(state.ground, turn_id)
    _answer_proposals(ledger, state, appraisal)
    before = [text for item in state.recent[-12:] for text in _told(item.said)][-16:]
    recap = state.last.answered if state.last is not None and state.last.kind == "recap" else ""
    said = sentences_of(appraisal)
    current = state.pace.goal
    grave = appraisal.reading.risk.severity >= 2
    if grave and len(said) == 1:
        return _bounded(ledger.entries)
    for place, sentence in enumerate(said):
        if not (grave and _grave(sentence)):
            following = said[place + 1] if place + 1 < len(said) else None
            current = _goals(ledger, sentence, current)
            _take_in(ledger, sentence, following, before, recap)
        before.append(sentence.text)
    close_threads(ledger)
    return _bounded(ledger.entries)


def ground_goals(state: CompanionState, appraisal: Appraisal, turn_id: str) -> tuple[GroundEntry, ...]:
    """The ground after this turn as far as goals go: for transcripts, where nothing else of it is asked."""
    if appraisal.language != "english":
        return state.ground
    ledger = Ledger(state.ground, turn_id)
    current = state.pace.goal
    for sentence in sentences_of(appraisal):
        current = _goals(ledger, sentence, current)
    return _bounded(ledger.entries)


def _grave(sentence: Said) -> bool:
    return signs(sentence.text).reading.severity >= 2


def _take_in(
    ledger: Ledger,
    said: Said,
    following: Said | None,
    before: Sequence[str],
    recap: str,
) -> None:
    """One sentence: what it puts right, then what it adds."""
    mended = Mended() if said.question else mend(ledger, said.text, said.clauses, before, recap)
    _people(ledger, said.text, before, mended.gone)
    for premise in said.premises:
        enter(ledger, ledger.made("thread", f"premise:{premise.key}", premise.words, 0.9, proposed=True))
        return
    clauses = [clause for place, clause in enumerate(said.clauses) if place not in mended.used]
    core = pivot(
        (*said.clauses, *(following.clauses[:2] if following is not None else ())), len(said.clauses)
    )
    if core and not mended.gone:
        enter(ledger, ledger.made("fact", "what it is", f"it's {core}", 0.85))
    for name in agreed_names(said.text):
        enter(ledger, ledger.made("name", f"agreed:{name.lower()}", name, 0.9))
    loose = []
    for key, value in pending(said.text, said.clauses):
        loose.append(value)
        enter(ledger, ledger.made("thread", key, value, 0.7))
    for fact in facts(clauses, before, ledger.circle):
        if fact.value not in loose:
            enter_fact(ledger, fact, marked(said.text))
    for feeling in felt(said.clauses, before, ledger.circle):
        enter_feeling(ledger, feeling)
    for distortion in said.distortions:
        enter(ledger, ledger.made("thread", f"thought:{distortion.kind}", distortion.words, 0.6))
    for head, value in _own_things(clauses):
        enter(ledger, ledger.made("thread", f"thread:{head}", value, 0.5))


def _own_things(clauses: Sequence[Clause]) -> Iterator[tuple[str, str]]:
    """(head, value) of the person's own things that were named, at most two."""
    found = [
        tokens
        for clause in clauses
        if not clause.negated and not clause.question
        for tokens in noun_phrases(clause)
        if tokens[0].low in ("my", "our") and tokens[-1].low not in RELATIONS | {"name"}
    ]
    for tokens in found[:2]:
        yield tokens[-1].low, re.sub(r" (?='s\b)", "", said_back(tokens))


def _people(ledger: Ledger, sentence: str, before: Sequence[str], gone: str) -> None:
    """Those a sentence names, but for those it says it was not."""
    for person in people(sentence):
        if not gone or not {person.relation, person.name.lower()} & set(gone.split()):
            enter_person(ledger, person)
    for pronoun, name in links(sentence):
        who = meant(pronoun, [*before, sentence], ledger.circle)
        if who:
            enter_person(ledger, Person(f"person:{who}", f"{name}, {ledger.circle.spoken(who)}", who, name))
        else:
            enter_person(ledger, Person(f"name:{name.lower()}", name, "", name))


def _goals(ledger: Ledger, said: Said, current: str) -> str:
    """Goals of one sentence. Gives the key of the goal that is talked about after it.

    A want on the way to the goal at hand is held too, as "want:...": it is no goal of its own.
    """
    for words in dropped(said.clauses, said.text):
        drop_goal(ledger, words)
    lowered = said.text.lower()
    evidence = said.stage
    for goal in goals(said.clauses, said.text, lambda: _spoken_of(ledger)):
        own = of_its_own(goal, said.text, current, evidence)
        if own or goal.key != "it":
            enter_goal(ledger, goal, "goal" if own else "want")
            current = f"goal:{goal.key}" if own and goal.key in topic_names() else current
    held = [item.key for item in ledger.held("goal")]
    for topic in new_topics(evidence, held, current):
        guess_goal(ledger, topic)
        current = f"goal:{topic}"
    named = topics(lowered)
    if named and ledger.find(lambda item: item.key == "goal:it", "goal"):
        guess_goal(ledger, named[0])
        current = f"goal:{named[0]}"
    return current


def _spoken_of(ledger: Ledger) -> str:
    """The last topic somebody could stop, among what is held."""
    for entry in ledger.held("fact", "goal", "thread"):
        if topic := _could_stop(entry.value):
            return topic
    return ""


@functools.lru_cache(maxsize=1024)
def _could_stop(value: str) -> str:
    return next((topic for topic in topics(value) if topic in STOP_NAMES), "")


@functools.lru_cache(maxsize=256)
def _told(text: str) -> tuple[str, ...]:
    return tuple(sentence for sentence, _ in sentences(normalise(text)))


def _answer_proposals(ledger: Ledger, state: CompanionState, appraisal: Appraisal) -> None:
    """What the companion proposed last is taken up, waved away, or in the end let go."""
    last = state.last
    if last is None:
        return
    yes = appraisal.asks("accepts") or appraisal.short_answer == "yes"
    no = appraisal.asks("rejects") or appraisal.short_answer == "no"
    lately = {item.turn_id for item in state.recent[-LET_GO:]}
    for entry in ledger.held():
        if entry.proposer != "companion" or entry.status != "proposed":
            continue
        reading = entry.key.startswith("reading:")
        if entry.source_turn == last.turn_id and yes != no and (reading or entry.value in last.answered):
            ledger.put(
                entry,
                replace(entry, status="accepted" if yes else "withdrawn", confidence=0.85 if yes else 0.1),
            )
        elif reading and entry.source_turn not in lately:
            ledger.withdraw(entry)
    if yes and not no and last.kind == "recap":
        for entry in ledger.held("fact", "goal", "name"):
            if entry.value.lower() in last.answered.lower() and entry.proposer == "participant":
                ledger.again(entry)


def propose(ledger: tuple[GroundEntry, ...], kind: str, value: str, turn_id: str) -> tuple[GroundEntry, ...]:
    """The ledger with a reading of the companion's own, held as a guess."""
    key = f"reading:{value}"
    if any(entry.key == key and entry.status in HOLDS for entry in ledger):
        return ledger
    book = Ledger(ledger, turn_id)
    book.add(book.made(kind, key, value, 0.4, proposed=True, by="companion"))
    return _bounded(book.entries)


def _bounded(ledger: Sequence[GroundEntry]) -> tuple[GroundEntry, ...]:
    """At most MOST_ENTRIES: what no longer holds goes first, then loose threads, then the oldest facts."""
    over = len(ledger) - MOST_ENTRIES
    if over <= 0:
        return tuple(ledger)

    def worth(pair: tuple[int, GroundEntry]) -> tuple[int, int]:
        place, entry = pair
        if entry.status not in HOLDS:
            return (0, place)
        return ({"thread": 1, "feeling": 2, "fact": 3}.get(entry.kind, 4), place)

    gone = {place for place, _ in sorted(enumerate(ledger), key=worth)[:over]}
    return tuple(entry for place, entry in enumerate(ledger) if place not in gone)
