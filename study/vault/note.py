"""`sealed.json`: whose session folder is sealed, and with which key. Needs no key to be read."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from pathlib import Path

from alongside.errors import AlongsideError
from alongside.eventlog import MANIFEST
from study.deletion import RECEIPT
from study.manifest import write_atomically

NOTE = "sealed.json"
SUFFIX = ".sealed"
OPEN = frozenset({MANIFEST, RECEIPT, NOTE})
"""What stays readable: versions, settings and hashes, and what was deleted; nobody's words."""


@dataclass(frozen=True)
class Note:
    """Where the key of a sealed session is found. `key`: its id."""

    study: str
    vault: str
    code: str
    key: str


def read_note(session: Path) -> Note | None:
    """The note of a session; None if it is not sealed. AlongsideError if it cannot be read."""
    try:
        plain = json.loads((session / NOTE).read_bytes())
        return Note(*(str(plain[name]) for name in ("study", "vault", "code", "key")))
    except FileNotFoundError:
        return None
    except (OSError, ValueError, KeyError, TypeError):
        raise AlongsideError(f"{session / NOTE} cannot be read", "Bring a copy back.") from None


def write_note(session: Path, note: Note) -> None:
    """Write the note, whole or not at all."""
    write_atomically(session / NOTE, asdict(note))


def is_sealed(session: Path) -> bool:
    """Whether a session is sealed, or its sealing was begun."""
    return (session / NOTE).is_file()
