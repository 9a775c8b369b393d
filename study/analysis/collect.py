"""All that a study's index holds, read once: people, visits, scores by measure, answers, events."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from alongside.errors import AlongsideError
from alongside.eventlog import Verdict
from study.adherence import Kept, adherence
from study.analysis.arms import Arms, read_arms
from study.analysis.measures import Measure, measures
from study.instruments.loading import load
from study.instruments.model import Instrument
from study.protocol.parts import Protocol, Step
from study.protocol.places import place_of
from study.store.records import Allocated, Person, Response, StudyEvent, VisitRecord, Who
from study.studies import Study


@dataclass(frozen=True)
class Value:
    """One value of a measure. `day`: as planned; `at_day`: as held, day 1 being the first.

    `condition`: the label of the arm (within persons: of the condition); empty where it is not known or
    not told.
    """

    code: str
    measure: str
    visit: str
    day: int
    at_day: int
    condition: str
    value: float


@dataclass(frozen=True)
class Gathered:
    """A study as one report reads it."""

    study: Study
    arms: Arms
    people: tuple[Person, ...]
    visits: Mapping[str, tuple[VisitRecord, ...]]
    kept: tuple[Kept, ...]
    measures: tuple[Measure, ...]
    values: tuple[Value, ...]
    responses: tuple[Response, ...]
    events: tuple[StudyEvent, ...]
    allocations: tuple[Allocated, ...]
    instruments: Mapping[str, Instrument]
    verdict: Verdict

    @property
    def protocol(self) -> Protocol:
        """The protocol it runs by."""
        return self.study.protocol

    def person(self, code: str) -> Person:
        """Somebody by their code."""
        return next(one for one in self.people if one.code == code)


def gather(study: Study, who: Who) -> Gathered:
    """Read a study, for the eyes of `who`. AlongsideError where the seal of its list is needed, not here."""
    arms = read_arms(study, who)
    people = study.store.people()
    visits = {one.code: study.store.visits(one.code) for one in people}
    found = measures(study.protocol, study.folder)
    return Gathered(
        study=study,
        arms=arms,
        people=people,
        visits=visits,
        kept=tuple(adherence(study)),
        measures=found,
        values=tuple(_values(study.protocol, arms, people, visits, found)),
        responses=study.store.responses(),
        events=study.store.events(),
        allocations=study.store.allocations(),
        instruments=dict(_instruments(study)),
        verdict=study.store.verify(),
    )


def step_of(protocol: Protocol, visit: str, name: str) -> Step | None:
    """The step of that name; None where the protocol has none any more."""
    for one in protocol.visits:
        if one.key == visit:
            return next((step for step in one.steps if step.name == name), None)
    return None


def _values(
    protocol: Protocol,
    arms: Arms,
    people: Sequence[Person],
    visits: Mapping[str, Sequence[VisitRecord]],
    known: Sequence[Measure],
) -> Iterator[Value]:
    """Every value of every measure: scores as they stand, then differences within a visit."""
    periods = {one.key: one.period for one in protocol.visits}
    for person in people:
        for record in visits[person.code]:
            scores = {
                (step.name, scale): value for step in record.steps for scale, value in step.scores.items()
            }
            condition = arms.condition(person.number, periods.get(record.visit, 0))
            for measure in known:
                value = measure.value(record.visit, scores)
                if value is not None:
                    yield Value(
                        code=person.code,
                        measure=measure.key,
                        visit=record.visit,
                        day=record.day,
                        at_day=(record.on - person.day_one).days + 1,
                        condition="" if arms.masked and measure.some_arms else condition,
                        value=value,
                    )


def _instruments(study: Study) -> Iterator[tuple[str, Instrument]]:
    for visit in study.protocol.visits:
        for step in visit.steps:
            if step.kind == "instrument" and (found := instrument_of(study, step)):
                yield step.use, found


def instrument_of(study: Study, step: Step) -> Instrument | None:
    """The instrument that a step asks, if it is here."""
    place = place_of(step, study.folder)
    return _loaded(str(place)) if place else None


@lru_cache(maxsize=64)
def _loaded(place: str) -> Instrument | None:
    try:
        return load(place)
    except AlongsideError:
        return None
