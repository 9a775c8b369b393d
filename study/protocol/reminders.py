"""Reminders of a person's visits as a calendar file (iCalendar, RFC 5545), for their own telephone.

Times float: a visit at six is at six wherever the person is. What it is for is not said beyond the titles
that the protocol gives, and the person is not named.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from datetime import date, datetime, time, timedelta, timezone

from icalendar import Alarm, Calendar, Event

from study.protocol.days import Standing
from study.protocol.parts import Protocol, Visit


def calendar(protocol: Protocol, code: str, coming: Iterable[Standing], made: datetime) -> bytes:
    """The calendar file of the occasions that are still to come. `made`: the time of making it.

    An occasion keeps its identity in later files, so that importing a newer one moves it and doubles none.
    """
    found = Calendar()
    found.add("prodid", "-//Alongside//study//EN")
    found.add("version", "2.0")
    found.add("method", "PUBLISH")
    for one in coming:
        if one.state in ("ahead", "due"):
            visit = protocol.visit(one.occasion.visit)
            found.add_component(_event(protocol, code, one, visit, made))
    return bytes(found.to_ical())


def _event(protocol: Protocol, code: str, one: Standing, visit: Visit, made: datetime) -> Event:
    begins = _at(one.planned, visit.remind or visit.opens)
    event = Event()
    name = f"{protocol.key}/{code}/{one.occasion.visit}/{one.occasion.day}"
    event.add("uid", f"{hashlib.sha256(name.encode()).hexdigest()[:32]}@alongside")
    event.add("dtstamp", made.astimezone(timezone.utc))
    event.add("summary", visit.title)
    event.add("dtstart", begins)
    event.add("dtend", begins + timedelta(minutes=visit.minutes))
    event.add("transp", "TRANSPARENT")
    alarm = Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("description", visit.title)
    alarm.add("trigger", timedelta(0))
    event.add_component(alarm)
    return event


def _at(day: date, clock: str) -> datetime:
    return datetime.combine(day, time.fromisoformat(clock))
