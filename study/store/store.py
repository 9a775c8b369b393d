"""The index of one study: what is written goes in whole, with the event that tells of it, or not at all."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from alongside.errors import AlongsideError
from alongside.eventlog import GENESIS, Verdict, canonical
from study.store import reading
from study.store.chain import check, hash_of
from study.store.database import open_database
from study.store.records import Allocated, Answer, Person, Response, StudyEvent, VisitRecord, Who
from study.store.tables import EventRow, ParticipantRow, SiteRow, StudyRow
from study.vault.keys import Vault

DATABASE = "index.sqlite"
Clock = Callable[[], float]


class Store:
    """One study in a database, which may hold others too. `clock` tells seconds since the epoch.

    `vault`: the participants' keys; with them, words are sealed before they are written.
    """

    def __init__(
        self, place: str | Path, study: str, clock: Clock = time.time, vault: Vault | None = None
    ) -> None:
        self.key = study
        self.vault = vault
        self.clock = clock
        self.engine = open_database(place)

    def close(self) -> None:
        """Let go of the database."""
        self.engine.dispose()

    def found(self) -> bool:
        """Whether the study was begun in this database."""
        with self._session(reads=True) as session:
            return session.get(StudyRow, self.key) is not None

    def begin(
        self, title: str, version: str, commitment: str, sites: tuple[str, ...], who: Who, **data: Any
    ) -> None:
        """Enter the study, with the event that it started. AlongsideError if it is there already."""
        if self.found():
            raise AlongsideError(f"the study {self.key!r} is in the database already", "Name it otherwise.")
        with self._session() as session, session.begin():
            row = StudyRow(
                key=self.key,
                title=title,
                version=version,
                commitment=commitment,
                started=self.clock(),
                events=0,
                head=GENESIS,
            )
            session.add(row)
            session.flush()  # before what refers to it
            session.add_all(SiteRow(study=self.key, key=site) for site in sites)
            said = {"version": version, "commitment": commitment, **data}
            Writing(session, row, self.clock, self.vault).event("started", who, **said)

    @contextmanager
    def writing(self) -> Iterator[Writing]:
        """A transaction on the study, one at a time. What is raised within undoes all of it."""
        with self._session() as session, session.begin():
            # The row is the lock: whoever holds it writes alone in this study, also from other sites.
            row = session.scalar(select(StudyRow).where(StudyRow.key == self.key).with_for_update())
            if row is None:
                raise AlongsideError(
                    f"the study {self.key!r} is not in this database", "Begin it: alongside study start"
                )
            yield Writing(session, row, self.clock, self.vault)

    def status(self) -> str:
        """running, paused or closed."""
        return self._study(lambda row: row.status)

    def version(self) -> str:
        """The version of the protocol that it began with or was last amended to."""
        return self._study(lambda row: row.version)

    def commitment(self) -> str:
        """The SHA-256 that the sealed seed must have."""
        return self._study(lambda row: row.commitment)

    def people(self) -> tuple[Person, ...]:
        """Everybody, in order of enrolment."""
        with self._session(reads=True) as session:
            return reading.people(session, self.key)

    def person(self, code: str) -> Person:
        """Somebody by their code. AlongsideError if there is nobody."""
        with self._session(reads=True) as session:
            return reading.person(session, self.key, code)

    def about(self, code: str) -> tuple[str, Person, tuple[VisitRecord, ...]]:
        """The study's status, somebody, and their visits, all as of one moment."""
        with self._session(reads=True) as session:
            status = session.get_one(StudyRow, self.key).status
            return status, *reading.about(session, self.key, code)

    def visits(self, code: str) -> tuple[VisitRecord, ...]:
        """The visits of a person that were begun, in that order."""
        with self._session(reads=True) as session:
            return reading.visits(session, self.key, code)

    def answers(self, code: str, visit: str, day: int, step: str) -> tuple[Answer, ...]:
        """What was answered in a step, all revisions, in order."""
        with self._session(reads=True) as session:
            found = reading.answers(session, self.key, code, visit, day, step)
        vault = self.vault
        return found if vault is None else tuple(replace(a, value=vault.open(code, a.value)) for a in found)

    def responses(self) -> tuple[Response, ...]:
        """The newest answer to every item of every step of everybody; words as they are kept, sealed."""
        with self._session(reads=True) as session:
            return reading.responses(session, self.key)

    def allocations(self) -> tuple[Allocated, ...]:
        """The places of the list that were given, in order."""
        with self._session(reads=True) as session:
            return reading.allocations(session, self.key)

    def events(self, kind: str = "", participant: str = "") -> tuple[StudyEvent, ...]:
        """The events of the study, in order; only those of a kind, or about somebody."""
        with self._session(reads=True) as session:
            return reading.events(session, self.key, kind, participant)

    def verify(self) -> Verdict:
        """Whether the chain of events is whole."""
        with self._session(reads=True) as session:
            row = session.get_one(StudyRow, self.key)
            rows = session.scalars(select(EventRow).where(EventRow.study == self.key).order_by(EventRow.n))
            return check(rows.yield_per(1000), row.events, row.head)

    def _study(self, of: Callable[[StudyRow], str]) -> str:
        with self._session(reads=True) as session:
            row = session.get(StudyRow, self.key)
            if row is None:
                raise AlongsideError(
                    f"the study {self.key!r} is not in this database", "Begin it: alongside study start"
                )
            return of(row)

    @contextmanager
    def _session(self, reads: bool = False) -> Iterator[Session]:
        try:
            with Session(self.engine.execution_options(reads=reads)) as session:
                yield session
        except DBAPIError as error:
            why = str(error.orig).split("\n")[0][:160]
            raise AlongsideError(
                f"the index could not be used: {why}", "Nothing of it was written."
            ) from None


