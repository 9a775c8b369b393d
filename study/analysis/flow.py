"""The flow of participants, as CONSORT has it: enrolled, allocated, kept, analysed; each number by arm.

Source of the stages: Schulz, Altman, Moher for the CONSORT Group 2010, BMJ 340:c332.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from study.analysis.collect import Gathered
from study.analysis.sets import Sets
from study.store.records import Person

ENDS = {
    "dropped_out": "Dropped out",
    "withdrawn": "Withdrew",
    "stopped": "Stopped by a rule or the team",
}
"""Ends of a person's part before its time, as the page names them."""


@dataclass(frozen=True)
class Branch:
    """The course of those allocated to one arm. `erased`: who withdrew and whose data were destroyed."""

    label: str
    allocated: int
    came: int
    ended: Mapping[str, int]
    erased: int
    under_way: int
    finished: int
    intention: int
    protocol: int


@dataclass(frozen=True)
class Flow:
    """Numbers of people. `not_allocated`: by why; `waiting`: enrolled and still on the way to allocation."""

    enrolled: int
    not_allocated: Mapping[str, int]
    waiting: int
    allocated: int
    branches: tuple[Branch, ...]


def flow(gathered: Gathered, sets: Sets) -> Flow:
    """The flow as of now."""
    erased_places = [one.number for one in gathered.allocations if not one.participant]
    erased = {event.participant for event in gathered.events if event.kind == "forgotten"}
    everybody = bool(gathered.arms.everybody)
    before = [one for one in gathered.people if one.code not in sets.intention]
    gone: Counter[str] = Counter()
    for person in before:
        if person.ended:
            gone[_reason(person)] += 1
    lost = len(erased) - len(erased_places)
    if lost > 0 and not everybody:
        gone["Withdrew, data destroyed"] += lost
    branches = tuple(
        _branch(gathered, sets, label, sum(gathered.arms.group(one) == label for one in erased_places))
        for label in gathered.arms.groups
    )
    return Flow(
        enrolled=len(gathered.people) + len(erased),
        not_allocated=dict(gone.most_common()),
        waiting=sum(not one.ended for one in before),
        allocated=sum(one.allocated for one in branches),
        branches=branches,
    )


def _reason(person: Person) -> str:
    """Why somebody was not allocated."""
    if person.status == "refused":
        return "Gave no consent"
    if person.status == "not_eligible":
        return f"Not eligible: {person.why.rstrip('.')}"
    return f"{ENDS.get(person.status, 'Ended')} before allocation"


def _branch(gathered: Gathered, sets: Sets, label: str, erased: int) -> Branch:
    own = [
        one
        for one in gathered.people
        if one.code in sets.intention and gathered.arms.group(one.number) == label
    ]
    codes = {one.code for one in own}
    ended: Counter[str] = Counter(one.status for one in own)
    return Branch(
        label=label,
        allocated=len(own) + erased,
        came=sum(_came(gathered, one) for one in own),
        ended={name: ended[name] for name in ENDS},
        erased=erased,
        under_way=sum(one.ended is None for one in own),
        finished=ended["finished"],
        intention=len(codes),
        protocol=len(codes & set(sets.protocol)),
    )


def _came(gathered: Gathered, person: Person) -> bool:
    """Whether somebody was there at least once after their allocation."""
    place = next((one for one in gathered.allocations if one.participant == person.code), None)
    since = place.at if place else 0.0
    return any(step.begun > since for visit in gathered.visits[person.code] for step in visit.steps)
