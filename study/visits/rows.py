"""The rows of a visit and its steps, within a transaction."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta

from sqlalchemy import select

from alongside.errors import AlongsideError
from study.protocol.days import occasions
from study.store.records import PROGRAM, Who
from study.store.store import Writing
from study.store.tables import ParticipantRow, StepRow, VisitRow
from study.studies import Study
from study.visits.people import finish_if_over
from study.visits.progress import Next


def visit_row(study: Study, writing: Writing, step: Next, who: Who) -> VisitRow:
    """The row of a step's visit, made if it is not there."""
    person, one = writing.person(step.code), step.occasion
    found = writing.session.scalar(
        select(VisitRow).where(
            VisitRow.participant == person.id, VisitRow.visit == one.visit, VisitRow.day == one.day
        )
    )
    if found is not None:
        return found
    if one == occasions(study.protocol)[0]:
        anchor(study, writing, person, step)
    found = VisitRow(
        participant=person.id,
        visit=one.visit,
        day=one.day,
        on=study.now().date().isoformat(),
        begun=study.store.clock(),
        session="",
    )
    writing.session.add(found)
    writing.session.flush()
    writing.event("visit_begun", who, step.code, visit=one.visit, day=one.day, made_up=step.made_up)
    return found


def anchor(study: Study, writing: Writing, person: ParticipantRow, step: Next) -> None:
    """Count the days from today: the first visit, and allocation, come when the person comes."""
    first = (study.now().date() - timedelta(days=step.occasion.day - 1)).isoformat()
    if person.day_one != first:
        person.day_one = first
        writing.event("day_one", PROGRAM, step.code, day_one=first)


def end(
    study: Study, writing: Writing, visit: VisitRow, step: Next, who: Who, arm: str, why: str = ""
) -> None:
    """End a visit, and a person's part if it was their last. `arm`: theirs, by which the calendar goes."""
    visit.ended = study.store.clock()
    writing.session.flush()
    one = step.occasion
    writing.event("visit_ended", who, step.code, visit=one.visit, day=one.day, why=why)
    finish_if_over(study.protocol, writing, step.code, arm, study.now().date())


def step_row(writing: Writing, visit: VisitRow, step: Next) -> StepRow | None:
    """The row of a step, if it was begun."""
    return writing.session.scalar(
        select(StepRow).where(StepRow.visit == visit.id, StepRow.name == step.step.name)
    )


def add_step(study: Study, writing: Writing, visit: VisitRow, step: Next, who: Who) -> StepRow:
    """The row of a step that begins."""
    row = StepRow(
        visit=visit.id,
        name=step.step.name,
        kind=step.step.kind,
        status="begun",
        begun=study.store.clock(),
        by=who.name,
    )
    writing.session.add(row)
    writing.session.flush()
    writing.event("step_begun", who, step.code, **named(step))
    return row


def underway(writing: Writing, step: Next) -> StepRow:
    """The row of a step that was begun and has no outcome yet. AlongsideError if it is not so."""
    person = writing.person(step.code)
    found = writing.session.scalar(
        select(StepRow)
        .join(VisitRow, StepRow.visit == VisitRow.id)
        .where(
            VisitRow.participant == person.id,
            VisitRow.visit == step.occasion.visit,
            VisitRow.day == step.occasion.day,
            StepRow.name == step.step.name,
            StepRow.status == "begun",
        )
    )
    if found is None:
        raise AlongsideError(f"{step.step.name} of {step.code} is not under way", "Begin it first.")
    return found


def named(step: Next) -> Mapping[str, str | int]:
    """A step as events name it."""
    return {"visit": step.occasion.visit, "day": step.occasion.day, "step": step.step.name}
