"""Conditions about what is remembered, what is to be forgotten, and what was agreed and understood."""

from __future__ import annotations

import re

from agent.conditions.registry import CONDITIONS, condition
from agent.remembering.kept import LISTS
from agent.remembering.telling import sayings
from agent.situation import Situation
from agent.teachback.agreed import About, Verdict
from agent.teachback.follow import MOST_ASKED
from agent.worksheets.state import SheetRun

CONDITIONS.update(
    {
        "wants_forgotten": lambda now: now.wish.kind in ("everything", "topic", "that"),
        "wants_private": lambda now: now.wish.kind == "private",
        "denies_told": lambda now: now.wish.kind == "denied",
        "plan_done": lambda now: now.went == "done",
        "plan_not_done": lambda now: now.went == "not",
        "plan_partly": lambda now: now.went == "partly",
        "plan_changed": lambda now: now.went == "changed",
        "pleased": lambda now: now.teach.glad,
    }
)


@condition
def has_memory(now: Situation) -> bool:
    """There is something from other sessions, or of this one, that can be told."""
    keeping = now.state.keeping
    return keeping.on and any(True for _ in sayings(keeping))


@condition
def asks_if_gone(now: Situation) -> bool:
    """Something was said to be gone just now, and they ask whether it really is."""
    last = now.state.last
    return (
        last is not None
        and last.kind == "repair"
        and last.focus in ("forgotten", "gone", "private")
        and _SURE.search(now.appraisal.text) is not None
    )


_SURE = re.compile(
    r"\b(?:are you sure|you sure|for sure|really|truly|honestly|promise|is (?:it|that|everything|all of it) "
    r"(?:really )?(?:gone|deleted|out|forgotten)|did you (?:really )?(?:delete|forget|erase|do))\b",
    re.I,
)


@condition
def returns(now: Situation) -> bool:
    """Somebody who was here before, at the very beginning, not greeted yet."""
    return now.turn == 1 and not now.state.greeted and now.state.keeping.on and now.state.keeping.earlier


@condition
def memory_empty(now: Situation) -> bool:
    """Somebody whose memory is kept, or was until they had it forgotten, and nothing is in it."""
    keeping = now.state.keeping
    return bool(keeping.person) and not any(getattr(keeping.memory, name) for name in LISTS)


def _awaits(now: Situation, about: About) -> bool:
    """Something of that sort was agreed and has not been asked for often enough."""
    agreed = now.teach.agreed
    return (
        agreed is not None
        and not agreed.settled
        and agreed.about == about
        and agreed.asked == 0
        and not now.state.teach.asking
        and not _at_sheet(now.state.sheet)
    )


def _at_sheet(run: SheetRun | None) -> bool:
    return run is not None and run.status == "open"


@condition
def plan_unsaid(now: Situation) -> bool:
    """A plan was made, and not said back yet."""
    return _awaits(now, "plan")


@condition
def plan_together(now: Situation) -> bool:
    """The plan came up where steps were asked for or offered here: it was not only told in passing."""
    kinds = {exchange.kind for exchange in now.state.recent}
    return now.pace.gate_open or bool(kinds & {"plan", "inform", "ask_permission"})


@condition
def plan_timed(now: Situation) -> bool:
    """The plan at hand has its time already."""
    plan = now.state.made[-1] if now.state.made else None
    made_now = bool(now.plan.when)
    return made_now or (plan is not None and bool(plan.when) and not now.plan.what)


@condition
def plan_whole(now: Situation) -> bool:
    """The plan made last has a deed and a time."""
    agreed = now.teach.agreed
    return agreed is not None and agreed.about == "plan" and len(agreed.slots) > 1


@condition
def thought_unsaid(now: Situation) -> bool:
    """A sheet was finished, and its fairer line not said back yet."""
    return _awaits(now, "thought")


@condition
def information_unsaid(now: Situation) -> bool:
    """Something was told, they took it with a yes or with thanks, and have not said what it comes to."""
    last = now.state.last
    taken = now.teach.glad or now.appraisal.short_answer == "yes" or now.appraisal.asks("accepts", "thanks")
    return last is not None and last.kind == "inform" and taken and _awaits(now, "information")


def _judged(now: Situation, *verdicts: Verdict) -> bool:
    return now.teach.judged is not None and now.teach.judged.verdict in verdicts


@condition
def said_back(now: Situation) -> bool:
    """All of what was agreed came back."""
    return _judged(now, "complete")


@condition
def said_partly(now: Situation) -> bool:
    """Some of it came back, and it may be mended once."""
    return _judged(now, "partial") and _may_ask(now)


@condition
def said_otherwise(now: Situation) -> bool:
    """Something else came back, and it may be asked about once."""
    return _judged(now, "wrong") and _may_ask(now)


@condition
def said_nothing(now: Situation) -> bool:
    """Nothing of it came back, and it may be asked for once more."""
    return _judged(now, "evaded") and _may_ask(now) and now.appraisal.short_answer != "no"


@condition
def said_enough(now: Situation) -> bool:
    """It was asked for twice: it is left, whatever came back."""
    return now.teach.judged is not None and now.teach.judged.verdict != "complete" and not _may_ask(now)


def _may_ask(now: Situation) -> bool:
    return now.teach.agreed is not None and now.teach.agreed.asked < MOST_ASKED
