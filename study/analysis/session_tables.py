"""Tables of the sessions: each of them, every wait, the relationship, and parts that had trouble."""

from __future__ import annotations

import statistics
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from study.analysis.sessions import SessionRead
from study.analysis.tables import Table, table
from study.analysis.trajectories import interval

_WHERE = (
    ("code", "the participant's code; empty where it would tell this reader their arm"),
    ("visit", "the visit"),
    ("day", "the planned day; 1 is the first"),
)


@dataclass(frozen=True)
class Moved:
    """How a measure of the relationship stood at the end of a day's sessions, over people."""

    name: str
    side: str
    day: int
    people: int
    mean: float
    low: float | None
    high: float | None


def moved(sessions: Iterable[SessionRead]) -> tuple[Moved, ...]:
    """The mean change since each session began, by measure, side and day, over all arms."""
    cells: dict[tuple[str, str, int], list[float]] = defaultdict(list)
    for one in sessions:
        for (name, side), measure in one.relationship.items():
            cells[name, side, one.day].append(measure.change)
    return tuple(
        Moved(*key, len(found), statistics.fmean(found), *interval(found))
        for key, found in sorted(cells.items())
    )


def shown_as(one: SessionRead, told: bool) -> SessionRead:
    """A session as tables of persons may tell it: who talks at all is in an arm that talks."""
    if told:
        return one
    trouble = one.trouble.replace(one.name, "it").replace(one.code, "them")
    return replace(one, code="", name="", trouble=trouble)


def session_tables(sessions: Sequence[SessionRead]) -> list[Table]:
    """The tables of this module."""
    return [
        _sessions(sessions),
        _waits(sessions),
        _relationship(sessions),
        _moved(sessions),
        _incidents(sessions),
    ]


def quantile(values: Sequence[float], share: float) -> float:
    """The value below which that share of them lies, between two of them in proportion."""
    ordered = sorted(values)
    at = (len(ordered) - 1) * share
    low = int(at)
    high = min(low + 1, len(ordered) - 1)
    return ordered[low] + (ordered[high] - ordered[low]) * (at - low)


def _sessions(sessions: Sequence[SessionRead]) -> Table:
    columns = (
        *_WHERE,
        ("session", "the name of its folder; empty as the code"),
        ("live", "1: it was recorded as it went; 0: on paper, without a log"),
        ("minutes", "from its beginning to its last event"),
        ("turns", "how often the person spoke or wrote"),
        ("acts", "how often the companion did something, silences included"),
        ("median_wait", "seconds from the end of speech to the first sound of the answer, the middle one"),
        ("severity", "the highest severity of risk that was noticed, 0 to 6"),
        ("stops", "how often it was stopped"),
        ("incidents", "how often a part was degraded, failed or was started again"),
        ("repaired", "how often a crash cut the log short and it went on"),
        ("clock_jumps", "how often the wall clock ran from the monotonic one by more than a second"),
        ("trouble", "why it could not be read or verified; empty: it is whole"),
    )
    rows = (
        (
            one.code,
            one.visit,
            one.day,
            one.name,
            int(one.live),
            one.minutes or None,
            one.turns,
            one.acts,
            statistics.median(wait for _, wait in one.waits) if one.waits else None,
            max((alarm.severity for alarm in one.alarms), default=0),
            sum(bool(alarm.stopped_by) for alarm in one.alarms),
            len(one.incidents),
            one.repaired,
            one.jumps,
            one.trouble,
        )
        for one in sessions
    )
    return table("sessions", "Every session", columns, rows)


def _waits(sessions: Sequence[SessionRead]) -> Table:
    columns = (
        *_WHERE,
        ("minute", "of the session"),
        ("wait", "seconds from the end of speech to the first sound"),
    )
    rows = ((one.code, one.visit, one.day, minute, wait) for one in sessions for minute, wait in one.waits)
    return table("waits", "Every wait for an answer", columns, rows)


_MEASURE = (
    ("measure", "bond, task or goal; words, feeling, voice and others are channels of synchrony"),
    ("side", "whose language it is read from: participant, companion, both, or the gap between the two"),
)


def _relationship(sessions: Sequence[SessionRead]) -> Table:
    columns = (
        *_WHERE,
        *_MEASURE,
        ("change", "since the session began, at its end; zero is where the same side began"),
        ("low", "the lower end of its 95 % band"),
        ("high", "the upper end"),
        ("turns", "turns that it rests on"),
    )
    rows = (
        (one.code, one.visit, one.day, name, side, item.change, item.low, item.high, item.turns)
        for one in sessions
        for (name, side), item in one.relationship.items()
    )
    return table("relationship", "The relationship at the end of each session", columns, rows)


def _moved(sessions: Sequence[SessionRead]) -> Table:
    columns = (
        *_MEASURE,
        ("day", "the planned day"),
        ("people", "how many sessions of that day have it"),
        ("mean", "mean change over the session"),
        ("low", "the lower end of the 95 % interval of the mean (Student's t)"),
        ("high", "its upper end"),
    )
    rows = ((one.name, one.side, one.day, one.people, one.mean, one.low, one.high) for one in moved(sessions))
    return table("relationship_by_day", "The relationship by day", columns, rows)


def _incidents(sessions: Sequence[SessionRead]) -> Table:
    found: Counter[tuple[str, str]] = Counter()
    where: dict[tuple[str, str], set[int]] = defaultdict(set)
    minutes: dict[tuple[str, str], list[float]] = defaultdict(list)
    for at, one in enumerate(sessions):
        for incident in one.incidents:
            key = (incident.component, incident.status)
            found[key] += 1
            where[key].add(at)
            if incident.until is not None:
                minutes[key].append(incident.until - incident.minute)
    columns = (
        ("part", "the component"),
        ("what", "degraded, failed or restarted"),
        ("times", "how often"),
        ("sessions", "in how many sessions"),
        ("minutes", "until it was well again, the middle one; empty: not that we know"),
    )
    rows = (
        (*key, times, len(where[key]), statistics.median(minutes[key]) if minutes[key] else None)
        for key, times in found.most_common()
    )
    return table("incidents", "Parts that had trouble", columns, rows)
