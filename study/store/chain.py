"""The chain of a study's events: each holds the hash of the one before, as in a session's log."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from typing import Any

from alongside.eventlog import GENESIS, Verdict, canonical
from study.store.tables import EventRow

FIELDS = ("study", "n", "at", "kind", "by", "role", "participant", "data", "prev")


def hash_of(row: EventRow) -> str:
    """SHA-256 over all of an event but its own hash."""
    content: dict[str, Any] = {name: getattr(row, name) for name in FIELDS}
    return hashlib.sha256(canonical(content)).hexdigest()


def check(rows: Iterable[EventRow], count: int, head: str) -> Verdict:
    """Whether the events are all there, in order and as they were written, up to the `head` that is noted."""
    last, number = GENESIS, 0
    for row in rows:
        number += 1
        if row.n != number:
            return Verdict(False, number - 1, last, number, "an event is missing before it")
        if row.prev != last:
            return Verdict(False, number - 1, last, number, "it does not follow the event before it")
        if row.hash != hash_of(row):
            return Verdict(False, number - 1, last, number, "its content does not match its hash")
        last = row.hash
    if (number, last) != (count, head):
        return Verdict(False, number, last, 0, f"the study tells of {count} events that are not these")
    return Verdict(True, number, last, closed=True)
