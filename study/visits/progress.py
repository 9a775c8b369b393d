"""Which step comes next. Pure: told by the protocol and by what was recorded."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from study.protocol.days import Course, Held, Occasion, Standing, allocation_at, due, steps_of
from study.protocol.parts import Protocol, Step, Visit
from study.store.records import ENDED, Person, VisitRecord


@dataclass(frozen=True)
class Next:
    """The next step of a person. `again`: it was begun before and broke off. `made_up`: the visit was missed.

    `place`, `of`: which of the visit's steps it is, from 1.
    """

    code: str
    occasion: Occasion
    visit: Visit
    step: Step
    place: int
    of: int
    again: bool = False
    made_up: bool = False


def course_of(protocol: Protocol, person: Person, records: Sequence[VisitRecord], arm: str) -> Course:
    """What the calendar needs to know of a person."""
    allocated = bool(person.number) or allocation_at(protocol) is None
    held = {Occasion(one.day, one.visit): Held(one.on, one.ended is not None) for one in records}
    return Course(person.day_one, held, arm, allocated, person.ended)


def next_step(
    protocol: Protocol, person: Person, course: Course, records: Sequence[VisitRecord], now: datetime
) -> Next | None:
    """The step that a person does next, or None: nothing is due, it is not the time of day, or they pause.

    A visit that is under way comes before others, at any time of the day on which it was begun.
    """
    if person.status in ENDED or person.status == "paused":
        return None
    byplace = {Occasion(one.day, one.visit): one for one in records}
    can = [one for one in due(protocol, course, now.date()) if _open(protocol, one, now)]
    for standing in sorted(can, key=lambda one: not one.begun):
        record = byplace.get(standing.occasion)
        found = _first(protocol, person.code, course, standing, record)
        if found:
            return found
    return None


def _open(protocol: Protocol, standing: Standing, now: datetime) -> bool:
    """Whether it is the time of day for a visit."""
    visit = protocol.visit(standing.occasion.visit)
    if standing.begun and standing.on == now.date():
        return True
    return visit.opens <= f"{now:%H:%M}" <= visit.closes


def _first(
    protocol: Protocol, code: str, course: Course, standing: Standing, record: VisitRecord | None
) -> Next | None:
    """The first step of an occasion that has no outcome yet."""
    visit = protocol.visit(standing.occasion.visit)
    steps = steps_of(visit, standing.occasion.day, course.arm)
    taken = {step.name: step.status for step in record.steps} if record else {}
    for place, step in enumerate(steps, 1):
        status = taken.get(step.name, "")
        if status in ("", "begun"):
            again, made_up = status == "begun", standing.state == "to_make_up"
            return Next(code, standing.occasion, visit, step, place, len(steps), again, made_up)
    return None
