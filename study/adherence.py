"""Adherence as data: a row for every person and occasion, whether it was held, and how much was done."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from study.protocol.days import Occasion, State, standing, steps_of
from study.studies import Study
from study.visits.progress import course_of


@dataclass(frozen=True)
class Kept:
    """One occasion of one person. `done` of `steps` were done.

    `minutes`: from its beginning to its end; 0 where it has none. `allocation`: the code of
    their place in the list, never the arm.
    """

    code: str
    site: str
    allocation: str
    status: str
    visit: str
    day: int
    planned: date
    state: State
    on: date | None
    steps: int
    done: int
    minutes: float


def adherence(study: Study) -> Iterator[Kept]:
    """Every occasion of everybody, as of today, in order of enrolment and days."""
    today = study.now().date()
    for person in study.store.people():
        records = study.store.visits(person.code)
        arm = study.allocator.arm_at(person.number) if study.protocol.design == "between" else ""
        course = course_of(study.protocol, person, records, arm)
        byplace = {Occasion(one.day, one.visit): one for one in records}
        for one in standing(study.protocol, course, today):
            record = byplace.get(one.occasion)
            planned = steps_of(study.protocol.visit(one.occasion.visit), one.occasion.day, arm)
            yield Kept(
                code=person.code,
                site=person.site,
                allocation=person.allocation_code,
                status=person.status,
                visit=one.occasion.visit,
                day=one.occasion.day,
                planned=one.planned,
                state=one.state,
                on=one.on,
                steps=len(planned),
                done=sum(step.status == "done" for step in record.steps) if record else 0,
                minutes=round((record.ended - record.begun) / 60, 2) if record and record.ended else 0.0,
            )
