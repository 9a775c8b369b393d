"""The session folders of a study's visits, and sealing those that are over."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

from alongside.errors import AlongsideError
from alongside.sessions import sessions_folder
from study.store.records import ENDED, VisitRecord
from study.studies import Study
from study.vault.sealing import readable, seal, under_way

SESSIONS = "sessions"
"""Where a study keeps its sessions, if not where all are."""


def session_folder(study: Study, name: str) -> Path | None:
    """The folder of a visit's session, in the study's folder or where all sessions are; None if nowhere."""
    places = (study.folder / SESSIONS / name, sessions_folder() / name)  # a whole path stays what it is
    return next((place for place in places if name and place.is_dir()), None)


def sessions_of(study: Study, code: str) -> Iterator[tuple[VisitRecord, Path]]:
    """Every visit of somebody that has a session folder, with the folder."""
    for visit in study.store.visits(code):
        folder = session_folder(study, visit.session)
        if folder is not None:
            yield visit, folder


def seal_over(
    study: Study, codes: tuple[str, ...] = (), trouble: Callable[[str], None] = lambda line: None
) -> list[Path]:
    """Seal the sessions of all visits that are over (of `codes` alone, if given); gives those it sealed.

    A session that is under way is left as it is. `trouble` is told, in one line, what could not be sealed.
    """
    done = []
    today = study.now().date()
    for person in study.store.people():
        if codes and person.code not in codes:
            continue
        for visit, folder in sessions_of(study, person.code):
            over = visit.ended is not None or visit.on < today or person.status in ENDED
            if not over or not any(readable(folder)) or under_way(folder):
                continue
            try:
                seal(folder, study.vault, person.code)
                done.append(folder)
            except AlongsideError as error:
                trouble(str(error))
    return done
