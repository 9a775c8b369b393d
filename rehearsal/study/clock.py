"""The clock of a rehearsal: it stands until it is moved, and never goes back."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta, timezone

FIRST_DAY = date(2026, 1, 5)
"""The Monday on which every rehearsal begins, so that the same seed gives the same study on any day."""
TICK = 0.001


class MovedClock:
    """Seconds since the epoch. Each look takes a millisecond, so that no two moments are the same."""

    def __init__(self, seconds: float = 0.0) -> None:
        self.seconds = seconds or _at(0, time(6))

    def __call__(self) -> float:
        """The time."""
        self.seconds += TICK
        return self.seconds

    def to(self, day: int, hour: int, minute: int = 0) -> None:
        """Move it to an hour (UTC) of the study's calendar day, from 0. ValueError if that lies behind."""
        seconds = _at(day, time(hour, minute))
        if seconds < self.seconds:
            raise ValueError(f"the clock stands at {self.seconds:.0f} and cannot go back to {seconds:.0f}")
        self.seconds = seconds

    def wait(self, minutes: float) -> None:
        """Let so many minutes go by."""
        self.seconds += minutes * 60


def day_of(on: date) -> int:
    """The calendar day of the study, from 0."""
    return (on - FIRST_DAY).days


def _at(day: int, when: time) -> float:
    return datetime.combine(FIRST_DAY + timedelta(days=day), when, timezone.utc).timestamp()
