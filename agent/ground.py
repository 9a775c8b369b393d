"""Step 2, ground: what do we both hold true now?"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from agent.appraisal.reading import Appraisal
from agent.appraisal.topics import topics
from agent.grounding.aims import new_topics, of_its_own
from agent.grounding.corrections import Correction, corrections, pivot, replaces, same_class
from agent.grounding.facts import Fact, facts, people
from agent.grounding.goals import STOP_NAMES, TOPIC_NAMES, goals
from agent.state import CompanionState
from agent.words.material import Material
from alongside.records import GroundEntry

MOST_ENTRIES = 60
HOLDS = ("proposed", "accepted")


def ground(
    state: CompanionState, appraisal: Appraisal, material: Material, turn_id: str
) -> tuple[GroundEntry, ...]:
    """The common ground after this turn. What was contradicted is revised, never silently kept."""
    ledger = list(state.ground)
    if appraisal.language != "english":
        return state.ground
    _answer_proposals(ledger, state, appraisal)
    mended = corrections(appraisal.text)
    for correction in mended:
        _correct(ledger, correction, turn_id)
    if appraisal.reading.risk.severity < 2:
        for entry in _said(appraisal, material, turn_id, ledger, bool(mended), state.pace.goal):
            _enter(ledger, entry)
    return _bounded(ledger)


def _entry(kind: str, key: str, value: str, turn_id: str, sure: float) -> GroundEntry:
    return GroundEntry(
        key=key, kind=kind, value=value, source_turn=turn_id, proposer="participant",  # type: ignore[arg-type]
        confidence=round(sure, 3), status="accepted",
    )  # fmt: skip


def _said(
    appraisal: Appraisal,
    material: Material,
    turn_id: str,
    ledger: list[GroundEntry],
    mended: bool,
    current: str,
) -> Iterable[GroundEntry]:
    """What this turn puts on the table."""
    for key, value in people(appraisal.clauses, appraisal.text):
        if not mended:
            yield _entry("name", key, value, turn_id, 0.85)
    evidence = appraisal.reading.stage
    for goal in goals(appraisal.clauses, appraisal.text):
        if of_its_own(goal, appraisal.text, current, evidence):
            yield _entry("goal", f"goal:{goal.key}", goal.name, turn_id, goal.sure)
    held = [item.key for item in ledger if item.kind == "goal" and item.status in HOLDS]
    for topic in new_topics(evidence, held, current):
        waiting = next((item for item in ledger if item.key == "goal:it" and item.status in HOLDS), None)
        name = STOP_NAMES.get(topic, TOPIC_NAMES[topic]) if waiting else TOPIC_NAMES[topic]
        if waiting is not None:
            ledger[ledger.index(waiting)] = replace(waiting, status="revised")
        yield replace(
            _entry("goal", f"goal:{topic}", name, turn_id, 0.5), status="proposed", proposer="companion"
        )
    if any(item.key == "goal:it" and item.status in HOLDS for item in ledger):
        for topic in topics(appraisal.text.lower())[:1]:
            yield _named_now(ledger, topic, turn_id)
    for feeling in appraisal.reading.feelings:
        if feeling.own and not feeling.negated and feeling.noun:
            yield _entry("feeling", f"feeling:{feeling.label}", feeling.noun, turn_id, 0.8)
    if appraisal.reading.premises:
        premise = appraisal.reading.premises[0]
        yield replace(
            _entry("thread", f"premise:{premise.key}", premise.words, turn_id, 0.9), status="proposed"
        )
        return
    if core := pivot(appraisal.text):
        yield _entry("fact", "what it is", f"it's {core}", turn_id, 0.85)
    for fact in () if mended else facts(appraisal.clauses):
        yield _fact_entry(fact, turn_id)
    for distortion in appraisal.reading.distortions[:1]:
        yield _entry("thread", f"thought:{distortion.kind}", distortion.words, turn_id, 0.6)
    for premise in appraisal.reading.premises[:1]:
        yield replace(
            _entry("thread", f"premise:{premise.key}", premise.words, turn_id, 0.9), status="proposed"
        )
    for tokens in material.nps[:2]:
        if tokens[0].low in ("my", "our"):
            head = tokens[-1].low
            yield _entry(
                "thread",
                f"thread:{head}",
                " ".join(["your", *(token.text for token in tokens[1:])]),
                turn_id,
                0.5,
            )


def _named_now(ledger: list[GroundEntry], topic: str, turn_id: str) -> GroundEntry:
    """A goal that was only "stop" gets its name from what they speak of now."""
    place = next(i for i, item in enumerate(ledger) if item.key == "goal:it" and item.status in HOLDS)
    name = STOP_NAMES.get(topic, TOPIC_NAMES[topic])
    ledger[place] = replace(ledger[place], status="revised")
    return replace(
        _entry("goal", f"goal:{topic}", name, turn_id, 0.6), status="proposed", proposer="companion"
    )


def _fact_entry(fact: Fact, turn_id: str) -> GroundEntry:
    return _entry("fact", f"{fact.key}", fact.value, turn_id, fact.sure)


def _enter(ledger: list[GroundEntry], new: GroundEntry) -> None:
    """Put an entry in; one of the same key that says otherwise gives way."""
    for place, old in enumerate(ledger):
        if old.key != new.key or old.status not in HOLDS:
            continue
        if old.value == new.value or (old.kind == "name" and new.value in old.value):
            ledger[place] = replace(
                old, confidence=round(min(0.97, old.confidence + 0.1), 3), status="accepted"
            )
            return
        if old.kind == "goal" and new.proposer == "companion":
            return
        if old.kind == "feeling":
            return
        if old.kind == "thread":
            return
        ledger[place] = replace(old, status="revised")
    ledger.append(new)


def _correct(ledger: list[GroundEntry], correction: Correction, turn_id: str) -> None:
    """Replace what was put right wherever it stands; if it stands nowhere, note the new one."""
    changed = False
    for place in range(len(ledger) - 1, -1, -1):
        entry = ledger[place]
        if entry.status not in HOLDS:
            continue
        old = correction.old or _stand_in(entry, correction.new)
        if not old:
            continue
        if not correction.new:
            if replaces(entry.value, old, "x") or entry.key.endswith(f":{old}"):
                ledger[place] = replace(entry, status="withdrawn")
                changed = True
            continue
        value = replaces(entry.value, old, correction.new)
        if value:
            ledger[place] = replace(entry, status="revised")
            key = replaces(entry.key, old.split()[-1], correction.new.split()[-1]) or entry.key
            ledger.append(replace(_entry(entry.kind, key, value, turn_id, 0.95)))
            changed = True
            if not correction.old:
                return
    if not changed and correction.new and correction.old:
        ledger.append(_entry("thread", f"thread:{correction.new.split()[-1]}", correction.new, turn_id, 0.8))


def _stand_in(entry: GroundEntry, new: str) -> str:
    """The word of an entry that `new` could replace."""
    for word in entry.value.lower().split():
        if word != new.split()[-1] and same_class(word, new):
            return word
    return ""


def _answer_proposals(ledger: list[GroundEntry], state: CompanionState, appraisal: Appraisal) -> None:
    """What the companion proposed last is taken up, waved away, or left open."""
    last = state.last
    if last is None:
        return
    yes = appraisal.asks("accepts") or appraisal.short_answer == "yes"
    no = appraisal.asks("rejects") or appraisal.short_answer == "no"
    if not (yes or no) or (yes and no):
        return
    for place, entry in enumerate(ledger):
        if entry.proposer == "companion" and entry.status == "proposed" and entry.source_turn == last.turn_id:
            ledger[place] = replace(
                entry,
                status="accepted" if yes and not no else "withdrawn",
                confidence=0.85 if yes and not no else 0.1,
            )


def propose(ledger: tuple[GroundEntry, ...], kind: str, value: str, turn_id: str) -> tuple[GroundEntry, ...]:
    """The ledger with a reading of the companion's own, held as a guess."""
    key = f"reading:{value}"
    if any(entry.key == key and entry.status in HOLDS for entry in ledger):
        return ledger
    guess = replace(_entry(kind, key, value, turn_id, 0.4), proposer="companion", status="proposed")
    return _bounded([*ledger, guess])


def _bounded(ledger: list[GroundEntry]) -> tuple[GroundEntry, ...]:
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
