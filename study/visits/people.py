"""People's part in a study: enrolled, paused, ended; each change with who made it and why."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import date, timedelta

from alongside.errors import AlongsideError
from study.protocol.days import missed_in_a_row, missed_in_all, occasions, standing
from study.protocol.parts import Protocol
from study.store import reading
from study.store.records import ENDED, PROGRAM, Person, PersonStatus, Who
from study.store.store import Writing
from study.store.tables import ParticipantRow
from study.studies import Study
from study.visits.consequences import Consequence, after_missing
from study.visits.progress import course_of

CODE = re.compile(r"^[A-Za-z0-9][A-Za-z0-9_-]{0,30}$")
_STATUS: dict[str, PersonStatus] = {
    "refused": "refused",
    "not_eligible": "not_eligible",
    "stop": "stopped",
    "pause": "paused",
}
OPEN = ("ahead", "due", "to_make_up")
"""States of an occasion that may still be held."""


def enrol(
    study: Study,
    code: str,
    who: Who,
    *,
    site: str = "",
    language: str = "",
    factors: Mapping[str, str] | None = None,
    day_one: date | None = None,
) -> Person:
    """Enter somebody under a code. `day_one`: the date of day 1, if not as soon as the first visit allows.

    AlongsideError if the code is no code or taken, or a site, language or factor is none of the protocol's.
    """
    protocol, factors = study.protocol, factors or {}
    if not CODE.fullmatch(code):
        raise AlongsideError(f"{code!r} is no code", "Use letters, digits, - and _; never a name.")
    language = language or protocol.languages[0]
    _among("language", language, protocol.languages)
    if protocol.sites or site:
        _among("site", site, protocol.sites)
    known = {factor.key: factor.levels for factor in protocol.allocation.factors if factor.key != "site"}
    for key, value in factors.items():
        _among("factor", key, tuple(known))
        _among(key, value, known[key])
    for key in set(known) - set(factors):
        raise AlongsideError(f"{key} of {code} is needed for allocation", f"Add --factor {key}=LEVEL.")
    first = day_one or study.now().date() - timedelta(days=occasions(protocol)[0].day - 1)
    person = Person(code, site, language, dict(factors), first, "enrolled")
    with study.store.writing() as writing:
        writing.enrol(person, who)
    return study.store.person(code)


def apply(writing: Writing, person: ParticipantRow, found: Iterable[Consequence], today: date) -> None:
    """Do what follows, within a transaction; each is an event."""
    for one in found:
        writing.event("told", PROGRAM, person.code, what=one.kind, why=one.why)
        if one.kind == "pause_study":
            writing.study.status = "paused"
        elif one.kind in _STATUS:
            set_status(writing, person, _STATUS[one.kind], PROGRAM, one.why, today)


def set_status(
    writing: Writing, person: ParticipantRow, status: PersonStatus, who: Who, why: str, today: date
) -> None:
    """Change somebody's status, unless their part has ended; an end has its date and reason."""
    if person.status in ENDED or person.status == status:
        return
    person.status = status
    if status in ENDED:
        person.ended, person.why = today.isoformat(), why
    writing.event(status, who, person.code, why=why)


def change_status(study: Study, code: str, status: PersonStatus, who: Who, why: str) -> Person:
    """Record that somebody pauses, goes on (`enrolled`), drops out, is stopped, or withdraws.

    AlongsideError if their part has ended, or no reason is given.
    """
    if not why.strip():
        raise AlongsideError(f"{status} needs its reason", "Say why: --why '…'.")
    with study.store.writing() as writing:
        row = writing.person(code)
        # Withdrawing stays possible after the end: what was collected is still theirs.
        if row.status in ENDED and status != "withdrawn":
            raise AlongsideError(f"{code} has ended: {row.status}")
        if row.status in ENDED:
            row.status = "enrolled"
        if status == "enrolled" and reading.person(writing.session, study.protocol.key, code).number:
            status = "allocated"
        set_status(writing, row, status, who, why, study.now().date())
    return study.store.person(code)


def set_study(study: Study, status: str, who: Who, why: str) -> None:
    """Pause a study for everybody (`paused`), let it go on (`running`), or close it (`closed`)."""
    if not why.strip():
        raise AlongsideError("that needs its reason", "Say why: --why '…'.")
    with study.store.writing() as writing:
        writing.study.status = status
        writing.event(f"study_{status}", who, why=why)


def finish_if_over(protocol: Protocol, writing: Writing, code: str, arm: str, today: date) -> None:
    """Note that somebody has finished, once nothing is left that they could do."""
    person, records = reading.about(writing.session, protocol.key, code)
    course = course_of(protocol, person, records, arm)
    if not any(one.state in OPEN for one in standing(protocol, course, today)):
        set_status(writing, writing.person(code), "finished", PROGRAM, "", today)


def look_in(study: Study) -> tuple[tuple[str, Consequence], ...]:
    """Once a day: who missed so much that a rule applies, and who is through. Gives what is new."""
    found: list[tuple[str, Consequence]] = []
    today = study.now().date()
    for person in study.store.people():
        if person.status in ENDED or person.status == "paused":
            continue
        arm = study.allocator.arm_at(person.number) if study.protocol.design == "between" else ""
        records = study.store.visits(person.code)
        course = course_of(study.protocol, person, records, arm)
        since = str(max((one.on for one in records), default=person.day_one))
        missed = after_missing(
            study.protocol,
            missed_in_a_row(study.protocol, course, today),
            missed_in_all(study.protocol, course, today),
        )
        told = {
            (event.data["rule"], event.data["since"]) for event in study.store.events("missed", person.code)
        }
        with study.store.writing() as writing:
            for place, one in missed:
                if (place, since) not in told:
                    writing.event("missed", PROGRAM, person.code, rule=place, since=since)
                    apply(writing, writing.person(person.code), [one], today)
                    found.append((person.code, one))
            finish_if_over(study.protocol, writing, person.code, arm, today)
    return tuple(found)


def _among(what: str, value: str, options: tuple[str, ...]) -> None:
    if value not in options:
        raise AlongsideError(
            f"{what} {value!r} is not of this study", f"There is: {', '.join(options) or 'none'}."
        )
