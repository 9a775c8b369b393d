"""Words that a person beside the session put in the companion's mouth, and what it remembers of them.

The act says so in its reasons, so that whoever goes through the record again can tell, and the companion
that takes up a broken session remembers what was really said.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Literal

from agent.appraisal.behaviour import prompts, questions_in
from agent.memory import heard_only
from agent.safety import asked, asks_about
from agent.state import CompanionState, Exchange
from alongside.messages import Act, Decision, new_id
from alongside.records import ActKind

How = Literal["edited", "replaced", "spoken"]
OWN = "byhand-"
"""How the name of an act begins that answers no proposal."""


def by_hand(decision: Decision, act: Act | None = None) -> Act:
    """The act as a person wants it: in other words (edit), another in its place, or one of their own.

    What it must come out as (BOLT, MITI) holds for an edited act alone: nobody decided the others.
    """
    how: How = "spoken" if act is None else "edited" if decision.verdict == "edit" else "replaced"
    reason = f"words {how} by {decision.name or 'somebody'} ({decision.role or 'operator'})"
    if act is None:
        act = Act(act_id=f"{OWN}{new_id()}", turn_id="", kind="reflect", reasons=(), text="")
    if how == "edited":
        return replace(act, text=decision.text, reasons=(*act.reasons, reason))
    kind: ActKind = "ask" if questions_in(decision.text) or prompts(decision.text) else "reflect"
    return replace(
        act,
        kind=kind,
        focus="",
        text=decision.text,
        reasons=(reason,),
        refusals=(),
        bolt="",
        miti="",
        sheet="",
        sheet_field="",
    )


def how(act: Act) -> How | None:
    """What a person did to an act; None for the companion's own."""
    last = act.reasons[-1] if act.reasons else ""
    return next(
        (how for how in ("edited", "replaced", "spoken") if last.startswith(f"words {how} by ")), None
    )


def remembered(state: CompanionState, act: Act) -> CompanionState:
    """The state with what was really said in it."""
    done = how(act)
    if done is None:
        return state
    if done == "replaced":
        state = heard_only(state, act.act_id, "")  # what it had proposed was never on offer
    aloud = "?" in act.text
    place = next((n for n, item in enumerate(state.recent) if item.act_id == act.act_id), -1)
    recent, said = list(state.recent), list(state.said)
    if place < 0:
        recent.append(Exchange("", "", act.kind, act.focus, act.text, aloud, act.act_id))
    else:
        before = recent[place]
        said = [text for text in said if text != before.answered]
        recent[place] = replace(before, kind=act.kind, focus=act.focus, answered=act.text, question=aloud)
    safety = state.safety
    if about := asks_about(act.kind, act.focus, act.text):
        safety = asked(safety, about)
    return state.with_(recent=tuple(recent), said=(*said, act.text), last_act=act, safety=safety)


def again(state: CompanionState, act: Act, recorded: Act | None) -> tuple[CompanionState, Act]:
    """An act that came of the same turn again, in the words a person gave it at the time."""
    if recorded is None or how(recorded) not in ("edited", "replaced"):
        return state, act
    act = replace(
        act,
        kind=recorded.kind,
        focus=recorded.focus,
        text=recorded.text,
        reasons=recorded.reasons,
        bolt=recorded.bolt,
        miti=recorded.miti,
        sheet=recorded.sheet,
        sheet_field=recorded.sheet_field,
    )
    return remembered(state, act), act
