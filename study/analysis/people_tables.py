"""Tables of people: the flow, who is in which set, every visit, and adherence by arm."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Any

from study.analysis.collect import Gathered
from study.analysis.flow import ENDS, Flow
from study.analysis.sets import COME, KEPT, Sets
from study.analysis.tables import Table, table

_ARM = ("arm", "the label of the arm (within persons: of the order); empty where this reader may not know it")
_CODE = ("code", "the participant's code")


def people_tables(gathered: Gathered, sets: Sets, flow: Flow) -> list[Table]:
    """The tables of this module."""
    return [
        _flow(flow),
        _people(gathered, sets),
        _ends(gathered),
        _adherence(gathered),
        _by_arm(gathered),
    ]


def _flow(flow: Flow) -> Table:
    columns = (("stage", "the stage of the flow"), ("arm", "the arm; empty: all"), ("people", "how many"))
    rows: list[tuple[str, str, int]] = [("enrolled", "", flow.enrolled)]
    rows += [(f"not allocated: {why}", "", number) for why, number in flow.not_allocated.items()]
    rows += [("not allocated yet", "", flow.waiting), ("allocated", "", flow.allocated)]
    for one in flow.branches:
        rows += [
            ("allocated", one.label, one.allocated),
            ("came after allocation", one.label, one.came),
            *((ENDS[name].lower(), one.label, number) for name, number in one.ended.items()),
            ("withdrew, data destroyed", one.label, one.erased),
            ("under way", one.label, one.under_way),
            ("finished", one.label, one.finished),
            ("analysed by intention to treat", one.label, one.intention),
            ("analysed per protocol", one.label, one.protocol),
        ]
    return table("flow", "Flow of participants", columns, rows)


def _people(gathered: Gathered, sets: Sets) -> Table:
    columns = (
        _CODE,
        ("site", "where they take part"),
        ("place", "the code of their place in the list; says nothing of the arm"),
        _ARM,
        ("status", "how their part stands"),
        ("day_one", "the date of day 1"),
        ("ended", "the date on which their part ended"),
        ("intention_to_treat", "1: in this set"),
        ("per_protocol", "1: in this set"),
        ("why_not", "what keeps somebody who was allocated out of the second set"),
    )
    rows = (
        (
            one.code,
            one.site,
            one.allocation_code,
            gathered.arms.in_person_tables(gathered.arms.group(one.number)),
            one.status,
            str(one.day_one),
            str(one.ended or ""),
            int(one.code in sets.intention),
            int(one.code in sets.protocol),
            sets.why_not.get(one.code, ""),
        )
        for one in gathered.people
    )
    return table("people", "People", columns, rows)


def _ends(gathered: Gathered) -> Table:
    """Why people's parts ended; by arm only where arms are not masked, for a reason can tell of its arm."""
    split = not gathered.arms.masked
    found = Counter(
        (one.status, one.why, gathered.arms.group(one.number) if split else "")
        for one in gathered.people
        if one.ended and one.status != "finished"
    )
    columns = (
        ("status", "how it ended"),
        ("why", "the reason on record"),
        ("arm", "the arm; empty while arms are masked, or before allocation"),
        ("people", "how many"),
    )
    return table(
        "ends", "Why people's parts ended early", columns, ((*key, n) for key, n in sorted(found.items()))
    )


def _adherence(gathered: Gathered) -> Table:
    columns = (
        _CODE,
        ("visit", "the visit, as the protocol names it"),
        ("day", "the day it is planned for; 1 is the first"),
        ("planned", "that day's date"),
        ("state", "held, made_up, missed, to_make_up, due, ahead, or ended: after the person's end"),
        ("on", "the date on which it was begun"),
        ("steps", "how many steps it has"),
        ("done", "how many of them were done"),
        ("minutes", "from its beginning to its end"),
    )
    return table("adherence", "Every visit of everybody", columns, _visits(gathered))


def _visits(gathered: Gathered) -> Iterator[tuple[Any, ...]]:
    narrowed = any(step.arms for visit in gathered.protocol.visits for step in visit.steps)
    hide = narrowed and not gathered.arms.told  # how many steps a visit has would tell the arm
    for one in gathered.kept:
        yield (
            one.code,
            one.visit,
            one.day,
            str(one.planned),
            one.state,
            str(one.on or ""),
            None if hide else one.steps,
            None if hide else one.done,
            one.minutes or None,
        )


def _by_arm(gathered: Gathered) -> Table:
    numbers = {one.code: one.number for one in gathered.people}
    counts: dict[tuple[str, str, int], Counter[str]] = {}
    for one in gathered.kept:
        label = gathered.arms.group(numbers[one.code])
        if label:
            counts.setdefault((label, one.visit, one.day), Counter())[one.state] += 1
    columns = (
        ("arm", "the label of the arm (within persons: of the order)"),
        ("visit", "the visit"),
        ("day", "the day it is planned for"),
        ("come", "for how many people its time has come"),
        ("kept", "how many of these kept it, in time or made up for"),
        ("made_up", "how many of these made up for it"),
        ("share", "kept of come, 0 to 1"),
    )
    rows = []
    for (label, visit, day), states in sorted(counts.items(), key=lambda item: (item[0][0], item[0][2])):
        come, kept = sum(states[state] for state in COME), sum(states[state] for state in KEPT)
        rows.append((label, visit, day, come, kept, states["made_up"], kept / come if come else None))
    return table("adherence_by_arm", "Visits kept, by arm and day", columns, rows)
