"""What touched anybody's safety: risk that was answered or said, stops, what followed, and who saw to it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from study.analysis.collect import Gathered
from study.analysis.sessions import SessionRead
from study.analysis.tables import Table, excerpt, table

FOLLOWED = {
    "tell": "the team is told",
    "pause": "paused",
    "stop": "part ended",
    "pause_study": "the study paused",
    "refused": "",
    "not_eligible": "",
}
"""What a rule of the protocol did, as the page says it; gates of admission are no safety."""
LOOKED_AT = 3
"""The severity from which on a person looks: thoughts of harming oneself (see `alongside.messages.Risk`)."""
_BY_HAND = ("paused", "stopped", "enrolled", "allocated", "revealed", "study_paused", "study_running")
"""Acts of a person that may answer an alarm; each is an event of the study."""


@dataclass(frozen=True)
class Happened:
    """One thing. `severity`: of risk, 1 to 6; 0: none of its own. `by`: a name, or a part of the program."""

    at: float
    code: str
    day: int | None
    what: str
    severity: int = 0
    by: str = ""
    why: str = ""
    hidden: bool = False  # whose it was would tell this reader their arm


def happenings(gathered: Gathered, sessions: Sequence[SessionRead]) -> tuple[Happened, ...]:
    """Everything, in order of time."""
    found = [*_answered(gathered), *_said(gathered, sessions), *_followed(gathered)]
    return tuple(sorted(found, key=lambda one: one.at))


def safety_tables(gathered: Gathered, happened: Sequence[Happened]) -> list[Table]:
    """Everything that happened, and how many people it happened to, by arm."""
    columns = (
        ("at", "when, where the study is held"),
        ("code", "the participant's code; empty where it would tell this reader their arm"),
        ("day", "the day of the study; 1 is the first"),
        ("what", "what happened"),
        ("severity", "of risk, 1 to 6 on the guardian's ladder; empty: none of its own"),
        ("by", "who did it, or noticed it"),
        ("why", "the reason on record"),
    )
    rows = (
        (
            _clock(gathered, one.at),
            "" if one.hidden else one.code,
            one.day,
            one.what,
            one.severity or None,
            one.by,
            one.why,
        )
        for one in happened
    )
    return [table("safety", "What touched anybody's safety", columns, rows), _by_arm(gathered)]


def grave(whole: Table) -> Table:
    """Of the table `safety`, for the page: what was done, and risk that somebody has to look at, worst first.

    That a participant ends a session is their right, and no alarm.
    """
    at, what, by = ([name for name, _ in whole.columns].index(name) for name in ("severity", "what", "by"))
    own = [
        row
        for row in whole.rows
        if (row[at] or 0) >= LOOKED_AT
        or (row[at] is None and (row[what], row[by]) != ("session stopped", "participant"))
    ]
    return excerpt(whole, sorted(own, key=lambda row: -(row[at] or LOOKED_AT)))


def _clock(gathered: Gathered, at: float) -> str:
    return f"{datetime.fromtimestamp(at, gathered.study.zone):%Y-%m-%d %H:%M}"


def _answered(gathered: Gathered) -> Iterator[Happened]:
    """Risk that a step came out with, as the index has it."""
    for code, visits in gathered.visits.items():
        for visit in visits:
            for step in visit.steps:
                if step.risk:
                    at = step.ended or step.begun
                    yield Happened(at, code, visit.day, f"risk in {step.name}", step.risk, step.by)


def _said(gathered: Gathered, sessions: Sequence[SessionRead]) -> Iterator[Happened]:
    """Rises of risk, and stops, as the sessions' records have them."""
    begun = {
        (code, visit.visit, visit.day): visit.begun
        for code, visits in gathered.visits.items()
        for visit in visits
    }
    for one in sessions:
        hidden = not gathered.arms.told  # who talks at all is in an arm that talks
        for alarm in one.alarms:
            at = begun[one.code, one.visit, one.day] + alarm.minute * 60
            if alarm.stopped_by:
                yield Happened(at, one.code, one.day, "session stopped", 0, alarm.stopped_by, hidden=hidden)
            else:
                shown = (
                    "risk in conversation; crisis contacts shown" if alarm.shown else "risk in conversation"
                )
                yield Happened(at, one.code, one.day, shown, alarm.severity, "guardian", hidden=hidden)


def _followed(gathered: Gathered) -> Iterator[Happened]:
    """What rules did, and what people did."""
    people = {one.code: one for one in gathered.people}
    for event in gathered.events:
        person = people.get(event.participant)
        if event.participant and person is None:
            continue  # they withdrew: nothing of theirs is told
        when = datetime.fromtimestamp(event.at, gathered.study.zone).date()
        day = (when - person.day_one).days + 1 if person else None
        why = str(event.data.get("why", ""))
        followed = FOLLOWED.get(str(event.data.get("what", "")), "")
        if event.kind == "told" and followed:
            yield Happened(event.at, event.participant, day, followed, 0, "a rule of the protocol", why)
        elif event.kind in _BY_HAND and event.role != "program" and why:
            what = {"enrolled": "goes on", "allocated": "goes on"}.get(
                event.kind, event.kind.replace("_", " ")
            )
            yield Happened(event.at, event.participant, day, what, 0, f"{event.by} ({event.role})", why)


def _by_arm(gathered: Gathered) -> Table:
    """Numbers of people; of answers alone, for what was said in conversation would tell arms apart."""
    risky = {code for code, visits in gathered.visits.items() if any(s.risk for v in visits for s in v.steps)}
    paused = {one.participant for one in gathered.events if one.kind == "paused"}
    counts: dict[str, Counter[str]] = {label: Counter() for label in gathered.arms.groups}
    for one in gathered.people:
        label = gathered.arms.group(one.number)
        if label:
            counts[label] += Counter(
                people=1,
                risk=int(one.code in risky),
                paused=int(one.code in paused),
                stopped=int(one.status == "stopped"),
            )
    columns = (
        ("arm", "the label of the arm (within persons: of the order)"),
        ("people", "how many are in it"),
        ("risk", "how many gave an answer that raised risk"),
        ("paused", "how many were paused, by a rule or by hand"),
        ("stopped", "how many were stopped"),
    )
    names = [name for name, _ in columns[1:]]
    rows = ((label, *(found[name] for name in names)) for label, found in counts.items())
    return table("safety_by_arm", "Safety, people by arm", columns, rows)
