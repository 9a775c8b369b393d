"""The plans made in this session, and what was said of the one that was asked about."""

from __future__ import annotations

from dataclasses import replace

from agent.remembering.days import day_meant
from agent.remembering.kept import KeptPlan, put
from agent.remembering.plans import Parts
from agent.situation import Situation
from agent.state import CompanionState
from agent.teachback.compare import concepts

JOINS = 4
"""Turns within which a time or a companion still belongs to the plan made last."""
MOST_MADE = 6
WAITS = 2
"""Turns within which something said of a plan that was asked about still answers that."""


def make(state: CompanionState, now: Situation) -> CompanionState:
    """The state with a plan that was made this turn, or with the rest of one made just before."""
    told = now.plan
    if told == Parts() or state.safety.level != "none":
        return _said_how(state, now)
    last = state.made[-1] if state.made else None
    fresh = last is not None and _turn(last.key) >= state.turn - JOINS
    keeping = state.keeping
    day = day_meant(told.when, keeping.date)
    if told.what and not (last is not None and fresh and same_deed(last.text, told.what)):
        plan = KeptPlan(
            key=f"plan:{keeping.session}:{state.turn}", text=told.what, when=told.when, day=day, who=told.who,
            session=keeping.session, turn=now.turn_id, date=keeping.date,
        )  # fmt: skip
        return state.with_(made=(*state.made, plan)[-MOST_MADE:])
    if last is None or not fresh:
        return state
    more = replace(
        last, when=told.when or last.when, day=day if told.when else last.day, who=told.who or last.who
    )
    return _said_how(state.with_(made=(*state.made[:-1], more)), now)


def _said_how(state: CompanionState, now: Situation) -> CompanionState:
    """A plan that was said back is kept in their own words, too."""
    found, agreed = now.teach.judged, now.teach.agreed
    if found is None or agreed is None or found.verdict not in ("complete", "partial"):
        return state
    made = tuple(
        replace(plan, said_how=now.appraisal.text[:200]) if plan.key == agreed.key else plan
        for plan in state.made
    )
    return state.with_(made=made)


def _turn(key: str) -> int:
    return int(key.rsplit(":", 1)[-1])


def same_deed(one: str, other: str) -> bool:
    """Whether two plans are of the same thing, however it was put."""
    first, second = concepts(one), concepts(other)
    return len(first & second) * 2 > min(len(first), len(second))


def went(state: CompanionState, now: Situation) -> CompanionState:
    """The state with what was said of the plan that was asked about; unanswered, it is let be in time."""
    keeping = state.keeping
    plan = next((item for item in keeping.memory.plans if item.key == now.went_plan), None)
    if plan is not None and state.safety.level == "none":
        told = replace(
            plan, outcome=now.went or plan.outcome, went=now.appraisal.text[:200], went_on=keeping.date
        )
        memory = put(keeping.memory, "plans", told)
        earlier = [item for item in memory.plans if item.session != keeping.session]
        for other in earlier:  # the same deed, planned once more
            if other.outcome == "open" and same_deed(other.text, plan.text):
                memory = put(memory, "plans", replace(other, outcome=told.outcome, went_on=keeping.date))
        return state.with_(keeping=replace(keeping, memory=memory, asked_plan=""))
    if keeping.asked_plan and state.turn - keeping.asked_turn >= WAITS:
        return state.with_(keeping=replace(keeping, asked_plan=""))
    return state
