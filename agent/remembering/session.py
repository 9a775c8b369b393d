"""Memory and teach-back in one pass of the companion's steps: before the act is chosen, and after it was."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from agent.appraisal.reading import Appraisal
from agent.remembering.absorb import absorb
from agent.remembering.kept import Memory
from agent.remembering.making import make, went
from agent.remembering.opening import is_due, mark_told
from agent.remembering.plans import Parts, Went, outcome, parts
from agent.remembering.wishes import Wish, forgotten, let_go, wish
from agent.situation import Situation
from agent.state import CompanionState
from agent.teachback.agreed import TeachBack
from agent.teachback.follow import after, hear
from alongside.records import GroundEntry

PREFIX = "memory:"
"""What a wording's `uses` begins with when it told of something remembered; its key follows."""


@dataclass(frozen=True)
class Asked:
    """What a turn says of plans, of the memory and of what was agreed; and the ground after its wish."""

    ground: tuple[GroundEntry, ...]
    wish: Wish
    plan: Parts
    went: Went
    went_plan: str
    teach: TeachBack


def about_memory(
    state: CompanionState, appraisal: Appraisal, ledger: Sequence[GroundEntry], turn_id: str
) -> Asked:
    """What a turn says of these things. Nothing is changed yet but the ground."""
    wanted = wish(state, appraisal, ledger, turn_id)
    last = state.last
    planning = last is not None and (
        last.kind == "plan" or (last.kind == "ask" and last.question and _asks_for_plan(last.answered))
    )
    key, said = _went(state, appraisal) if turn_id else ("", "")
    shared = not appraisal.reading.premises and appraisal.language == "english" and not wanted.kind
    teach = (
        hear(state, appraisal)
        if turn_id and appraisal.text.strip()
        else replace(state.teach, judged=None, glad=False)
    )
    restated = teach.judged is not None and teach.judged.verdict != "wrong"
    made = parts(appraisal, ledger, planning=planning) if shared and not restated else Parts()
    return Asked(let_go(tuple(ledger), wanted), wanted, made, said, key, teach)


def _went(state: CompanionState, appraisal: Appraisal) -> tuple[str, Went]:
    """(key of a plan of an earlier session, how they say it went): one asked about, or spoken of."""
    keeping = state.keeping
    for plan in reversed(keeping.memory.plans):
        if plan.outcome == "open" and plan.session != keeping.session:
            asked = plan.key == keeping.asked_plan
            if told := outcome(appraisal, plan.text, asked=asked):
                return plan.key, told
    return "", ""


def _asks_for_plan(said: str) -> bool:
    lowered = said.lower()
    return any(
        words in lowered for words in ("first go", "when would", "first step", "half a chance", "first bit")
    )


def remember(
    state: CompanionState, now: Situation, act: str, focus: str, uses: str, said: str
) -> CompanionState:
    """The state after the act: plans, what was agreed, wishes about the memory, and the memory itself."""
    state = make(state.with_(teach=now.teach), now)
    state = after(state, now, act, focus, said)
    state = went(state, now)
    state = forgotten(state, now.wish)
    keeping = state.keeping
    told = (uses.removeprefix(PREFIX),) if uses.startswith(PREFIX) else ()
    if keeping.on and (told or keeping.told):
        memory = mark_told(keeping.memory, told, keeping.date)
        plan = next(
            (item.key for item in memory.plans if item.key in told and is_due(item, keeping.date)), ""
        )
        keeping = replace(keeping, memory=memory, told=told)
        if plan and act == "greet":
            keeping = replace(keeping, asked_plan=plan, asked_turn=state.turn)
        state = state.with_(keeping=keeping)
    return absorb(state, now)


def remembered_after(state: CompanionState) -> Memory:
    """What is kept of the person. Empty where nobody is named, or all was to be forgotten."""
    return state.keeping.memory
