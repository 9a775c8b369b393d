"""How good the data are: steps not done, items not answered, clocks, records that cannot be verified."""

from __future__ import annotations

import itertools
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from study.analysis.collect import Gathered, step_of
from study.analysis.sessions import JUMP, SessionRead
from study.analysis.tables import Table, table
from study.instruments.model import Instrument
from study.protocol.days import steps_of


@dataclass(frozen=True)
class StepCount:
    """How often a step was planned at visits that were kept, and what became of it."""

    visit: str
    step: str
    planned: int
    done: int
    skipped: int
    broken_off: int

    @property
    def missing(self) -> int:
        """How often it was neither done nor skipped."""
        return self.planned - self.done - self.skipped


def step_counts(gathered: Gathered) -> tuple[StepCount, ...]:
    """Every step; not those of some arms while arms are masked, for their numbers would tell."""
    planned: Counter[tuple[str, str]] = Counter()
    became: dict[tuple[str, str], Counter[str]] = defaultdict(Counter)
    within = gathered.arms.within
    visits = {one.key: one for one in gathered.protocol.visits}
    for person in gathered.people:
        arm = "" if within else gathered.study.allocator.arm_at(person.number)
        for record in gathered.visits[person.code]:
            visit = visits.get(record.visit)
            if visit is None or record.ended is None:
                continue  # an amendment took it out, or it is under way
            status = {step.name: step.status for step in record.steps}
            for step in steps_of(visit, record.day, arm):
                if gathered.arms.tells(step):
                    continue
                planned[record.visit, step.name] += 1
                became[record.visit, step.name][status.get(step.name, "")] += 1
    return tuple(
        StepCount(
            *key,
            planned=number,
            done=became[key]["done"],
            skipped=became[key]["skipped"],
            broken_off=became[key]["stopped"] + became[key]["begun"],
        )
        for key, number in planned.items()
    )


@dataclass(frozen=True)
class ItemCount:
    """How often an item of a step was to be answered, and how often it was not."""

    step: str
    item: int
    asked: int
    missing: int
    corrected: int


def item_counts(gathered: Gathered) -> tuple[ItemCount, ...]:
    """Items of all instruments whose answers are kept, in the steps that were taken."""
    given: dict[tuple[str, str, int, str], dict[str, tuple[str, int]]] = defaultdict(dict)
    for one in gathered.responses:
        given[one.code, one.visit, one.day, one.step][one.answer.item] = (
            one.answer.value,
            one.answer.revision,
        )
    asked: Counter[tuple[str, int]] = Counter()
    missing: Counter[tuple[str, int]] = Counter()
    corrected: Counter[tuple[str, int]] = Counter()
    for (_, visit, _, name), answers in given.items():
        step = step_of(gathered.protocol, visit, name)
        instrument = gathered.instruments.get(step.use) if step and step.kind == "instrument" else None
        if instrument is None:
            continue
        for number in _due(instrument, answers):
            value, revision = answers.get(str(number), ("", 1))
            asked[name, number] += 1
            missing[name, number] += value == ""
            corrected[name, number] += revision > 1
    return tuple(ItemCount(*key, asked[key], missing[key], corrected[key]) for key in sorted(asked))


def _due(instrument: Instrument, answers: Mapping[str, tuple[str, int]]) -> Iterator[int]:
    """The items that are asked, given what was answered before."""
    for number in range(1, instrument.count + 1):
        branch = instrument.branch_of(number)
        if branch is None or _number(answers.get(str(branch.item), ("", 1))[0]) >= branch.at_least:
            yield number


def _number(text: str) -> float:
    try:
        return float(text)
    except ValueError:
        return float("-inf")


def clock_trouble(gathered: Gathered) -> int:
    """How often the study's clock went back: between two of its events, or from a beginning to its end."""
    back = sum(before.at - after.at > JUMP for before, after in itertools.pairwise(gathered.events))
    for visits in gathered.visits.values():
        for visit in visits:
            back += visit.ended is not None and visit.ended < visit.begun
            back += sum(step.ended is not None and step.ended < step.begun for step in visit.steps)
    return back


def quality_tables(
    gathered: Gathered,
    sessions: Sequence[SessionRead],
    steps: Sequence[StepCount],
    items: Sequence[ItemCount],
) -> list[Table]:
    """The tables of this module: an overview, steps, and items."""
    return [_overview(gathered, sessions, steps, items), _steps(steps), _items(items)]


def _overview(
    gathered: Gathered,
    sessions: Sequence[SessionRead],
    steps: Sequence[StepCount],
    items: Sequence[ItemCount],
) -> Table:
    troubles = [one.trouble for one in sessions]
    paper = sum(not one.live for one in sessions)
    rows: list[tuple[str, int, int]] = [
        (
            "steps not done, at visits that were kept",
            sum(one.missing for one in steps),
            sum(one.planned for one in steps),
        ),
        (
            "items not answered, of those asked",
            sum(one.missing for one in items),
            sum(one.asked for one in items),
        ),
        ("items corrected", sum(one.corrected for one in items), sum(one.asked for one in items)),
        ("sessions on paper, without a log", paper, len(sessions)),
        (
            "sessions whose record is not here",
            sum(one == "the record is not here" for one in troubles),
            len(sessions),
        ),
        (
            "sessions deleted at a person's wish",
            sum(one.startswith("deleted") for one in troubles),
            len(sessions),
        ),
        ("sessions that cannot be read or verified", sum(map(_unverified, troubles)), len(sessions)),
        ("sessions in which a part had trouble", sum(bool(one.incidents) for one in sessions), len(sessions)),
        ("sessions that went on after a crash", sum(bool(one.repaired) for one in sessions), len(sessions)),
        ("sessions with a jump of the clock", sum(bool(one.jumps) for one in sessions), len(sessions)),
        ("times that the study's own clock went back", clock_trouble(gathered), len(gathered.events)),
    ]
    columns = (("what", "what was looked for"), ("found", "how often it was found"), ("of", "of how many"))
    return table("quality", "Quality of the data", columns, rows)


def _unverified(trouble: str) -> bool:
    return bool(trouble) and trouble != "the record is not here" and not trouble.startswith("deleted")


def _steps(steps: Sequence[StepCount]) -> Table:
    columns = (
        ("visit", "the visit"),
        ("step", "the step"),
        ("planned", "how often it was planned, at visits that were kept"),
        ("done", "how often it was done"),
        ("skipped", "how often it was skipped where that is allowed"),
        ("broken_off", "how often it was begun and not ended"),
        ("missing", "planned, less done and skipped"),
    )
    rows = (
        (one.visit, one.step, one.planned, one.done, one.skipped, one.broken_off, one.missing)
        for one in steps
    )
    return table("missing_steps", "Steps planned and done", columns, rows)


def _items(items: Sequence[ItemCount]) -> Table:
    columns = (
        ("step", "the step"),
        ("item", "the number of the item, from 1"),
        ("asked", "how often it was to be answered, in steps whose answers are kept"),
        ("missing", "how often it was left out"),
        ("corrected", "how often its answer was changed"),
    )
    rows = ((one.step, one.item, one.asked, one.missing, one.corrected) for one in items)
    return table("missing_items", "Items asked and answered", columns, rows)
