"""What a person has agreed to as of now: read again from their records before anything is exported."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from alongside.eventlog import LOG, read_plain
from alongside.messages import Consent
from study.store.records import VisitRecord
from study.studies import Study
from study.vault.opening import kept
from study.vault.visits import session_folder

_MARK = b'"type":"Consent"'
"""In every line of a record that holds one: lines are canonical JSON."""


@dataclass(frozen=True)
class Record:
    """One record of a visit. `run`: from 1; more where a session was begun again in another folder.

    `streams`: what may be exported of it: agreed to in it, and not taken back in a later one.
    """

    visit: VisitRecord
    run: int
    folder: Path
    streams: frozenset[str]


def records(study: Study, code: str, visits: Iterable[VisitRecord]) -> tuple[Record, ...]:
    """Every record of somebody's visits that is here, with what may be exported of it.

    Where nobody was asked in a session, the person's newest answer holds; where there is none at all, the
    streams that the consent step noted; else none. AlongsideError where a sealed one has no key here.
    """
    found = list(_folders(study, code, visits))
    given: dict[Path, Consent] = {}
    for _, _, folder in found:
        with kept(folder, study.vault, only=(LOG,)) as readable:
            for answer in _answers(readable):
                given[folder] = answer
    newest = max(given.values(), key=lambda one: one.stamp, default=None)
    now = frozenset(newest.streams) if newest is not None else _noted(visit for visit, _, _ in found)
    return tuple(
        Record(visit, run, folder, now & frozenset(given[folder].streams) if folder in given else now)
        for visit, run, folder in found
    )


def _answers(folder: Path) -> Iterator[Consent]:
    """Every answer to the question of consent in a record. Other lines, by far the most, are not decoded."""
    if not (folder / LOG).is_file():
        return
    with (folder / LOG).open("rb") as file:
        for line in file:
            if _MARK in line and line.endswith(b"\n"):
                plain = json.loads(line)
                message = read_plain(Consent, plain["message"]) if plain["type"] == "Consent" else None
                if isinstance(message, Consent) and message.status == "given":
                    yield message


def _folders(
    study: Study, code: str, visits: Iterable[VisitRecord]
) -> Iterator[tuple[VisitRecord, int, Path]]:
    told = study.store.events("session", code)
    for visit in visits:
        names = [
            str(event.data["session"])
            for event in told
            if (event.data["visit"], event.data["day"]) == (visit.visit, visit.day)
        ]
        places = (session_folder(study, name) for name in dict.fromkeys((*names, visit.session)))
        for run, folder in enumerate((place for place in places if place is not None), 1):
            yield visit, run, folder


def _noted(visits: Iterable[VisitRecord]) -> frozenset[str]:
    """The streams that the newest consent step noted: "1a2b3c4d5e6f: audio, transcript"."""
    notes = [
        step.note
        for visit in visits
        for step in visit.steps
        if (step.kind, step.status) == ("consent", "done")
    ]
    return frozenset(notes[-1].partition(": ")[2].split(", ")) if notes else frozenset()
