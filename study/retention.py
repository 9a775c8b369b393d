"""What has been kept longer than the protocol allows: whose recordings, whose words. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from study.protocol.parts import Protocol
from study.store.records import Person


@dataclass(frozen=True)
class Expired:
    """Something of a person that was to be deleted `since` a date."""

    code: str
    what: Literal["recordings", "personal"]
    since: date


def expired(protocol: Protocol, people: Iterable[Person], today: date) -> tuple[Expired, ...]:
    """Everything whose time is over, oldest first. A person's time runs from the end of their part."""
    rule = protocol.retention
    spans: tuple[tuple[Literal["recordings", "personal"], int], ...] = (
        ("recordings", rule.recordings_days),
        ("personal", rule.personal_days),
    )
    found = [
        Expired(person.code, what, person.ended + timedelta(days=days))
        for person in people
        if person.ended
        for what, days in spans
        if today > person.ended + timedelta(days=days)
    ]
    return tuple(sorted(found, key=lambda one: one.since))
