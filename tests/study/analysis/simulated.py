"""People who go through a study with a known effect: led by the engine, later as rows of the index.

Rows go in with one transaction a person, for the engine takes one or two a step.
"""

from __future__ import annotations

import json
import random
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta, timezone

from study.protocol.days import occasions, steps_of
from study.store.store import Writing
from study.store.tables import StepRow, VisitRow
from study.visits.consequences import Outcome
from study.visits.people import change_status
from tests.study.analysis.recorded import record
from tests.study.running import OPERATOR, Running

SPAN = 15.0
"""Days over which an effect unfolds."""


@dataclass(frozen=True)
class Truth:
    """What is put in: the change of distress (K10) over 15 days by arm, and how people differ."""

    change: Mapping[str, float]
    level: float = 26.0
    between: float = 5.0  # standard deviation of people's levels
    slopes: float = 2.0  # of people's own changes
    noise: float = 2.5  # of one measurement
    kept: float = 0.88  # chance that a visit is kept


@dataclass
class Simulated:
    """What came of it: the truth that a report has to find again."""

    running: Running
    truth: Truth
    arms: dict[str, str] = field(default_factory=dict)
    refused: list[str] = field(default_factory=list)
    dropped: list[str] = field(default_factory=list)
    kept: int = 0
    sessions: int = 0
    waits: list[float] = field(default_factory=list)
    risky: dict[str, int] = field(default_factory=dict)  # sessions by name, with the severity that was heard
    stopped: list[str] = field(default_factory=list)


def simulate(
    running: Running,
    people: int,
    truth: Truth,
    seed: int = 1,
    refuse: int = 0,
    drop: int = 0,
    records: int = 0,
) -> Simulated:
    """`people` are allocated, `refuse` more give no consent, and the last `drop` leave half way.

    `records`: the first so many daily visits of who talks (robot, chatbot) have a recorded session.
    """
    made, chance = Simulated(running, truth), random.Random(seed)
    codes = [f"P{number:02}" for number in range(1, people + refuse + 1)]
    running.enrol(*codes)
    made.refused = codes[people:]
    for code in codes[:people]:
        level = chance.gauss(truth.level, truth.between)
        _intake(running, code, level + chance.gauss(0, truth.noise), chance)
        made.arms[code] = running.study.allocator.arm_of(code)
        made.dropped += [code] if code in codes[people - drop : people] else []
        with running.study.store.writing() as writing:
            made.kept += _follow(writing, made, code, level, chance, records)
    for code in made.refused:
        running.step(code, Outcome("refused"))
    running.clock.at("2026-03-25")
    for code in made.dropped:
        change_status(running.study, code, "dropped_out", OPERATOR, "moved away")
    return made


def _intake(running: Running, code: str, score: float, chance: random.Random) -> None:
    """The first meeting, with the first scores."""
    while step := running.engine.next(code):
        use = step.step.use
        scores = _scores(use, score, chance) if step.step.kind == "instrument" else {}
        running.step(code, Outcome(scores=scores))


def _follow(
    writing: Writing, made: Simulated, code: str, level: float, chance: random.Random, records: int
) -> int:
    """Everything after the first meeting; gives how many visits were kept."""
    running, truth, arm = made.running, made.truth, made.arms[code]
    protocol, person = running.study.protocol, writing.person(code)
    slope = truth.change.get(arm, 0.0) + chance.gauss(0, truth.slopes)
    first = datetime.fromisoformat(person.day_one).replace(hour=18, tzinfo=timezone.utc)
    kept = 0
    for one in occasions(protocol)[1:]:
        if (code in made.dropped and one.day > 7) or chance.random() > truth.kept:
            continue
        at = (first + timedelta(days=one.day - 1)).timestamp()
        visit = VisitRow(
            participant=person.id,
            visit=one.visit,
            day=one.day,
            on=str((first + timedelta(days=one.day - 1)).date()),
            begun=at,
            ended=at + chance.uniform(600, 1500),
            session=_session(made, code, one.day, at, chance)
            if arm != "worksheet" and kept < records
            else "",
        )
        writing.session.add(visit)
        writing.session.flush()
        now = level + slope * one.day / SPAN + chance.gauss(0, truth.noise)
        for step in steps_of(protocol.visit(one.visit), one.day, arm):
            felt = now - 3 * (step.name == "after")
            scores = _scores(step.use, felt, chance) if step.kind == "instrument" else {}
            row = StepRow(visit=visit.id, name=step.name, kind=step.kind, status="done", by="kim")
            row.begun, row.ended, row.scores = at, at + 60, json.dumps(scores)
            writing.session.add(row)
        kept += 1
    return kept


def _session(made: Simulated, code: str, day: int, at: float, chance: random.Random) -> str:
    """A recorded session of a visit; in every ninth there is risk, and every twelfth is stopped."""
    name = f"{code}-day{day}"
    made.sessions += 1
    risk = chance.choice((2, 3, 5)) if made.sessions % 9 == 4 else 0
    if risk:
        made.risky[name] = risk
    if made.sessions % 12 == 7:
        made.stopped.append(name)
    folder = made.running.folder / "sessions" / name
    made.waits += record(folder, at, made.sessions, risk=risk, stopped=name in made.stopped)
    return name


def _scores(use: str, distress: float, chance: random.Random) -> dict[str, float]:
    """Scores of an instrument for somebody whose K10 would be `distress`; not rounded: the truth is exact."""
    if use == "k10":
        return {"total": distress}
    if use == "affect_sliders":
        mood = (22 - distress) / 20
        return {"valence": mood + chance.gauss(0, 0.2), "arousal": -mood / 2 + chance.gauss(0, 0.2)}
    if use == "sus":
        return {"total": chance.gauss(72, 10)}
    return {"total": max(0.0, (distress - 10) / 2 + chance.gauss(0, 1.5))}
