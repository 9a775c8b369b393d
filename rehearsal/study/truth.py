"""What the books of a rehearsed study must say, reckoned from the plan and from what people really did.

Nothing here asks the study. Days are a person's own, 1 the first daily visit.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Iterator

from rehearsal.participants.traits import NEVER
from rehearsal.study.ledger import Ledger
from rehearsal.study.plan import Coming, Plan
from study.protocol.days import State
from study.protocol.parts import Protocol

Figures = dict[str, float]
"""Counts and sums, by what they are of, in the order in which they are shown."""
TOGETHER = 4
"""Decimals to which values are compared: those that the report's tables have."""
IN_A_ROW = 3
"""Missed days in a row after which somebody asks how they are, by the template."""


def total(values: Iterable[float]) -> float:
    """The sum of values, each as the tables have it."""
    return round(math.fsum(round(value, TOGETHER) for value in values), TOGETHER)


def truth(protocol: Protocol, plan: Plan, ledger: Ledger) -> Figures:
    """All figures."""
    joined = [one for one in plan.people if one.traits.joins]
    arms = Counter(one.arm for one in joined)
    dropped = [one for one in joined if one.traits.last_day < NEVER]
    withdrew = {entry.code for entry in ledger.of("withdrew")}
    found: Figures = {
        "people enrolled": len(list(ledger.of("enrolled"))),
        "of these without consent": len(plan.people) - len(joined),
        "people allocated": len(joined),
        **{f"in the arm {arm.key}": arms[arm.key] for arm in protocol.arms},
        "people through to the end": len(joined) - len(dropped) - len(withdrew),
        "people who dropped out": len(dropped),
        "people who withdrew": len(withdrew),
    }
    states = Counter[str]()
    for one in plan.people:
        if one.code not in withdrew:  # their rows are gone
            states.update(_states(protocol, plan, one))
    for state, name in STATES.items():
        found[name] = states[state]
    for status in ("done", "skipped", "refused", "stopped"):
        found[f"steps {status}"] = len(list(ledger.of("step", status=status)))
    found |= _answered(ledger)
    turns = list(ledger.of("turn"))
    found["visits with a record"] = len({entry.more["folder"] for entry in ledger.of("session")})
    found["turns of participants"] = len(turns)
    found["turns whose words are kept"] = sum(entry.more["kept"] for entry in turns)
    found["dangers told, person paused"] = len(list(ledger.of("danger")))
    found["missed days told"] = sum(_told(protocol, plan, one) for one in joined)
    found["power cuts, visit gone on with"] = len(list(ledger.of("power_cut")))
    return found


STATES: dict[State, str] = {
    "held": "visits held",
    "made_up": "visits made up for",
    "missed": "visits missed",
    "ended": "visits after somebody's end",
}


def _answered(ledger: Ledger) -> Figures:
    """Answers, scores and ratings: how many, and their sum, which no two errors leave as it was."""
    answers = [entry.more["value"] for entry in ledger.of("answer")]
    scores = [
        value
        for kind in ("instrument",)
        for entry in ledger.of("step", kind=kind)
        for value in entry.more["scores"].values()
    ]
    ratings = [entry.more["value"] for entry in ledger.of("rating")]
    return {
        "answers to items": len(answers),
        "their sum": total(answers),
        "scores of instruments": len(scores),
        "the scores' sum": total(scores),
        "ratings on worksheets": len(ratings),
        "the ratings' sum": total(ratings),
    }


def _states(protocol: Protocol, plan: Plan, one: Coming) -> Iterator[str]:
    """How it stands at the end with each visit of somebody."""
    end = _end(plan, one)
    if one.traits.joins:
        yield "held"
    else:
        yield "ended"
    for day in range(1, plan.days + 1):
        if day in one.days.on_time and day < end:
            yield "held"
        elif one.days.made_up.get(day, NEVER) < end:
            yield "made_up"
        else:
            yield "ended" if day >= end else "missed"
    late = max(visit.late for visit in protocol.visits)
    if one.days.last < end:
        yield "held"
    else:
        yield "ended" if plan.days + 1 + late >= end else "missed"


def _end(plan: Plan, one: Coming) -> int:
    """The day from which they hold nothing any more, before the study is over for them; NEVER if none."""
    if not one.traits.joins:
        return 0
    if one.code == plan.withdraws:
        return plan.withdraw_day
    if one.traits.last_day < NEVER:
        # They are missed on the evening of the day after the third that they missed, and rung up next day.
        return max(one.days.on_time, default=0) + IN_A_ROW + 2
    return NEVER


def _told(protocol: Protocol, plan: Plan, one: Coming) -> int:
    """How often somebody was told of days that they missed in a row: once for each time they stayed away."""
    came = sorted({0, *one.days.on_time, *([one.days.last] if one.days.last < NEVER else [])})
    late = {day: day for day in range(1, plan.days + 1)} | {
        plan.days + 1: plan.days + 1 + max(visit.late for visit in protocol.visits)
    }
    times = 0
    for number, last in enumerate(came):
        until = came[number + 1] if number + 1 < len(came) else max(late.values()) + 2
        until = min(until, _end(plan, one))
        # On the evening before they come again: what was planned since, and its time is over.
        missed = sum(day > last and over < until - 1 for day, over in late.items())
        times += missed >= IN_A_ROW
    return times
