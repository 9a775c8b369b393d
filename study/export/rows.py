"""The rows of an export, a person after the other; nothing is held but what one person said."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from datetime import date

from alongside.eventlog import LOG, read_events
from alongside.messages import Message
from study.analysis.arms import Arms
from study.consent.permit import kept as permitted
from study.export.columns import ANSWERS, EVENTS, PARTICIPANTS, SCORES, STEPS, VISITS, Row, Table
from study.export.consented import Record
from study.export.masking import Masker
from study.export.plain import row, texts
from study.moment import moment
from study.store.records import Answer, Person, StepRecord, VisitRecord
from study.studies import Study
from study.vault.keys import plain as is_number
from study.vault.opening import kept

Rows = Iterator[tuple[Table, Row]]
_LABEL = re.compile(r"[^A-Za-z0-9]")


def subject(code: str) -> str:
    """A participant as BIDS names them: letters and digits alone."""
    return f"sub-{_LABEL.sub('', code)}"


def session(visit: VisitRecord) -> str:
    """A visit on its day as BIDS names it."""
    return f"ses-{_LABEL.sub('', visit.visit)}{visit.day:02d}".replace("--", "-")


def person_rows(
    study: Study,
    person: Person,
    visits: Sequence[VisitRecord],
    found: Sequence[Record],
    arms: Arms,
    masker: Masker,
) -> Rows:
    """All rows of somebody, table after table. The masker hears all their words first."""
    masker.learn(_all_words(study, person, visits, found))
    yield PARTICIPANTS, _participant(person, arms)
    recorded = {(one.visit.visit, one.visit.day) for one in found}
    for visit in visits:
        who: Row = {
            "participant_id": subject(person.code),
            "session_id": session(visit),
            "visit": visit.visit,
            "day": visit.day,
        }
        yield (
            VISITS,
            {
                **who,
                "at_day": _day(person, visit.on),
                "minutes": round((visit.ended - visit.begun) / 60, 2) if visit.ended else None,
                "recorded": (visit.visit, visit.day) in recorded,
            },
        )
        for step in visit.steps:
            yield from _step(study, person, visit, step, {**who, "step": step.name}, masker)
    for record in found:
        for each in event_rows(study, record, masker):
            yield (
                EVENTS,
                {"participant_id": subject(person.code), "session_id": session(record.visit), **each},
            )


def event_rows(
    study: Study, record: Record, masker: Masker, told: Callable[[], None] = lambda: None
) -> Iterator[Row]:
    """The events of a record that may be told, in order."""
    began: float | None = None
    with kept(record.folder, study.vault, only=(LOG,)) as folder:
        for event in read_events(folder) if (folder / LOG).is_file() else ():
            began = moment(event) if began is None else began
            message: Message | None = permitted(event.message, record.streams)
            if message is not None:
                yield {"run": record.run, **row(event, message, began, masker)}
            told()


def _all_words(
    study: Study, person: Person, visits: Sequence[VisitRecord], found: Sequence[Record]
) -> Iterator[str]:
    """Everything a person's rows will hold in words."""
    for record in found:
        with kept(record.folder, study.vault, only=(LOG,)) as folder:
            for event in read_events(folder) if (folder / LOG).is_file() else ():
                message = permitted(event.message, record.streams)
                if message is not None:
                    yield from texts(message)
    for visit in visits:
        for step in visit.steps:
            for answer in study.store.answers(person.code, visit.visit, visit.day, step.name):
                if not is_number(answer.value):
                    yield answer.value


def _participant(person: Person, arms: Arms) -> Row:
    return {
        "participant_id": subject(person.code),
        "site": person.site or None,
        "language": person.language,
        "group": arms.in_person_tables(arms.group(person.number)) or None,
        "status": person.status,
        "ended_day": _day(person, person.ended) if person.ended else None,
        "factors": ";".join(f"{key}={level}" for key, level in sorted(person.factors.items())) or None,
    }


def _step(
    study: Study, person: Person, visit: VisitRecord, step: StepRecord, who: Row, masker: Masker
) -> Rows:
    yield (
        STEPS,
        {
            **who,
            "kind": step.kind,
            "status": step.status,
            "onset": round(step.begun - visit.begun, 3),
            "duration": round(step.ended - step.begun, 3) if step.ended else None,
            "risk": step.risk,
        },
    )
    for scale, score in step.scores.items():
        yield SCORES, {**who, "scale": scale, "value": score}
    for answer in study.store.answers(person.code, visit.visit, visit.day, step.name):
        yield ANSWERS, {**who, **_answer(answer, visit, masker)}


def _answer(answer: Answer, visit: VisitRecord, masker: Masker) -> Row:
    number = is_number(answer.value)
    return {
        "item": answer.item,
        "revision": answer.revision,
        "value": float(answer.value) if number and answer.value else None,
        "words": None if number else masker.mask(answer.value),
        "onset": round(answer.at - visit.begun, 3),
        "channel": answer.channel or None,
    }


def _day(person: Person, on: date) -> int:
    return (on - person.day_one).days + 1
