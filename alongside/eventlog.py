"""The event log of a session: `events.jsonl`, append-only, one JSON object a line, hash-chained.

Each line holds `n` (from 1), `at` (seconds since the epoch), `mono` (monotonic seconds), `sender`,
`type`, `message`, `prev` (the hash of the line before) and `hash` (SHA-256 over the canonical
JSON of all the others). So a changed, removed, inserted or swapped line is found. The chain has no
key: whoever can rewrite the whole folder can write another chain, which is why the manifest and the
report carry the last hash, and why it is worth keeping a copy of it elsewhere.
"""

from __future__ import annotations

import contextlib
import functools
import hashlib
import json
import os
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, cast

from alongside.codec import field_types, from_plain, to_plain
from alongside.errors import AlongsideError
from alongside.messages import MESSAGES, Event, Message

LOG = "events.jsonl"
TORN = "events.torn"
MANIFEST = "session.json"
GENESIS = "0" * 64
"""`prev` of the first line."""

_KINDS = {kind.__name__: kind for kind in MESSAGES}


@dataclass(frozen=True)
class Recorded:
    """One event as it was recorded: its number, when (epoch and monotonic seconds), from whom, what."""

    n: int
    at: float
    sender: str
    message: Message
    mono: float = 0.0
    hash: str = ""


@dataclass(frozen=True)
class Verdict:
    """What checking a log found. `line` and `why` name the first bad line (0: the log as a whole)."""

    ok: bool
    count: int
    head: str = GENESIS
    line: int = 0
    why: str = ""
    closed: bool = False  # whether the manifest says where the log ends


def canonical(value: dict[str, Any]) -> bytes:
    """The one JSON text of `value`: sorted keys, no spaces, ASCII. Raises ValueError for NaN."""
    return json.dumps(value, sort_keys=True, separators=(",", ":"), allow_nan=False).encode("ascii")


def plain_event(message: Message) -> dict[str, Any]:
    """`message` as JSON values, without its bytes fields (sound and pictures are not events)."""
    plain: dict[str, Any] = to_plain(message)
    kind: Any = type(message)
    for name in _sound(kind):
        del plain[name]
    return plain


def read_plain(kind: type[Message], plain: dict[str, Any]) -> Message:
    """The message that `plain_event` made `plain` of, its bytes empty. AlongsideError if it is none."""
    return from_plain(kind, {**plain, **dict.fromkeys(_sound(cast(Any, kind)), "")})


@functools.cache
def _sound(kind: Any) -> tuple[str, ...]:
    """The fields of a message that no event holds."""
    return tuple(name for name, hint in field_types(kind).items() if hint is bytes)


