"""What a study measures: each scale of each instrument; asked twice at one visit, the difference, too."""

from __future__ import annotations

import itertools
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from alongside.errors import AlongsideError
from study.instruments.loading import load
from study.instruments.model import Instrument, Scale
from study.protocol.parts import Protocol, Step
from study.protocol.places import place_of


@dataclass(frozen=True)
class Measure:
    """One number that is looked at over days.

    `steps`: the step that gives it; or two, of one visit: the second's score minus the first's. `low`,
    `high`: the ends of its scale. `some_arms`: it is not asked in all arms.
    """

    key: str
    title: str
    instrument: str
    scale: str
    steps: tuple[str, ...]
    visits: frozenset[str]
    low: float
    high: float
    some_arms: bool = False

    @property
    def decimals(self) -> int:
        """How many decimals tell values of this scale apart."""
        return 1 if self.high - self.low >= 10 else 2

    @property
    def is_difference(self) -> bool:
        """Whether it is a difference within a visit."""
        return len(self.steps) == 2

    def value(self, visit: str, scores: Mapping[tuple[str, str], float]) -> float | None:
        """Its value at a visit, from scores by step and scale; None where it was not measured."""
        if visit not in self.visits:
            return None
        found = [scores.get((step, self.scale)) for step in self.steps]
        if any(one is None for one in found):
            return None
        numbers = [one for one in found if one is not None]
        return numbers[-1] - numbers[0] if self.is_difference else numbers[0]


def measures(protocol: Protocol, folder: Path) -> tuple[Measure, ...]:
    """All measures of a protocol, in the order in which they are first asked."""
    asked: dict[str, dict[str, list[tuple[str, Step]]]] = defaultdict(lambda: defaultdict(list))
    for visit in protocol.visits:
        for step in visit.steps:
            if step.kind == "instrument":
                asked[step.use][step.name].append((visit.key, step))
    return tuple(itertools.chain.from_iterable(_of(use, steps, folder) for use, steps in asked.items()))


def _of(use: str, steps: Mapping[str, list[tuple[str, Step]]], folder: Path) -> Iterator[Measure]:
    some_step = next(iter(steps.values()))[0][1]
    instrument = _instrument(some_step, folder)
    if instrument is None:
        return
    pairs = _twice(steps)
    for scale in instrument.scales:
        for name, where in steps.items():
            more = f".{name}" if len(steps) > 1 else ""
            yield _measure(
                instrument, scale, (name,), where, f"{use}.{scale.key}{more}", name if more else ""
            )
        for first, second in pairs:
            both = [*steps[first], *steps[second]]
            key = f"{use}.{scale.key}.{second}_minus_{first}"
            yield _measure(instrument, scale, (first, second), both, key, f"{second} minus {first}")


def _measure(
    instrument: Instrument,
    scale: Scale,
    steps: tuple[str, ...],
    where: list[tuple[str, Step]],
    key: str,
    more: str,
) -> Measure:
    span = scale.high - scale.low
    apart = len(steps) == 2
    title = scale.title if not more else f"{scale.title}, {more.replace('_', ' ')}"
    return Measure(
        key=key,
        title=title,
        instrument=instrument.title,
        scale=scale.key,
        steps=steps,
        visits=frozenset(visit for visit, _ in where),
        low=-span if apart else scale.low,
        high=span if apart else scale.high,
        some_arms=any(step.arms for _, step in where),
    )


def _twice(steps: Mapping[str, list[tuple[str, Step]]]) -> list[tuple[str, str]]:
    """Names of steps that ask the same at one visit, first and next."""
    return [
        (first, second)
        for first, second in itertools.pairwise(steps)
        if {visit for visit, _ in steps[first]} & {visit for visit, _ in steps[second]}
    ]


def _instrument(step: Step, folder: Path) -> Instrument | None:
    place = place_of(step, folder)
    try:
        return load(place) if place else None
    except AlongsideError:
        return None
