"""Where a participant has left anything: their sessions, the companion's memory of them, files about them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from agent.remembering.store import MemoryStore, memory_folder, person_id
from alongside.errors import AlongsideError
from alongside.sessions import sessions_folder
from study.manifest import read_manifest
from study.protocol.load import PROTOCOL
from study.store.records import VisitRecord
from study.store.store import DATABASE
from study.studies import STUDY, Study
from study.vault.memory import FOLDER, memory_name
from study.vault.note import read_note
from study.vault.visits import SESSIONS, session_folder

RECEIPTS = "receipts"
MADE = ("exports", "report", "reports")
"""Folders of a study with what was made from everybody's data, and can be made again."""
_THEIRS = frozenset(
    {PROTOCOL, STUDY, DATABASE, RECEIPTS, SESSIONS, FOLDER, "consent", "sheets", "instruments", "debrief"}
)
"""What belongs to the study itself, and is never deleted for somebody's sake."""
_LARGEST = 50_000_000
"""Bytes of a file that is searched for a code."""


@dataclass(frozen=True)
class Traces:
    """What there is of somebody. `memories`: the store and the name they are remembered by.

    `files` are about them alone; `made` holds them among others; `left` names them, and is somebody's own.
    """

    sessions: tuple[Path, ...]
    memories: tuple[tuple[MemoryStore, str], ...]
    files: tuple[Path, ...]
    made: tuple[Path, ...]
    left: tuple[Path, ...]


def traces(study: Study, code: str) -> Traces:
    """Everything there is of somebody, outside the index. Looks at every session's note and manifest."""
    sessions = tuple(sorted(_sessions(study, code)))
    mine, made = re.compile(rf"(?<![\w-]){re.escape(code)}(?![\w-])"), []
    files, left = [], []
    for path in sorted(_own(study.folder)):
        if path.relative_to(study.folder).parts[0] in MADE:
            made.append(path)
        elif mine.search(path.name):
            files.append(path)
        elif path.stat().st_size <= _LARGEST and mine.search(path.read_bytes().decode("latin-1")):
            left.append(path)
    memories = tuple(sorted(_memories(study, code, sessions), key=lambda one: (one[0].folder, one[1])))
    return Traces(sessions, memories, tuple(files), tuple(made), tuple(left))


def _sessions(study: Study, code: str) -> set[Path]:
    """Session folders that their visits name, now or earlier, or that are sealed with their key."""
    names = [visit.session for visit in _visits(study, code)]
    names += [str(event.data["session"]) for event in study.store.events("session", code)]
    found = {folder for name in names if (folder := session_folder(study, name)) is not None}
    for root in (study.folder / SESSIONS, sessions_folder()):
        for folder in root.glob("*"):
            try:
                note = read_note(folder) if folder.is_dir() else None
            except AlongsideError:
                continue
            if note is not None and (note.vault, note.code) == (study.vault.id, code):
                found.add(folder)
    return {folder.resolve() for folder in found}


def _visits(study: Study, code: str) -> Iterator[VisitRecord]:
    try:
        yield from study.store.visits(code)
    except AlongsideError:  # their rows have gone already
        return


def _memories(study: Study, code: str, sessions: tuple[Path, ...]) -> Iterator[tuple[MemoryStore, str]]:
    """What the companion keeps of them: by the study's name for them, and by what their sessions say."""
    places = {(str(memory_folder()), memory_name(study.protocol.key, code))}
    places.add((str(study.folder / FOLDER), code.lower()))
    places.add((str(study.folder / FOLDER), memory_name(study.protocol.key, code)))
    for session in sessions:
        for settings in _settings(session):
            if name := str(settings.get("person") or ""):
                places.add((str(memory_folder(str(settings.get("memory_folder") or ""))), name))
    for folder, name in places:
        store = MemoryStore(Path(folder))
        try:
            if any(path.exists() for path in store.files(person_id(name))):
                yield store, person_id(name)
        except AlongsideError:
            continue


def _settings(session: Path) -> Iterator[dict[str, object]]:
    try:
        manifest = read_manifest(session)
    except AlongsideError:
        return
    for run in manifest.get("runs", []):
        for node in run.get("graph", {}).get("nodes", []):
            yield node.get("settings") or {}


def _own(folder: Path) -> Iterator[Path]:
    """Files of a study's folder that are not the study itself."""
    for top in folder.iterdir():
        if top.name in _THEIRS or top.name.startswith(DATABASE):
            continue
        for path in top.rglob("*") if top.is_dir() and not top.is_symlink() else (top,):
            if path.is_file() and not path.is_symlink():
                yield path