class EventLog:
    """Writes the log in the folder `session`; continues one that is there.

    What follows the last whole line (a write cut short by a crash) is moved to `events.torn` and the
    log says so itself with an Event of kind `log_repaired`. With `fsync` each event also survives a
    power cut, at the cost of a disk write each. One writer at a time; the folder is made private.
    """

    def __init__(self, session: Path, *, fsync: bool = False) -> None:
        session.mkdir(parents=True, exist_ok=True)
        session.chmod(0o700)
        self.path = session / LOG
        self.fsync = fsync
        self.count = 0
        self.head = GENESIS
        self._file = os.open(
            self.path, os.O_RDWR | os.O_CREAT | os.O_APPEND | getattr(os, "O_BINARY", 0), 0o600
        )
        self.path.chmod(0o600)
        _hold(self._file)
        data = self.path.read_bytes()
        self._size = self._last_good(data)
        if self._size < len(data):
            self._set_aside(data[self._size :])

    def append(self, message: Message, sender: str = "", at: float | None = None) -> Recorded:
        """Write one event and return it. AlongsideError if it is not valid or could not be written whole."""
        plain = plain_event(message)
        try:
            read_plain(type(message), plain)  # what could not be read back must not be written
        except AlongsideError as error:
            raise AlongsideError(f"A {type(message).__name__} was not recorded: {error.what}") from None
        entry: dict[str, Any] = {
            "n": self.count + 1,
            "at": time.time() if at is None else at,
            "mono": time.monotonic(),
            "sender": sender,
            "type": type(message).__name__,
            "message": plain,
            "prev": self.head,
        }
        entry["hash"] = hashlib.sha256(canonical(entry)).hexdigest()
        line = canonical(entry) + b"\n"
        self._write(line)
        self.count, self.head = entry["n"], entry["hash"]
        return Recorded(entry["n"], entry["at"], sender, message, entry["mono"], entry["hash"])

    def close(self) -> None:
        """Let go of the file. Closing twice does nothing."""
        if self._file >= 0:
            os.close(self._file)
            self._file = -1

    def _last_good(self, data: bytes) -> int:
        """Where the last line that is whole and true to its own hash ends; sets count and head."""
        end = data.rfind(b"\n") + 1
        while end:
            begin = data.rfind(b"\n", 0, end - 1) + 1
            try:
                entry = _entry(data[begin : end - 1])
            except ValueError:
                end = begin
                continue
            self.count, self.head = entry["n"], entry["hash"]
            return end
        return 0

    def _set_aside(self, torn: bytes) -> None:
        aside = os.open(self.path.with_name(TORN), os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
        with os.fdopen(aside, "ab") as file:
            file.write(torn + b"\n")
        os.ftruncate(self._file, self._size)
        lines = torn.count(b"\n")
        note = canonical({"bytes": len(torn), "whole_lines": lines}).decode()
        self.append(Event(kind="log_repaired", data=note), "eventlog")

    def _write(self, line: bytes) -> None:
        if self._file < 0:
            raise AlongsideError("The event log is closed")
        if os.fstat(self._file).st_size != self._size:
            raise AlongsideError(f"{self.path} was changed by another program", "Start the session again.")
        try:
            written = 0
            while written < len(line):
                written += os.write(self._file, line[written:])
            if self.fsync:
                os.fsync(self._file)
        except OSError as error:
            os.ftruncate(self._file, self._size)
            raise AlongsideError(
                f"Could not write {self.path}: {error.strerror}", "Free some space."
            ) from None
        self._size += len(line)


def _hold(file: int) -> None:
    """Hold a shared lock until the file is closed: what seals or removes a record sees that it is written."""
    with contextlib.suppress(ImportError, OSError):  # not on Windows, nor on every file system
        import fcntl

        fcntl.flock(file, fcntl.LOCK_SH | fcntl.LOCK_NB)


def _entry(line: bytes) -> dict[str, Any]:
    """The event in `line`, true to its own hash. Raises ValueError saying what is wrong."""
    try:
        entry = json.loads(line)
        text = canonical(entry)
    except (ValueError, TypeError, RecursionError):
        raise ValueError("it is not JSON") from None
    if not isinstance(entry, dict) or text != line:
        raise ValueError("it is not written as the log writes")
    content = {name: value for name, value in entry.items() if name != "hash"}
    if entry.get("hash") != hashlib.sha256(canonical(content)).hexdigest():
        raise ValueError("its content does not match its hash")
    if not isinstance(entry.get("n"), int):
        raise ValueError("it has no number")
    return entry


def _lines(session: Path) -> Iterator[bytes]:
    """The lines of the log, each with its line end unless it was torn."""
    try:
        with (session / LOG).open("rb") as file:
            yield from file
    except FileNotFoundError:
        raise AlongsideError(
            f"there is no {LOG} in {str(session)!r}", "Name the folder of a recorded session."
        ) from None


def read_events(session: Path) -> Iterator[Recorded]:
    """The events of a session, in order; a torn last line is left out.

    Raises AlongsideError where there is no log or a line cannot be read. Does not check
    the chain: `verify` does.
    """
    for number, line in enumerate(_lines(session), 1):
        if not line.endswith(b"\n"):
            return
        try:
            entry = json.loads(line)
            kind = _KINDS[entry["type"]]
            message = read_plain(kind, entry["message"])
            yield Recorded(
                entry["n"], entry["at"], entry["sender"], message, entry["mono"], entry.get("hash", "")
            )
        except AlongsideError as error:
            raise AlongsideError(
                f"Line {number} of {LOG}: {error.what}", "Check it: alongside verify."
            ) from None
        except (ValueError, KeyError, TypeError):
            raise AlongsideError(
                f"Line {number} of {LOG} cannot be read", "Check it: alongside verify."
            ) from None


def verify(session: Path) -> Verdict:
    """Check the whole chain, and its end against the manifest where the session was closed.

    Raises AlongsideError if there is no log. Lines cut from the end of a session that is
    still open show only where the manifest noted a later start.
    """
    count, head = 0, GENESIS
    hashes = [GENESIS]
    for number, line in enumerate(_lines(session), 1):
        try:
            if not line.endswith(b"\n"):
                raise ValueError("it is torn: a crash while it was written, or a cut")
            entry = _entry(line[:-1])
            if entry.get("prev") != head:
                raise ValueError("it does not follow the line before it")
            if entry["n"] != number:
                raise ValueError(f"it is numbered {entry['n']}")
        except ValueError as error:
            return Verdict(False, count, head, number, str(error))
        count, head = number, entry["hash"]
        hashes.append(head)
    return _against_manifest(session, hashes)


def _against_manifest(session: Path, hashes: list[str]) -> Verdict:
    """Compare the end of the chain, and the points where it was continued, with the manifest."""
    count, head = len(hashes) - 1, hashes[-1]
    path = session / MANIFEST
    if not path.exists():
        return Verdict(True, count, head)
    try:
        manifest = json.loads(path.read_bytes())
        closed = manifest["ended"] is not None
        points = [(run["events"], run["head"]) for run in manifest["runs"]]
        if closed:
            points.append((manifest["events"], manifest["head"]))
    except (ValueError, KeyError, TypeError):
        return Verdict(False, count, head, 0, f"{MANIFEST} cannot be read")
    for events, expected in points:
        if not isinstance(events, int) or not 0 <= events <= count or hashes[events] != expected:
            return Verdict(
                False, count, head, 0, f"{MANIFEST} tells of {events} events that are not these", closed
            )
    if closed and points[-1][0] != count:
        return Verdict(False, count, head, 0, "events were added after the session was closed", closed)
    return Verdict(True, count, head, 0, "", closed)
