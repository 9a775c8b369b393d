"""What a protocol means for one person on one date: what is due, was missed, may be made up for.

Pure: everything is told by the protocol, the first day and what was held. Dates are the person's own.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from typing import Literal

from study.protocol.parts import Protocol, Step, Visit

State = Literal["ahead", "due", "to_make_up", "missed", "held", "made_up", "ended"]
"""`to_make_up`: its window is over, and it may still be made up for. `ended`: after the person's end."""


@dataclass(frozen=True, order=True)
class Occasion:
    """A visit on one of its days."""

    day: int
    visit: str


@dataclass(frozen=True)
class Held:
    """That an occasion was held: when it was begun, and whether to its end."""

    on: date
    complete: bool = True


@dataclass(frozen=True)
class Course:
    """What is known of a person's way through a study.

    `day_one`: the date of day 1. `allocated`: whether what comes after allocation may be held.
    `ended`: the date of their end, if it has come.
    """

    day_one: date
    held: Mapping[Occasion, Held]
    arm: str = ""
    allocated: bool = True
    ended: date | None = None


@dataclass(frozen=True)
class Standing:
    """How it stands with an occasion on a date. `until`: the last date on which it can be held."""

    occasion: Occasion
    planned: date
    until: date
    state: State
    on: date | None = None
    begun: bool = False


def steps_of(visit: Visit, day: int, arm: str = "") -> tuple[Step, ...]:
    """The steps of a visit on that day for a person in that arm; all arms' where it is not known."""
    return tuple(
        step
        for step in visit.steps
        if (not step.days or day in step.days) and (not arm or not step.arms or arm in step.arms)
    )


@lru_cache(maxsize=64)
def occasions(protocol: Protocol, arm: str = "") -> tuple[Occasion, ...]:
    """All occasions of a study, in order of their days and, within a day, of the protocol."""
    places = {visit.key: place for place, visit in enumerate(protocol.visits)}
    found = [
        Occasion(day, visit.key)
        for visit in protocol.visits
        for day in visit.days
        if steps_of(visit, day, arm)
    ]
    return tuple(sorted(found, key=lambda one: (one.day, places[one.visit])))


@lru_cache(maxsize=64)
def allocation_at(protocol: Protocol) -> Occasion | None:
    """The occasion on which people are allocated; None where there is nothing to allocate."""
    for one in occasions(protocol):
        if any(step.kind == "allocate" for step in steps_of(protocol.visit(one.visit), one.day)):
            return one
    return None


def standing(protocol: Protocol, course: Course, today: date) -> tuple[Standing, ...]:
    """How it stands with every occasion of a person's study."""
    made_up = [one for one, held in course.held.items() if _is_made_up(protocol, course, one, held)]
    may = protocol.make_up.most > len(made_up)
    return tuple(_stands(protocol, course, one, today, may) for one in occasions(protocol, course.arm))


def due(protocol: Protocol, course: Course, today: date) -> tuple[Standing, ...]:
    """What can be held today: what is due, then the oldest of what may be made up for."""
    all_of_it = standing(protocol, course, today)
    now = [one for one in all_of_it if one.state == "due"]
    todays = sum(one.state == "made_up" and one.on == today for one in all_of_it)
    may = [
        one
        for one in all_of_it
        if one.state == "to_make_up" and (one.begun or todays < protocol.make_up.a_day)
    ]
    return (*now, *may)


def missed_in_a_row(protocol: Protocol, course: Course, today: date) -> int:
    """Days with something planned that passed without any visit, up to now."""
    last = max((held.on for held in course.held.values()), default=date.min)
    planned = {
        one.planned
        for one in standing(protocol, course, today)
        if one.state in ("missed", "to_make_up") and not one.begun
    }
    return sum(when > last for when in planned)


def missed_in_all(protocol: Protocol, course: Course, today: date) -> int:
    """Occasions whose window has passed without them."""
    return sum(one.state in ("missed", "to_make_up") for one in standing(protocol, course, today))


def _stands(protocol: Protocol, course: Course, one: Occasion, today: date, may: bool) -> Standing:
    visit = protocol.visit(one.visit)
    planned = _planned(course, one)
    last = planned + timedelta(days=visit.late)
    within = protocol.make_up.within if visit.made_up else 0
    held = course.held.get(one)
    until = last + timedelta(days=within)
    if held and held.complete:
        state: State = "made_up" if _is_made_up(protocol, course, one, held) else "held"
        return Standing(one, planned, until, state, held.on, True)
    if course.ended and (course.ended <= last):
        state = "ended"
    elif _waits(protocol, course, one):
        state, until = "due" if today >= planned - timedelta(days=visit.early) else "ahead", date.max
    elif not course.allocated and one > (allocation_at(protocol) or one):
        state = "ahead"  # its day is counted from the allocation
    elif today < planned - timedelta(days=visit.early):
        state = "ahead"
    elif today <= last or (held and held.on == today):
        state = "due"
    elif today <= until and (may or bool(held and held.on > last)):
        state = "to_make_up"
    else:
        state = "missed"
    return Standing(one, planned, until, state, held.on if held else None, held is not None)


def _waits(protocol: Protocol, course: Course, one: Occasion) -> bool:
    """Whether an occasion waits for the person, however late: the first one, and the one that allocates."""
    if one == occasions(protocol, course.arm)[0]:
        return True
    return not course.allocated and one == allocation_at(protocol)


def _planned(course: Course, one: Occasion) -> date:
    return course.day_one + timedelta(days=one.day - 1)


def _is_made_up(protocol: Protocol, course: Course, one: Occasion, held: Held) -> bool:
    """Whether it was held after its window."""
    if _waits(protocol, course, one):
        return False
    return held.on > _planned(course, one) + timedelta(days=protocol.visit(one.visit).late)
