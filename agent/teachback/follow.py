"""Teach-back across turns: judged when it was asked for, and what is open after each answer. Pure."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

from agent.appraisal.reading import Appraisal
from agent.remembering.kept import Understood, put
from agent.situation import Situation
from agent.state import CompanionState
from agent.teachback.agreed import MOST_RESULTS, Result, TeachBack, from_plan, from_sheet, from_words
from agent.teachback.judge import judge, pleased
from alongside.messages import Event

MOST_ASKED = 2
"""Times that one thing is asked for; then it is left, whatever came back."""
STALE = 12
"""Turns after which something agreed is not asked about any more."""


def hear(state: CompanionState, appraisal: Appraisal) -> TeachBack:
    """What this turn says back, if that was asked for, and whether they are pleased."""
    teach = state.teach
    glad = pleased(appraisal) > 0
    fresh = replace(teach, judged=None, glad=glad, pleased=teach.pleased + glad)
    if not teach.asking or teach.agreed is None or teach.agreed.settled:
        return fresh
    found = judge(teach.agreed, appraisal, state.keeping.date)
    result = Result(
        teach.agreed.about, found.verdict, tuple(slot.name for slot in teach.agreed.slots),
        found.matched, found.score, teach.agreed.asked, state.turn + 1,
    )  # fmt: skip
    settled = found.verdict == "complete" or teach.agreed.asked >= MOST_ASKED
    return replace(
        fresh, judged=found, agreed=replace(teach.agreed, settled=settled),
        results=(*teach.results, result)[-MOST_RESULTS:],
    )  # fmt: skip


def after(state: CompanionState, now: Situation, act: str, focus: str, said: str) -> CompanionState:
    """The state with what is now agreed, and whether the words just said asked for it."""
    teach = _agreed(now.teach, state, now, act, focus, said)
    asking = "?" in said and asks_back(act, focus) and teach.agreed is not None
    if asking and teach.agreed is not None:
        teach = replace(teach, agreed=replace(teach.agreed, asked=teach.agreed.asked + 1))
    return _kept(state.with_(teach=replace(teach, asking=asking)), now)


def asks_back(act: str, focus: str) -> bool:
    """Whether an act asks for something agreed in their own words."""
    return (act, focus) in (("plan", "said"), ("recap", "mend")) or (
        act == "ask" and focus.startswith("said_")
    )


def _agreed(
    teach: TeachBack, state: CompanionState, now: Situation, act: str, focus: str, said: str
) -> TeachBack:
    """The newest thing agreed: a finished sheet's thought, a plan, a piece of information."""
    held, found = teach.agreed, teach.agreed
    run, plan = state.sheet, state.made[-1] if state.made else None
    was_done = now.state.sheet is not None and now.state.sheet.status == "done"
    if run is not None and run.status == "done" and not was_done:
        found = from_sheet(run, now.turn) or held
    elif plan is not None and plan != (now.state.made[-1] if now.state.made else None):
        fresh = from_plan(plan, now.turn)
        same = held is not None and fresh is not None and held.key == fresh.key
        found = replace(fresh, asked=held.asked, settled=held.settled) if same and held and fresh else fresh
    elif act == "inform" and focus == "tip" and (held is None or held.settled):
        found = from_words(said, now.turn) or held
    if found is not None and not found.settled and now.turn - found.turn > STALE:
        found = replace(found, settled=True)
    return teach if found is held else replace(teach, agreed=found)


def _kept(state: CompanionState, now: Situation) -> CompanionState:
    """What was understood goes into the memory, apart from whether it pleased."""
    teach, keeping = now.teach, state.keeping
    if teach.judged is None or teach.agreed is None or not keeping.on or state.safety.level != "none":
        return state
    found, agreed = teach.judged, teach.agreed
    source: dict[str, Any] = {"session": keeping.session, "turn": now.turn_id, "date": keeping.date}
    memory = put(keeping.memory, "understood", Understood(
        key=f"understood:{keeping.session}:{agreed.key}", text=agreed.text, verdict=found.verdict,
        agreed=tuple(slot.name for slot in agreed.slots), matched=found.matched, score=found.score, **source,
    ))  # fmt: skip
    return state.with_(keeping=replace(keeping, memory=memory))


def events(teach: TeachBack, turn_id: str) -> tuple[Event, ...]:
    """What the record is told: names of parts and numbers, no words; pleased and understood apart."""
    found = []
    if teach.judged is not None and teach.results:
        last = teach.results[-1]
        found.append(Event(kind="teach_back", data=json.dumps({
            "turn_id": turn_id, "about": last.about, "agreed": last.agreed, "matched": last.matched,
            "score": last.score, "verdict": last.verdict, "attempt": last.attempt,
        })))  # fmt: skip
    if teach.glad:
        about = teach.agreed.about if teach.agreed is not None and not teach.agreed.settled else ""
        found.append(Event(kind="satisfaction", data=json.dumps({"turn_id": turn_id, "about": about})))
    return tuple(found)
