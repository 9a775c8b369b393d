"""What a session began with, kept beside its record, so that it can be rebuilt and replayed exactly.

`remembered.json`, readable by its owner alone, goes when the session's record is deleted. What is forgotten
later is taken out of it; and what was forgotten by hand while a session stood still is marked, so that the
session, rebuilt from its record, does not bring it back. Marks are hashes, no words.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path
from typing import Any

from agent.remembering.keeping import Remembered
from agent.remembering.kept import Memory, without
from agent.remembering.store import parse, show
from alongside.errors import AlongsideError
from alongside.private import private_file

BEGAN_WITH = "remembered.json"
ALL = "*"
"""The mark of a session whose person was forgotten altogether: nothing more is kept of it."""


def mark(session: str, key: str) -> str:
    """What stands for a key that was taken out."""
    return hashlib.sha256(f"{session}:{key}".encode()).hexdigest()[:16]


def read_began(folder: Path) -> tuple[Remembered, frozenset[str]] | None:
    """(what the session in this folder began with, marks of what was taken out since); None if not known."""
    plain = _read(folder)
    try:
        memory = parse(json.dumps(plain["memory"]).encode(), plain["person"])
        began = Remembered(
            person=plain["person"], session=plain["session"], date=plain["date"], memory=memory
        )
        return began, frozenset(str(item) for item in plain["gone"])
    except (ValueError, KeyError, TypeError, AlongsideError):
        return None


def write_began(folder: Path, began: Remembered, gone: Iterable[str] = ()) -> None:
    """Write what a session begins with, whole or not at all. AlongsideError if it cannot be."""
    head = {"person": began.person, "session": began.session, "date": began.date, "gone": sorted(gone)}
    content = {**head, "memory": json.loads(show(began.memory))}
    part = folder / f".{BEGAN_WITH}.part"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        text = json.dumps(content, indent=2, ensure_ascii=False)
        with private_file(part, over=True) as file:
            file.write(text.encode("utf-8", "backslashreplace"))
            file.flush()
            os.fsync(file.fileno())
        part.replace(folder / BEGAN_WITH)
    except OSError as error:
        with contextlib.suppress(OSError):
            part.unlink(missing_ok=True)
        raise AlongsideError(f"cannot write {folder / BEGAN_WITH}: {error.strerror}") from None


def purge(sessions: Path, person: str, keys: frozenset[str] | None, *, by_hand: bool = False) -> int:
    """Take `keys` (None: everything) out of what a person's sessions began with; gives how many were changed.

    `by_hand`: from outside of a running session, so that no session may bring it back.
    """
    count = 0
    for path in sorted(sessions.glob(f"*/{BEGAN_WITH}")):
        found = read_began(path.parent)
        if found is None or found[0].person != person:
            continue
        began, gone = found
        left = Memory(person=person) if keys is None else without(began.memory, keys)
        marks = {ALL} if keys is None else {mark(began.session, key) for key in keys}
        after = gone | marks if by_hand else gone
        if left != began.memory or after != gone:
            write_began(path.parent, replace(began, memory=left), after)
            count += 1
    return count


def _read(folder: Path) -> dict[str, Any]:
    try:
        plain = json.loads((folder / BEGAN_WITH).read_bytes())
    except (OSError, ValueError, RecursionError):
        return {}
    return plain if isinstance(plain, dict) else {}
