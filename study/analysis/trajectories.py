"""Means of every measure by arm and day, with 95 % intervals by Student's t."""

from __future__ import annotations

import math
import statistics
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from scipy.stats import t as student

from study.analysis.collect import Gathered, Value
from study.analysis.tables import Table, table

LEVEL = 0.95


@dataclass(frozen=True)
class Point:
    """A mean on a planned day. `low`, `high`: the ends of its interval; None with fewer than two people."""

    measure: str
    condition: str
    day: int
    people: int
    mean: float
    deviation: float | None
    low: float | None
    high: float | None


def trajectories(values: Iterable[Value]) -> tuple[Point, ...]:
    """The points of all measures, by measure, condition and day; values of no told condition under ""."""
    cells: dict[tuple[str, str, int], list[float]] = defaultdict(list)
    for one in values:
        cells[one.measure, one.condition, one.day].append(one.value)
    return tuple(_point(*key, found) for key, found in sorted(cells.items(), key=lambda item: item[0]))


def _point(measure: str, condition: str, day: int, found: Sequence[float]) -> Point:
    deviation = statistics.stdev(found) if len(found) > 1 else None
    low, high = interval(found)
    return Point(measure, condition, day, len(found), statistics.fmean(found), deviation, low, high)


def interval(found: Sequence[float]) -> tuple[float | None, float | None]:
    """The ends of the 95 % interval of a mean, by Student's t; None with fewer than two values."""
    people = len(found)
    if people < 2:
        return None, None
    mean = statistics.fmean(found)
    half = float(student.ppf((1 + LEVEL) / 2, people - 1)) * statistics.stdev(found) / math.sqrt(people)
    return mean - half, mean + half


def allocated_values(gathered: Gathered, codes: Iterable[str]) -> list[Value]:
    """The values of these people."""
    wanted = set(codes)
    return [one for one in gathered.values if one.code in wanted]


def trajectory_table(points: Iterable[Point]) -> Table:
    """The points as a table."""
    columns = (
        ("measure", "instrument.scale, and the step where there are several"),
        (
            "arm",
            "the label of the arm or condition; empty: all, where a measure would tell masked arms apart",
        ),
        ("day", "the planned day; 1 is the first"),
        ("people", "how many have a value"),
        ("mean", "their mean, in the scale's own unit"),
        ("deviation", "their standard deviation"),
        ("low", "the lower end of the 95 % interval of the mean (Student's t)"),
        ("high", "its upper end"),
    )
    rows = (
        (one.measure, one.condition, one.day, one.people, one.mean, one.deviation, one.low, one.high)
        for one in points
    )
    return table("trajectories", "Means by arm and day", columns, rows)


def score_table(gathered: Gathered) -> Table:
    """Every value of everybody: what any other analysis begins with."""
    columns = (
        ("code", "the participant's code"),
        ("arm", "the label of the arm or condition; empty where this reader may not know it"),
        ("measure", "instrument.scale, and the step where there are several"),
        ("visit", "the visit"),
        ("day", "the planned day; 1 is the first"),
        ("at_day", "the day on which it was held"),
        ("value", "the score, in the scale's own unit"),
    )
    rows = (
        (
            one.code,
            gathered.arms.in_person_tables(one.condition),
            one.measure,
            one.visit,
            one.day,
            one.at_day,
            one.value,
        )
        for one in gathered.values
    )
    return table("scores", "Every score of everybody", columns, rows)


def measure_table(gathered: Gathered) -> Table:
    """What every measure is."""
    columns = (
        ("measure", "its key in the other tables"),
        ("title", "what it measures"),
        ("instrument", "the instrument"),
        ("low", "the lowest value there can be"),
        ("high", "the highest value there can be"),
        ("values", "how many there are"),
        ("people", "of how many people"),
    )
    rows = []
    for one in gathered.measures:
        own = [value for value in gathered.values if value.measure == one.key]
        rows.append(
            (
                one.key,
                one.title,
                one.instrument,
                one.low,
                one.high,
                len(own),
                len({value.code for value in own}),
            )
        )
    return table("measures", "What was measured", columns, rows)
