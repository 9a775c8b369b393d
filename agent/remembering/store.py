"""Where memories are kept: one readable JSON file a person, in a folder that only its owner can enter.

A file is written whole beside the old one, through to the disk, and moved into its place, so a crash or a
power cut leaves the old or the new one, never half of one. A file that cannot be read is set aside under
another name and told of, never overwritten. Deleting removes the file, its half-written copies and what
was set aside; what a disk keeps of unlinked files, and copies made elsewhere, are beyond this.
"""

from __future__ import annotations

import contextlib
import json
import os
import re
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Protocol

from agent.remembering.kept import FORMAT, Memory
from alongside.codec import from_plain, to_plain
from alongside.errors import AlongsideError
from alongside.private import private_file

_SEALED = b"ALSEAL"
"""How a sealed memory begins: it is not a damaged one."""
_PERSON = re.compile(r"[a-z0-9][a-z0-9_-]{0,47}")


class Seal(Protocol):
    """What stands between a memory and the disk. Encryption with a key per person is one of these."""

    def close(self, person: str, readable: bytes) -> bytes:
        """What is written."""

    def open(self, person: str, written: bytes) -> bytes:
        """What was written, readable again. Raises AlongsideError where it cannot be opened."""


class NoSeal:
    """Written as it is: a file that its owner can read."""

    def close(self, person: str, readable: bytes) -> bytes:
        return readable

    def open(self, person: str, written: bytes) -> bytes:
        if written.startswith(_SEALED):
            raise AlongsideError(f"the memory of {person} is sealed", "Set companion.memory_seal.")
        return written


def memory_folder(given: str = "") -> Path:
    """Where memories are: `given`, else ALONGSIDE_MEMORY, else alongside/memory in the user's data."""
    if named := given or os.environ.get("ALONGSIDE_MEMORY", ""):
        return Path(named).expanduser()
    data = os.environ.get("XDG_DATA_HOME") or Path.home() / ".local" / "share"
    return Path(data) / "alongside" / "memory"


def person_id(name: str) -> str:
    """A person's pseudonym as it is kept, in small letters. AlongsideError if it could be no file's name."""
    plain = name.strip().lower()
    if not _PERSON.fullmatch(plain):
        raise AlongsideError(
            f"{name!r} cannot name a person", "Use a pseudonym of letters, digits, - and _, at most 48."
        )
    return plain


class MemoryStore:
    """Reads, writes and deletes memories."""

    def __init__(self, folder: Path, seal: Seal | None = None) -> None:
        self.folder = folder
        self.seal = seal or NoSeal()
        self.aside: Path | None = None  # the damaged file that the last load set aside

    def path(self, person: str) -> Path:
        """The file of a person."""
        return self.folder / f"{person_id(person)}.json"

    def people(self) -> list[str]:
        """Whose memories are kept, in order."""
        return sorted(path.stem for path in self.folder.glob("*.json") if _PERSON.fullmatch(path.stem))

    def written(self, person: str) -> bytes:
        """The file as it stands; empty where there is none."""
        try:
            return self.path(person).read_bytes()
        except FileNotFoundError:
            return b""
        except OSError as error:
            raise AlongsideError(f"cannot read {self.path(person)}: {error.strerror}") from None

    def load(self, person: str) -> Memory:
        """What is kept of a person; empty where nothing is.

        A damaged file is moved to a name of its own (`aside` tells which) and the memory starts empty.
        Raises AlongsideError for a file of a newer version, which is left as it is.
        """
        self.aside = None
        person = person_id(person)
        data = self.written(person)
        if not data:
            return Memory(person=person)
        try:
            return parse(self.seal.open(person, data), person)
        except ValueError:
            self.aside = self._set_aside(person)
            return Memory(person=person)

    def save(self, memory: Memory) -> bytes:
        """Write a memory whole or not at all; gives what was written. AlongsideError if it could not be."""
        path = self.path(memory.person)
        data = self.seal.close(memory.person, show(memory).encode("utf-8", "backslashreplace"))
        part = self.folder / f".{path.stem}.{os.getpid()}.part"
        try:
            self._make_folder()
            with private_file(part, over=True) as file:
                file.write(data)
                file.flush()
                os.fsync(file.fileno())
            part.replace(path)
            self._sync_folder()
        except OSError as error:
            with contextlib.suppress(OSError):
                part.unlink(missing_ok=True)
            raise AlongsideError(
                f"the memory of {memory.person} could not be written: {error.strerror}",
                f"Look at {self.folder}.",
            ) from None
        return data

    def forget(self, person: str) -> int:
        """Delete all that is kept of a person, copies too; gives how many files went."""
        person = person_id(person)
        found = [path for path in self.files(person) if path.exists()]
        for path in found:
            path.unlink(missing_ok=True)
        if found:
            self._sync_folder()
        return len(found)

    @contextlib.contextmanager
    def alone(self) -> Iterator[None]:
        """Nobody else writes here meanwhile (where the system has file locks)."""
        try:
            import fcntl
        except ImportError:  # not on Windows
            yield
            return
        self._make_folder()
        lock = os.open(self.folder / ".lock", os.O_RDWR | os.O_CREAT, 0o600)
        try:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield
        finally:
            os.close(lock)

    def draft(self, person: str) -> Path:
        """Where a memory lies while it is edited by hand."""
        return self.folder / f".{person_id(person)}.edit.json"

    def files(self, person: str) -> set[Path]:
        """Where anything of a person may lie: the memory, a draft, half-written and damaged ones."""
        hidden = self.folder.glob(f".{person}.*.part")
        damaged = self.folder.glob(f"{person}.damaged-*")
        return {self.path(person), self.draft(person), *hidden, *damaged}

    def _make_folder(self) -> None:
        try:
            self.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
            self.folder.chmod(0o700)
        except OSError as error:
            raise AlongsideError(f"nothing can be kept in {self.folder}: {error.strerror}") from None

    def _sync_folder(self) -> None:
        """The move itself through to the disk."""
        with contextlib.suppress(OSError):  # not every file system lets a folder be opened
            handle = os.open(self.folder, os.O_RDONLY)
            try:
                os.fsync(handle)
            finally:
                os.close(handle)

    def _set_aside(self, person: str) -> Path:
        stamp = time.strftime("%Y%m%d-%H%M%S")
        number, aside = 0, self.folder / f"{person}.damaged-{stamp}"
        while aside.exists():
            number += 1
            aside = self.folder / f"{person}.damaged-{stamp}-{number}"
        try:
            self.path(person).replace(aside)
            aside.chmod(0o600)
        except OSError as error:
            raise AlongsideError(
                f"the memory of {person} is damaged and could not be set aside: {error.strerror}"
            ) from None
        return aside


def show(memory: Memory) -> str:
    """A memory as the text of its file."""
    return json.dumps(to_plain(memory), indent=2, ensure_ascii=False) + "\n"


def parse(data: bytes, person: str) -> Memory:
    """The memory in a file. ValueError where it is none; AlongsideError where it is of a newer version."""
    try:
        plain = json.loads(data.decode("utf-8"))
    except RecursionError:
        raise ValueError("nested too deeply") from None
    if isinstance(plain, dict) and isinstance(plain.get("format"), int) and plain["format"] > FORMAT:
        raise AlongsideError(
            f"the memory of {person} was written by a newer version (format {plain['format']})",
            "Update alongside.",
        )
    try:
        memory = from_plain(Memory, plain)
    except AlongsideError as error:
        raise ValueError(str(error)) from None
    if memory.person != person:
        raise ValueError(f"it is the memory of {memory.person!r}")
    return memory
