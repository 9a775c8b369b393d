"""Reading a session, sealed or not: `kept` gives a folder that any reader can read, for as long as it reads.

A sealed session is opened into a private folder in memory (/dev/shm) where the system has that, otherwise in
the folder for temporary files; it goes when the reader is done. One that a killed reader left is removed by
the next.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import tempfile
from collections.abc import Iterator, Sequence
from fnmatch import fnmatch
from pathlib import Path

from alongside.errors import AlongsideError
from alongside.private import private_file
from study.deletion import was_deleted
from study.vault.crypt import Key, UnopenedError, open_stream
from study.vault.keys import Vault, overwrite
from study.vault.note import NOTE, SUFFIX, Note, read_note

_PREFIX = "alongside-open-"
_MEMORY = Path("/dev/shm")


@contextlib.contextmanager
def kept(session: Path, vault: Vault | None = None, only: Sequence[str] = ("*",)) -> Iterator[Path]:
    """The folder of a session, readable within the block: itself, or what it holds, opened.

    `only`: patterns of the names that are needed (of a long session's signals, none may be). `vault`: the
    study's keys; found by the session's note where it is not given. What is written there is lost.
    Raises AlongsideError in one line where the key is not here or a file was changed.
    """
    note = None if was_deleted(session) else read_note(session)
    if note is None:
        yield session
        return
    key = key_of(session, note, vault)
    place = Path(tempfile.mkdtemp(prefix=f"{_PREFIX}{os.getpid()}-", dir=_quick()))
    try:
        sweep(place.parent)
        target = place / session.resolve().name
        target.mkdir(mode=0o700)
        for path in sorted(session.rglob("*")):
            if path.is_file() and not path.name.startswith("."):
                _hand_out(session, path, target, key, only)
        yield target
    finally:
        _destroy(place)


def key_of(session: Path, note: Note, vault: Vault | None = None) -> Key:
    """The key of a sealed session. AlongsideError where it is not here."""
    vault = vault or Vault(note.study, note.vault)
    try:
        key = vault.key(note.code)
    except AlongsideError as error:
        raise AlongsideError(f"{session.name} is sealed: {error.what}", error.do) from None
    if key.id != note.key:
        raise AlongsideError(f"{session.name} is sealed with another key of {note.code}", "Bring that one.")
    return key


def sweep_all() -> int:
    """Remove what killed readers left, wherever they read."""
    return sum(sweep(place) for place in {_MEMORY, Path(tempfile.gettempdir())} if place.is_dir())


def sweep(folder: Path) -> int:
    """Remove what killed readers left in `folder`; gives how many."""
    count = 0
    for left in folder.glob(f"{_PREFIX}*"):
        number = left.name.removeprefix(_PREFIX).partition("-")[0]
        if left.stat().st_uid == os.getuid() and number.isdigit() and not _runs(int(number)):
            _destroy(left)
            count += 1
    return count


def _hand_out(session: Path, path: Path, target: Path, key: Key, only: Sequence[str]) -> None:
    """One file into the readable folder: opened, or as a link where it is not sealed."""
    name = path.relative_to(session).as_posix()
    plain = name.removesuffix(SUFFIX)
    if name == NOTE or not any(fnmatch(plain, pattern) for pattern in only):
        return
    place = target / plain
    place.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    if name == plain:
        place.unlink(missing_ok=True)  # newer than its sealed copy, after a crash
        place.symlink_to(path.resolve())
        return
    if (session / plain).exists():
        return
    with path.open("rb") as source, private_file(place) as out:
        try:
            open_stream(key, plain, source, out)
        except UnopenedError as error:
            raise AlongsideError(f"{path} cannot be opened: {error}", "Bring a copy back.") from None


def _destroy(place: Path) -> None:
    for path in place.rglob("*"):
        if path.is_file() and not path.is_symlink():
            overwrite(path)
    shutil.rmtree(place, ignore_errors=True)


def _quick() -> str | None:
    return str(_MEMORY) if os.access(_MEMORY, os.W_OK) else None


def _runs(number: int) -> bool:
    try:
        os.kill(number, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True
