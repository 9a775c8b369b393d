"""The sessions of a study's visits, each read once: waits, what went wrong, risk, stops, the relationship."""

from __future__ import annotations

import itertools
import json
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from alongside.errors import AlongsideError
from alongside.eventlog import LOG, MANIFEST, read_plain
from alongside.messages import Event, Message, Relationship, Risk, Stop
from alongside.records import Measure
from study.account import Incident, read_account
from study.deletion import was_deleted
from study.store.records import VisitRecord
from study.studies import Study, read_study
from study.vault.opening import kept
from study.vault.visits import session_folder

Told = Callable[[str], None]
JUMP = 1.0
"""Seconds by which the wall clock may run from the monotonic one between two events."""


@dataclass(frozen=True)
class Alarm:
    """A rise of risk (severity 1 to 6), or a stop (by whom). `shown`: the crisis contacts were."""

    minute: float
    severity: int = 0
    stopped_by: str = ""
    shown: bool = False


@dataclass(frozen=True)
class SessionRead:
    """One session. `trouble`: why it could not be read, or not be verified; empty where all is well.

    `waits`: minute and seconds from the end of speech to the first sound. `jumps`: of the clock.
    `relationship`: measures as they stood at its end, by name and side. `live`: whether it was recorded as it
    went; on paper it was not, and what was filled in has no log.
    """

    code: str
    visit: str
    day: int
    name: str
    minutes: float = 0.0
    turns: int = 0
    acts: int = 0
    waits: tuple[tuple[float, float], ...] = ()
    incidents: tuple[Incident, ...] = ()
    alarms: tuple[Alarm, ...] = ()
    relationship: Mapping[tuple[str, str], Measure] = field(default_factory=dict)
    repaired: int = 0
    jumps: int = 0
    trouble: str = ""
    live: bool = True


def read_sessions(
    study: Study, visits: Mapping[str, Sequence[VisitRecord]], told: Told
) -> tuple[SessionRead, ...]:
    """Every session that a visit names, sealed or not; one that cannot be read says so in its `trouble`."""
    named = [(code, visit) for code, records in visits.items() for visit in records if visit.session]
    rehearsal = bool(read_study(study.folder).get("rehearsal"))
    found = []
    for number, (code, visit) in enumerate(named, 1):
        told(f"reading sessions: {number} of {len(named)}")
        found.append(_read(study, code, visit, rehearsal))
    return tuple(found)


def _read(study: Study, code: str, visit: VisitRecord, rehearsal: bool) -> SessionRead:
    def without(trouble: str) -> SessionRead:
        return SessionRead(code, visit.visit, visit.day, Path(visit.session).name, trouble=trouble)

    folder = session_folder(study, visit.session)
    if folder is None:
        return without("the record is not here")
    if was_deleted(folder):
        return without("deleted at their wish")
    try:
        with kept(folder, study.store.vault, (LOG, MANIFEST)) as place:
            return _account(code, visit, place, rehearsal)
    except AlongsideError as error:
        return without(re.sub(r"\S*/(?=\S)", "", error.what))  # no paths: they are this computer's


def _account(code: str, visit: VisitRecord, folder: Path, rehearsal: bool) -> SessionRead:
    if not (folder / LOG).is_file():
        name, paper = Path(visit.session).name, not (folder / MANIFEST).is_file()
        trouble = "" if paper else "its log is not here"
        return SessionRead(code, visit.visit, visit.day, name, trouble=trouble, live=not paper)
    account = read_account(folder)
    seen = list(_seen(folder))
    verdict = account.verdict
    trouble = "" if verdict.closed else "not closed"
    if not verdict.ok:
        trouble = f"not whole: {verdict.why}"
    return SessionRead(
        code=code,
        visit=visit.visit,
        day=visit.day,
        name=Path(visit.session).name,
        minutes=account.minutes,
        turns=len(account.turns),
        acts=len(account.acts),
        waits=tuple((line.minute, line.wait) for line in account.waits if line.wait is not None),
        incidents=tuple(account.incidents),
        alarms=tuple(_alarms(seen, account.began)),
        relationship=_relationship(seen),
        repaired=sum(isinstance(one.message, Event) and one.message.kind == "log_repaired" for one in seen),
        jumps=0 if rehearsal else jumps(seen),  # a rehearsal's clock is its own
        trouble=trouble,
    )


@dataclass(frozen=True)
class Seen:
    """When an event was recorded (epoch and monotonic seconds), and its message if it is one of `_KINDS`."""

    at: float
    mono: float
    message: Message | None = None


_KINDS: dict[str, type[Message]] = {kind.__name__: kind for kind in (Event, Relationship, Risk, Stop)}


def _seen(folder: Path) -> Iterator[Seen]:
    """The events of a log that was read before, all but a few without their messages: these take long."""
    with (folder / LOG).open("rb") as log:
        for line in log:
            if not line.endswith(b"\n"):
                return  # torn, as `read_events` has it
            entry = json.loads(line)
            kind = _KINDS.get(entry["type"])
            yield Seen(entry["at"], entry["mono"], read_plain(kind, entry["message"]) if kind else None)


def jumps(events: Sequence[Seen]) -> int:
    """How often the wall clock ran from the monotonic one between two events of one start of the computer."""
    return sum(
        after.mono > before.mono > 0 and abs((after.at - before.at) - (after.mono - before.mono)) > JUMP
        for before, after in itertools.pairwise(events)
    )


def _alarms(events: Sequence[Seen], began: float) -> Iterator[Alarm]:
    """Rises of severity, and stops."""
    severity = 0
    for one in events:
        minute = (one.at - began) / 60
        if isinstance(one.message, Stop):
            yield Alarm(minute, stopped_by=one.message.by)
        elif isinstance(one.message, Risk):
            if one.message.severity > severity:
                yield Alarm(minute, one.message.severity, shown=bool(one.message.contacts))
            severity = one.message.severity


def _relationship(events: Sequence[Seen]) -> dict[tuple[str, str], Measure]:
    """Each measure as it was told last."""
    found: dict[tuple[str, str], Measure] = {}
    for one in events:
        if isinstance(one.message, Relationship):
            found |= {(measure.name, measure.side): measure for measure in one.message.measures}
    return found
