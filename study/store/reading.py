"""Rows of the index as records."""

from __future__ import annotations

import json
from collections import defaultdict
from datetime import date
from typing import Any, cast

from sqlalchemy import select
from sqlalchemy.orm import Session

from alongside.errors import AlongsideError
from study.store.records import (
    Allocated,
    Answer,
    Person,
    PersonStatus,
    Response,
    StepRecord,
    StepStatus,
    StudyEvent,
    VisitRecord,
)
from study.store.tables import AllocationRow, EventRow, ParticipantRow, ResponseRow, StepRow, VisitRow


def participant(session: Session, study: str, code: str) -> ParticipantRow:
    """The row of somebody. AlongsideError if there is nobody."""
    found = session.scalar(
        select(ParticipantRow).where(ParticipantRow.study == study, ParticipantRow.code == code)
    )
    if found is None:
        raise _nobody(code)
    return found


def people(session: Session, study: str) -> tuple[Person, ...]:
    """Everybody, in order of enrolment."""
    return tuple(map(_person, session.execute(_people(study).order_by(ParticipantRow.id))))


def person(session: Session, study: str, code: str) -> Person:
    """Somebody by their code. AlongsideError if there is nobody."""
    return _person(_found(session, study, code))


def about(session: Session, study: str, code: str) -> tuple[Person, tuple[VisitRecord, ...]]:
    """Somebody and their visits. AlongsideError if there is nobody."""
    found = _found(session, study, code)
    return _person(found), _visits(session, found[0].id)


def visits(session: Session, study: str, code: str) -> tuple[VisitRecord, ...]:
    """The visits of a person that were begun, in that order."""
    return _visits(session, participant(session, study, code).id)


def _visits(session: Session, who: int) -> tuple[VisitRecord, ...]:
    rows = session.scalars(select(VisitRow).where(VisitRow.participant == who).order_by(VisitRow.id)).all()
    wanted = select(StepRow).where(StepRow.visit.in_([visit.id for visit in rows])).order_by(StepRow.id)
    steps: dict[int, list[StepRecord]] = defaultdict(list)
    for one in session.scalars(wanted):
        steps[one.visit].append(_step(one))
    return tuple(
        VisitRecord(
            visit.visit,
            visit.day,
            date.fromisoformat(visit.on),
            visit.begun,
            visit.ended,
            visit.session,
            tuple(steps[visit.id]),
        )
        for visit in rows
    )


def answers(session: Session, study: str, code: str, visit: str, day: int, step: str) -> tuple[Answer, ...]:
    """What was answered in a step, all revisions, in order."""
    row = participant(session, study, code)
    rows = session.scalars(
        select(ResponseRow)
        .join(StepRow, ResponseRow.step == StepRow.id)
        .join(VisitRow, StepRow.visit == VisitRow.id)
        .where(
            VisitRow.participant == row.id, VisitRow.visit == visit, VisitRow.day == day, StepRow.name == step
        )
        .order_by(ResponseRow.id)
    )
    return tuple(Answer(one.item, one.value, one.at, one.revision, one.channel, one.by) for one in rows)


def responses(session: Session, study: str) -> tuple[Response, ...]:
    """The newest answer to every item of every step of everybody; words as they are kept, sealed."""
    rows = session.execute(
        select(ResponseRow, ParticipantRow.code, VisitRow.visit, VisitRow.day, StepRow.name)
        .join(StepRow, ResponseRow.step == StepRow.id)
        .join(VisitRow, StepRow.visit == VisitRow.id)
        .join(ParticipantRow, VisitRow.participant == ParticipantRow.id)
        .where(ParticipantRow.study == study)
        .order_by(StepRow.id, ResponseRow.id)
    )
    newest = {
        (one.step, one.item): Response(
            code, visit, day, name, Answer(one.item, one.value, one.at, one.revision, one.channel, one.by)
        )
        for one, code, visit, day, name in rows
    }
    return tuple(newest.values())


def allocations(session: Session, study: str) -> tuple[Allocated, ...]:
    """The places of the list that were given, in order."""
    rows = session.execute(
        select(AllocationRow, ParticipantRow.code)
        .outerjoin(ParticipantRow, AllocationRow.participant == ParticipantRow.id)
        .where(AllocationRow.study == study)
        .order_by(AllocationRow.number)
    )
    return tuple(
        Allocated(row.number, code or "", json.loads(row.stratum), row.code, row.at, row.by, row.arm or "")
        for row, code in rows
    )


def events(session: Session, study: str, kind: str = "", about: str = "") -> tuple[StudyEvent, ...]:
    """The events of a study, in order; only those of a kind, or about somebody."""
    wanted = select(EventRow).where(EventRow.study == study).order_by(EventRow.n)
    if kind:
        wanted = wanted.where(EventRow.kind == kind)
    if about:
        wanted = wanted.where(EventRow.participant == about)
    return tuple(map(event, session.scalars(wanted)))


def event(row: EventRow) -> StudyEvent:
    """A row as a record."""
    return StudyEvent(
        row.n, row.at, row.kind, row.by, row.role, row.participant, json.loads(row.data), row.prev, row.hash
    )


def _found(session: Session, study: str, code: str) -> Any:
    found = session.execute(_people(study).where(ParticipantRow.code == code)).one_or_none()
    if found is None:
        raise _nobody(code)
    return found


def _nobody(code: str) -> AlongsideError:
    return AlongsideError(f"there is no participant {code!r} in this study", "See: alongside study people")


def _people(study: str) -> Any:
    return (
        select(ParticipantRow, AllocationRow.number, AllocationRow.code)
        .outerjoin(AllocationRow, AllocationRow.participant == ParticipantRow.id)
        .where(ParticipantRow.study == study)
    )


def _person(found: Any) -> Person:
    row, number, code = found
    return Person(
        code=row.code,
        site=row.site,
        language=row.language,
        factors=json.loads(row.factors),
        day_one=date.fromisoformat(row.day_one),
        status=cast(PersonStatus, row.status),
        ended=date.fromisoformat(row.ended) if row.ended else None,
        why=row.why,
        enrolled=row.enrolled,
        number=number or 0,
        allocation_code=code or "",
    )


def _step(row: StepRow) -> StepRecord:
    return StepRecord(
        row.name,
        row.kind,
        cast(StepStatus, row.status),
        row.begun,
        row.ended,
        row.by,
        json.loads(row.scores),
        row.risk,
        row.note,
    )
