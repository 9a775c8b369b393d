"""Withdrawal: a participant's key is destroyed, then everything there is of them; a receipt stays.

The key goes first, so that from then on no copy can be read, wherever it is. Each step can be done twice: a
withdrawal that was broken off is gone on with by calling it again.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.exc import SQLAlchemyError

from agent.remembering.began import purge
from alongside.errors import AlongsideError
from alongside.sessions import sessions_folder
from study.deletion import RECEIPT, destroy
from study.store.database import cause
from study.store.records import Who
from study.store.tables import ParticipantRow, ResponseRow, StepRow, VisitRow
from study.studies import Study
from study.vault.keys import overwrite, sync_folder
from study.vault.opening import sweep_all
from study.vault.receipts import Receipt, finished, read_receipt, write_receipt
from study.vault.sealing import Told, under_way
from study.vault.traces import Traces, traces
from study.vault.visits import SESSIONS
from study.visits.people import change_status

CRASHES = (
    "asked", "counted", "key", "sessions", "memory", "files", "rows", "pages", "receipt", "recorded",
)  # fmt: skip
"""Where a withdrawal can be broken off."""
_TABLES = ("responses", "steps", "visits", "participants")


def withdraw(study: Study, code: str, who: Who, why: str, told: Told = lambda point: None) -> Receipt:
    """Destroy everything there is of somebody; gives the receipt. `why`: never a person's words.

    Gone on with where it was broken off. AlongsideError if there is nobody, they were withdrawn already, no
    reason is given, or a session of theirs is under way.
    """
    if not why.strip():
        raise AlongsideError("a withdrawal needs its reason", "Say why: --why '…'.")
    receipt = read_receipt(study.folder, code)
    if receipt is not None and receipt.state == "done" and study.store.events("erased", code):
        raise AlongsideError(f"{code} was withdrawn already", f"The receipt is receipts/{code}.json.")
    there = any(person.code == code for person in study.store.people())
    if receipt is None:
        person = study.store.person(code)
        _none_under_way(traces(study, code).sessions)
        if person.status != "withdrawn":
            change_status(study, code, "withdrawn", who, why)
        told("asked")
        receipt = write_receipt(study.folder, _counted(study, code, who))
    told("counted")
    study.vault.destroy(code)
    told("key")
    _destroy(study, code, traces(study, code), who, told)
    if there:
        with study.store.writing() as writing:
            writing.forget(code, who)
    told("rows")
    _clean_pages(study)
    told("pages")
    if receipt.state != "done":
        receipt = write_receipt(study.folder, finished(receipt, study.store.clock()))
    told("receipt")
    with study.store.writing() as writing:
        writing.event("erased", who, code, receipt=receipt.sha256, **receipt.destroyed)
    told("recorded")
    return receipt


def check_receipts(study: Study) -> list[str]:
    """What is wrong with the receipts that are here, held against the chain of events."""
    wrong = []
    for event in study.store.events("erased"):
        found = read_receipt(study.folder, event.participant)
        if found is not None and found.sha256 != event.data["receipt"]:
            wrong.append(f"receipts/{event.participant}.json is not the one that was written")
    return wrong


def _counted(study: Study, code: str, who: Who) -> Receipt:
    """The receipt before anything is destroyed: how much there is."""
    found = traces(study, code)
    files = [path for session in found.sessions for path in _files(session) if path.name != RECEIPT]
    files += [*found.files, *found.made]
    counts = {
        "key": int(study.vault.has(code)),
        "sessions": len(found.sessions),
        "memories": len(found.memories),
        "files": len(files),
        "bytes": sum(path.stat().st_size for path in files),
        **_rows(study, code),
    }
    enrolled = min((event.n for event in study.store.events("enrolled", code)), default=0)
    exports = [event for event in study.store.events("exported") if event.n > enrolled]
    gone = {str(event.data.get("place", "")) for event in exports}
    return Receipt(
        study=study.protocol.key,
        code=code,
        by=who.name,
        role=who.role,
        asked=study.store.clock(),
        destroyed=counts,
        again=tuple(sorted({path.relative_to(study.folder).parts[0] for path in found.made})),
        left=tuple(str(path.relative_to(study.folder)) for path in found.left),
        elsewhere=tuple(sorted(place for place in gone if not _within(place, study.folder))),
    )


def _rows(study: Study, code: str) -> dict[str, int]:
    """How many rows of the index are theirs."""
    visits = select(VisitRow.id).join(ParticipantRow).where(
        ParticipantRow.study == study.protocol.key, ParticipantRow.code == code
    )  # fmt: skip
    steps = select(StepRow.id).where(StepRow.visit.in_(visits))
    answers = select(ResponseRow.id).where(ResponseRow.step.in_(steps))
    with study.store.engine.connect() as connection:
        return {
            name: connection.scalar(select(func.count()).select_from(rows.subquery())) or 0
            for name, rows in (("visits", visits), ("steps", steps), ("answers", answers))
        }


def _destroy(study: Study, code: str, found: Traces, who: Who, told: Told) -> None:
    """Everything outside the index: overwritten, then removed."""
    sweep_all()
    for session in found.sessions:
        for path in _files(session):
            if path.name != RECEIPT:
                overwrite(path)
        destroy(session, who.role)
        sync_folder(session)
    told("sessions")
    for store, person in found.memories:
        with store.alone():
            for path in store.files(person):
                overwrite(path)
            store.forget(person)
        for root in (study.folder / SESSIONS, sessions_folder()):
            purge(root, person, None, by_hand=True)
    told("memory")
    for path in (*found.files, *found.made):
        overwrite(path)
        path.unlink(missing_ok=True)
    for top in {study.folder / path.relative_to(study.folder).parts[0] for path in found.made}:
        shutil.rmtree(top, ignore_errors=True)
    told("files")


def _clean_pages(study: Study) -> None:
    """Have the database let go of what was deleted: of free pages, and rows that no transaction sees."""
    engine = study.store.engine
    errors: Any = engine.dialect.dbapi
    lite = engine.dialect.name == "sqlite"  # which overwrites what is deleted; this gives the pages back
    try:
        raw = engine.raw_connection()
        driver: Any = raw.dbapi_connection
        try:
            driver.rollback()
            if not lite:
                driver.autocommit = True  # a table is written anew outside any transaction
            for what in ("VACUUM",) if lite else (f"VACUUM (FULL) {table}" for table in _TABLES):
                raw.cursor().execute(what)
        finally:
            raw.invalidate()
    except (SQLAlchemyError, errors.Error) as error:
        raise AlongsideError(
            f"the database could not be vacuumed: {cause(error)}", "Withdraw again when it is free."
        ) from None


def _none_under_way(sessions: Iterable[Path]) -> None:
    for session in sessions:
        if under_way(session):
            raise AlongsideError(f"their session {session.name} is under way", "End it first.")


def _files(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*") if path.is_file() and not path.is_symlink()]


def _within(place: str, folder: Path) -> bool:
    return not place or Path(place).resolve().is_relative_to(folder.resolve())
