"""The record of consent: who agreed to what, when, with which text, as the session's log tells it."""

from __future__ import annotations

import time
from dataclasses import dataclass
from pathlib import Path

from alongside.eventlog import read_events
from alongside.messages import Consent


@dataclass(frozen=True, kw_only=True)
class ConsentGiven:
    """One answer to the question of consent. `at` is seconds since the epoch."""

    at: float
    person: str
    by: str
    text: str
    version: str
    language: str
    sha256: str
    streams: tuple[str, ...]

    @property
    def when(self) -> str:
        """The moment, as 2026-03-05T18:00:12Z."""
        return time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(self.at))


def consents(session: Path, person: str = "") -> tuple[ConsentGiven, ...]:
    """Every answer that was given in the session in that folder, in order; the last one holds.

    Raises AlongsideError where there is no log, or it is damaged.
    """
    return tuple(
        given(event.message, person)
        for event in read_events(session)
        if isinstance(event.message, Consent) and event.message.status == "given"
    )


def given(consent: Consent, person: str = "") -> ConsentGiven:
    """What a message of consent says for the record."""
    return ConsentGiven(
        at=consent.stamp,
        person=person,
        by=consent.by,
        text=consent.text,
        version=consent.version,
        language=consent.language,
        sha256=consent.sha256,
        streams=consent.streams,
    )