class Writing:
    """A transaction on a study."""

    def __init__(self, session: Session, study: StudyRow, clock: Clock, vault: Vault | None = None) -> None:
        self.vault = vault
        self.session = session
        self.study = study
        self.clock = clock

    def event(self, kind: str, who: Who, participant: str = "", **data: Any) -> StudyEvent:
        """Add an event to the chain. `data`: JSON values, never a person's words."""
        row = EventRow(
            study=self.study.key,
            n=self.study.events + 1,
            at=self.clock(),
            kind=kind,
            by=who.name,
            role=who.role,
            participant=participant,
            data=canonical(data).decode("ascii"),
            prev=self.study.head,
        )
        row.hash = hash_of(row)
        self.session.add(row)
        self.study.events, self.study.head = row.n, row.hash
        return reading.event(row)

    def person(self, code: str) -> ParticipantRow:
        """The row of somebody. AlongsideError if there is nobody."""
        return reading.participant(self.session, self.study.key, code)

    def enrol(self, person: Person, who: Who) -> None:
        """Add somebody. AlongsideError if the code is taken, in capitals or small letters: keys, memories
        and files are named by it, and not every disk tells them apart."""
        taken = select(ParticipantRow.code).where(
            ParticipantRow.study == self.study.key, func.lower(ParticipantRow.code) == person.code.lower()
        )
        if (there := self.session.scalar(taken)) is not None:
            raise AlongsideError(f"there is a {there} already", "Take another code.")
        if self.withdrawn(person.code):
            raise AlongsideError(f"{person.code} was withdrawn", "Take another code.")
        if self.vault is not None:
            self.vault.make(person.code)
        self.session.add(
            ParticipantRow(
                study=self.study.key,
                code=person.code,
                site=person.site,
                language=person.language,
                factors=json.dumps(dict(person.factors), sort_keys=True),
                enrolled=self.clock(),
                day_one=person.day_one.isoformat(),
                status=person.status,
            )
        )
        self.event("enrolled", who, person.code, site=person.site, day_one=person.day_one.isoformat())

    def withdrawn(self, code: str) -> bool:
        """Whether somebody of that code was withdrawn and forgotten: it names nobody else."""
        wanted = select(EventRow.n).where(
            EventRow.study == self.study.key,
            func.lower(EventRow.participant) == code.lower(),
            EventRow.kind == "forgotten",
        )
        return self.session.scalar(wanted.limit(1)) is not None

    def sealed(self, code: str, text: str) -> str:
        """Somebody's words as the index keeps them."""
        return text if self.vault is None else self.vault.close(code, text)

    def forget(self, code: str, who: Who) -> None:
        """Delete somebody with all their visits, steps and answers.

        What stays is their code in the chain of events, and their place in the list with its levels of the
        factors, without the code: other people's places follow from it. SQLite overwrites what is deleted;
        PostgreSQL does so when it is next vacuumed.
        """
        self.session.delete(self.person(code))
        self.session.flush()
        self.event("forgotten", who, code)
