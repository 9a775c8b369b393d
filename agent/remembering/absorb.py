"""After each turn: what this session adds to the memory, changes in it or takes out of it. Pure.

Only what was said on this very turn is entered, and only while safety stands at none: what is said at
raised risk is no small talk. Of such a turn the memory keeps the level alone.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from agent.relationship.days import session_means
from agent.remembering.begun import closed, left_open
from agent.remembering.keeping import Keeping
from agent.remembering.kept import (
    Kept,
    KeptGoal,
    KeptPlan,
    KeptSheet,
    Memory,
    SessionNote,
    loose,
    put,
    without,
)
from agent.remembering.sheet_plans import plan_on
from agent.situation import Situation
from agent.state import CompanionState
from agent.words.clauses import Clause
from agent.words.flip import said_back
from agent.words.phrases import PEOPLE
from agent.worksheets.state import SheetRun
from alongside.records import GroundEntry

HOLDS = ("proposed", "accepted")
OPEN_THREAD = 0.6
"""Weight from which something passed over is an open thread."""
_RATINGS = ("distress_before", "distress_after")


_INTENDS = re.compile(
    r"(?:from \w+ )?(?:you'll|you will|you(?:'re| are) going to|you could|you'd|you would|you might)\b"
)


def absorb(state: CompanionState, now: Situation) -> CompanionState:
    """The state with its memory brought up to this turn."""
    keeping = state.keeping
    if not keeping.on:
        return state
    memory = _settled(keeping.memory, state)
    at_sheet = now.heard is not None and now.heard.kind != "aside"  # a sheet's content is the sheet's
    hushed = state.safety.level != "none" or state.turn <= keeping.hush_until or now.wish.hushes or at_sheet
    if not hushed:
        memory = _entered(memory, state, now)
        for plan in state.made:
            memory = put(memory, "plans", plan)
        for text in worked(now.appraisal.clauses):
            memory = put(memory, "worked", Kept(key=f"worked:{text}", text=text, **_source(keeping, now)))
    memory = _sheet(memory, state, now)
    memory = put(memory, "sessions", _note(memory, state))
    return state if memory is keeping.memory else state.with_(keeping=replace(keeping, memory=memory))


def _source(keeping: Keeping, now: Situation) -> dict[str, Any]:
    return {"session": keeping.session, "turn": now.turn_id, "date": keeping.date}


def list_of(entry: GroundEntry) -> str:
    """Which list of a memory an entry of the ground belongs to; "" if none: what cannot be shared as so, a
    passing feeling, a hard thought and what nobody could make sense of later are not taken along."""
    if entry.key.startswith(("premise:", "thought:")) or entry.kind == "feeling":
        return ""
    if entry.kind in ("fact", "thread") and (loose(entry.value) or entry.value.startswith("your name is")):
        return ""
    if entry.kind == "fact" and _INTENDS.match(entry.value):
        return ""  # what came of it is known by the plan, or not at all
    if entry.key.startswith("thread:") and PEOPLE.intersection(entry.value.lower().split()):
        return ""
    if entry.key == "self" or entry.key.startswith(("person:", "name:")):
        return "people"
    return {"name": "names", "fact": "facts", "goal": "goals", "thread": "threads"}[entry.kind]


def _settled(memory: Memory, state: CompanionState) -> Memory:
    """What no longer holds goes; what was taken up is sure now; threads that were taken up are closed."""
    latest = {entry.key: entry for entry in state.ground}
    gone = [key for key, entry in latest.items() if entry.status not in HOLDS]
    used = {piece.text for piece in state.pieces if piece.used}
    gone += [item.key for item in memory.threads if item.key.startswith("open:") and item.text in used]
    memory = without(memory, set(gone) & memory.keys())
    for entry in latest.values():
        name = list_of(entry)
        held = memory.find(entry.key) if name and entry.status in HOLDS else None
        if held is not None and held.text == entry.value and held.status != entry.status:
            status: Any = entry.status
            sure = replace(held, status=status, confidence=entry.confidence)
            memory = put(memory, name, sure)
    return memory


def _entered(memory: Memory, state: CompanionState, now: Situation) -> Memory:
    """What this turn put on the ground, the goals it spoke of, and the threads it left open."""
    source = _source(state.keeping, now)
    beliefs = {goal.key: goal for goal in state.goals}
    for entry in state.ground:
        name = list_of(entry)
        if not name or entry.status not in HOLDS or entry.source_turn != now.turn_id or not now.turn_id:
            continue
        if entry.key in state.keeping.private:
            continue
        common: dict[str, Any] = {
            "key": entry.key, "text": entry.value, "proposer": entry.proposer,
            "confidence": entry.confidence, "status": entry.status, **source,
        }  # fmt: skip
        if name != "goals":
            memory = put(memory, name, Kept(**common))
    for entry in state.ground:
        goal = beliefs.get(entry.key)
        private = entry.key in state.keeping.private
        if (
            not private
            and entry.kind == "goal"
            and entry.status in HOLDS
            and goal is not None
            and goal.turn == state.turn
        ):
            kept = memory.find(entry.key)
            told = kept.told if kept is not None else ""
            memory = put(memory, "goals", KeptGoal(
                key=goal.key, text=goal.name, proposer=entry.proposer, confidence=entry.confidence,
                status="proposed" if entry.status == "proposed" else "accepted", told=told,
                belief=tuple(round(p, 4) for p in goal.belief), ambivalence=round(goal.ambivalence, 3),
                **source,
            ))  # fmt: skip
    for piece in state.pieces:
        thing = piece.kind in ("np", "person") and not loose(piece.text)
        if piece.turn == state.turn and not piece.used and thing and piece.weight > OPEN_THREAD:
            memory = put(memory, "threads", Kept(
                key=f"open:{piece.text}", text=piece.text, confidence=round(min(1.0, piece.weight), 2),
                **source,
            ))  # fmt: skip
    return memory


def _sheet(memory: Memory, state: CompanionState, now: Situation) -> Memory:
    """A worksheet that is done: which, when, the distress before and after, what it carries over.

    One that was refused is noted too, so that it is not pressed on them another day.
    """
    common: dict[str, Any] = {**_source(state.keeping, now), "turn": now.turn_id or state.keeping.session}
    for key in state.offers.refused:
        mark = f"sheet:{key}:{state.keeping.session}"
        if memory.find(mark) is None:
            title = now.sheets[key].title if key in now.sheets else key
            refused = KeptSheet(key=mark, text=title, sheet=key, became="refused", **common)
            memory = put(memory, "worksheets", refused)
    for run in (*state.shelf, state.sheet):
        if run is not None:
            memory = _of_run(memory, run, state, common)
    return memory


def _of_run(memory: Memory, run: SheetRun, state: CompanionState, common: dict[str, Any]) -> Memory:
    """What one run leaves: the plan that stands on it, and the sheet itself once it is done."""
    plan = plan_on(run, state.keeping, common["turn"]) if state.safety.level == "none" else None
    gone = state.keeping.forgotten
    if plan is not None and run.status != "stopped" and plan.key not in gone and not _held(memory, plan, run):
        memory = put(memory, "plans", plan)
    mark = f"sheet:{run.sheet.key}:{state.keeping.session}"
    if mark in gone:
        return memory
    if run.status != "done":
        return left_open(memory, run, state.keeping, common) if state.safety.level == "none" else memory
    memory = closed(memory, run.sheet.key)
    before, after = ratings(run)
    carried = tuple(
        (field.key, entry.value)
        for field, entry in zip(run.sheet.fields, run.entries, strict=True)
        if field.key in run.sheet.carries and entry.value and state.safety.level == "none"
    )
    return put(memory, "worksheets", KeptSheet(
        key=mark, text=run.sheet.title, sheet=run.sheet.key,
        before=before, after=after, carried=carried, **common,
    ))  # fmt: skip


def _held(memory: Memory, plan: KeptPlan, run: SheetRun) -> bool:
    """Whether a plan is kept already just so; one from another day has its own day and its own story."""
    held = memory.find(plan.key)
    if run.begun_in and isinstance(held, KeptPlan) and held.said_how == plan.said_how:
        return True
    return isinstance(held, KeptPlan) and replace(held, turn=plan.turn) == plan


def ratings(run: SheetRun) -> tuple[float, float]:
    """Distress before and after as given on the sheet, -1 where it was not."""
    values = []
    for key in _RATINGS:
        place = run.sheet.index(key)
        value = run.entries[place].value if place >= 0 else ""
        try:
            values.append(float(value))
        except ValueError:
            values.append(-1.0)
    return values[0], values[1]


def _note(memory: Memory, state: CompanionState) -> SessionNote:
    """The session as it stands."""
    keeping = state.keeping
    return SessionNote(
        id=keeping.session, date=keeping.date, turns=state.turn, ended=state.ended,
        risk=state.safety.ever, level=state.safety.level, pleased=state.teach.pleased,
        alliance=session_means(state.relationship),
    )  # fmt: skip


_HELPS = ("help", "work", "calm", "settle", "soothe", "ease")


def worked(clauses: tuple[Clause, ...]) -> Iterator[str]:
    """What they say helped: "the walk helped", "writing it down works for me"."""
    for clause in clauses:
        verb = clause.verb
        if verb is None or verb.lemma not in _HELPS or clause.negated or clause.question or clause.hedged:
            continue
        if any(token.tag == "M" for token in clause.auxiliaries) or clause.person in (
            "i",
            "we",
            "you",
            "they",
            "he",
            "she",
        ):
            continue
        if verb.lemma == "work" and not any(
            token.low in ("for", "best", "well", "better") for token in clause.rest
        ):
            continue
        if clause.person == "np" and clause.subject[0].low not in (
            "it",
            "that",
            "this",
            "nothing",
            "something",
            "what",
        ):
            yield said_back(clause.subject)
