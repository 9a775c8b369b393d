"""Sealing a session once it is over: each file becomes `NAME.sealed`, only the manifest stays readable.

A file is sealed beside itself, through to the disk, opened again to compare, and moved into its place; only
then the readable one is moved aside, overwritten and removed. A crash at any point leaves one of them whole,
and the next run goes on from there: a readable file that lies beside its sealed one is sealed again.
"""

from __future__ import annotations

import hashlib
import io
import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, BinaryIO, cast

from alongside.errors import AlongsideError
from alongside.eventlog import LOG
from alongside.private import private_file
from alongside.weights import digest
from study.vault.crypt import UnopenedError, open_stream, seal_stream
from study.vault.keys import Vault, overwrite, sync_folder
from study.vault.note import NOTE, OPEN, SUFFIX, Note, read_note, write_note

Told = Callable[[str], None]
"""Is told the name of each point of `CRASHES` as it is reached."""
CRASHES = ("noted", "written", "sealed", "aside", "overwritten", "removed")
"""Where sealing a file can be broken off."""
_PART, _GONE = ".sealing", ".gone"


def seal(session: Path, vault: Vault, code: str, told: Told = lambda point: None) -> int:
    """Seal a session that is over with the key of `code`; gives how many files were sealed.

    AlongsideError if it is under way, is sealed as somebody else's, or the disk is full (the readable file
    is then still there).
    """
    key = vault.key(code)
    note = Note(vault.study, vault.id, code, key.id)
    found = read_note(session)
    if found not in (None, note):
        raise AlongsideError(f"{session} is sealed with another key", "Look at its sealed.json.")
    _sweep(session)
    files = list(readable(session))
    if not files:
        return 0
    if under_way(session):
        raise AlongsideError(f"{session.name} is under way", "Seal it when it is over.")
    try:
        if found is None:
            write_note(session, note)
        told("noted")
        for path in files:
            name = path.relative_to(session).as_posix()
            part = path.with_name(f".{path.name}{_PART}")
            with path.open("rb") as source, private_file(part, over=True) as target:
                seal_stream(key, name, source, target)
                target.flush()
                os.fsync(target.fileno())
            with part.open("rb") as again:
                whole = Digest()
                open_stream(key, name, again, cast(BinaryIO, whole))
            if whole.hexdigest() != digest(path):
                raise AlongsideError(f"{path} changed while it was sealed", "Seal it again.")
            told("written")
            part.replace(path.with_name(path.name + SUFFIX))
            sync_folder(path.parent)
            told("sealed")
            _remove(path, told)
    except OSError as error:
        raise AlongsideError(f"{session} could not be sealed: {error.strerror}", "Free some space.") from None
    return len(files)


def readable(session: Path) -> Iterator[Path]:
    """The files of a session that are personal and not sealed, in order."""
    for path in sorted(session.rglob("*")):
        if path.is_symlink() or not path.is_file() or path.name.endswith((SUFFIX, _PART, _GONE)):
            continue
        if path.parent != session or path.name not in OPEN:
            yield path


def under_way(session: Path) -> bool:
    """Whether a recorder holds the log of a session (where the system has file locks)."""
    try:
        import fcntl
    except ImportError:  # not on Windows
        return False
    try:
        with (session / LOG).open("rb") as file:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except FileNotFoundError:
        return False
    except BlockingIOError:
        return True
    return False


def unseal(session: Path, vault: Vault) -> int:
    """Make a sealed session readable again, for good (as when it is taken up again); gives how many files."""
    note = read_note(session)
    if note is None:
        return 0
    key, count = vault.key(note.code), 0
    for path in sorted(session.rglob(f"*{SUFFIX}")):
        plain = path.with_name(path.name.removesuffix(SUFFIX))
        part = path.with_name(f".{plain.name}{_PART}")
        if not plain.exists():
            with path.open("rb") as source, private_file(part, over=True) as target:
                _opened(open_stream, key, plain.relative_to(session).as_posix(), source, target)
                target.flush()
                os.fsync(target.fileno())
            part.replace(plain)
        path.unlink()
        count += 1
    (session / NOTE).unlink()
    return count


class Digest(io.RawIOBase):
    """Takes bytes and keeps their SHA-256 alone."""

    def __init__(self) -> None:
        self._hash = hashlib.sha256()

    def write(self, data: Any) -> int:
        self._hash.update(data)
        return len(data)

    def hexdigest(self) -> str:
        """SHA-256 of all that was written."""
        return self._hash.hexdigest()


def _opened(step: Callable[..., int], *about: Any) -> None:
    try:
        step(*about)
    except UnopenedError as error:
        raise AlongsideError(f"{about[1]} cannot be opened: {error}", "Bring a copy back.") from None


def _remove(path: Path, told: Told = lambda point: None) -> None:
    """Aside first: what is half overwritten must not be taken for the file."""
    gone = path.with_name(f".{path.name}{_GONE}")
    path.replace(gone)
    told("aside")
    overwrite(gone)
    told("overwritten")
    gone.unlink()
    sync_folder(path.parent)
    told("removed")


def _sweep(session: Path) -> None:
    """What a crash left: half a sealed file, a readable one that was being removed."""
    for path in (*session.rglob(f".*{_PART}"), *session.rglob(f".*{_GONE}")):
        overwrite(path)
        path.unlink(missing_ok=True)
