"""The models of all measures, in both sets of people, and their tables."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from study.analysis.collect import Gathered
from study.analysis.look import number
from study.analysis.measures import Measure
from study.analysis.model import Fit, fit
from study.analysis.sets import Sets
from study.analysis.tables import Table, table

INTENTION, PROTOCOL = "intention to treat", "per protocol"
AS_ABOVE = "\u00a0"
"""What a cell of the page's table holds where it would say the same as the one above."""


@dataclass(frozen=True)
class Modelled:
    """A measure with its model in one set of people."""

    measure: Measure
    people: str
    fit: Fit


def model_all(gathered: Gathered, sets: Sets, told: Callable[[str], None]) -> tuple[Modelled, ...]:
    """A model for every measure that was taken, in both sets of people."""
    found = []
    chosen: Mapping[str, Sequence[str]] = {INTENTION: sets.intention, PROTOCOL: sets.protocol}
    for measure in gathered.measures:
        values = [one for one in gathered.values if one.measure == measure.key]
        if not values:
            continue
        told(f"fitting {measure.key}")
        for name, codes in chosen.items():
            own = [one for one in values if one.code in codes]
            labels = gathered.arms.conditions
            found.append(Modelled(measure, name, fit(own, labels, gathered.arms.within)))
    return tuple(found)


def model_tables(models: Sequence[Modelled]) -> list[Table]:
    """What the models came to, and how they were fitted."""
    return [_estimates(models), _differences(models), _fits(models)]


_NUMBERS = (
    ("value", "the estimate, in the scale's own unit"),
    ("low", "the lower end of its 95 % interval"),
    ("high", "the upper end"),
    ("p", "the p value of its being zero, for this comparison alone"),
)
_OF = (("measure", "the measure"), ("set", "intention to treat, or per protocol"))


def _estimates(models: Sequence[Modelled]) -> Table:
    columns = (
        *_OF,
        ("kind", "change from the first day to the last; within persons: level in the middle of all days"),
        ("arm", "the arm or condition"),
        *_NUMBERS,
    )
    rows = (
        (one.measure.key, one.people, each.kind, each.label, each.value, each.low, each.high, each.p)
        for one in models
        for each in one.fit.estimates
        if each.kind != "difference"
    )
    return table("changes", "Estimated change by arm", columns, rows)


def _differences(models: Sequence[Modelled]) -> Table:
    columns = (*_OF, ("arm", "the arm or condition"), ("minus", "the one that is taken away"), *_NUMBERS)
    return table("differences", "Estimated differences between arms", columns, _difference_rows(models))


def _difference_rows(models: Sequence[Modelled]) -> Iterator[tuple[object, ...]]:
    for one in models:
        for each in one.fit.estimates:
            if each.kind == "difference":
                yield (
                    one.measure.key,
                    one.people,
                    each.label,
                    each.other,
                    each.value,
                    each.low,
                    each.high,
                    each.p,
                )


def _fits(models: Sequence[Modelled]) -> Table:
    columns = (
        *_OF,
        ("people", "how many people are in it"),
        ("values", "how many values"),
        ("first_day", "the first day on which one was taken"),
        ("last_day", "the last"),
        (
            "random",
            "what each person has of their own: intercept, intercept and slope, or none; empty: no model",
        ),
        ("intercepts", "standard deviation of persons' intercepts"),
        ("slopes", "standard deviation of persons' changes from the first day to the last"),
        ("residual", "standard deviation of what is left"),
        ("freedom", "degrees of freedom of the intervals"),
        ("trouble", "what was in the way"),
    )
    rows = (
        (
            one.measure.key,
            one.people,
            one.fit.people,
            one.fit.values,
            one.fit.first,
            one.fit.last,
            one.fit.random,
            *(one.fit.deviations or (None, None, None)),
            one.fit.freedom or None,
            one.fit.trouble,
        )
        for one in models
    )
    return table("models", "How the models were fitted", columns, rows)


def troubles(models: Sequence[Modelled]) -> tuple[str, ...]:
    """What was in the way, a line for each kind of trouble."""
    found: dict[str, list[str]] = {}
    for one in models:
        if one.fit.trouble and one.people == INTENTION:
            found.setdefault(one.fit.trouble, []).append(one.measure.title)
    return tuple(f"{', '.join(titles)}: {why}" for why, titles in found.items())


def both(tables: Mapping[str, Table]) -> Table:
    """Changes and differences together, as the figure shows them."""
    changes, differences = tables["changes"], tables["differences"]
    columns = (*changes.columns[:4], ("minus", ""), *changes.columns[4:])
    rows = [(*row[:4], "", *row[4:]) for row in changes.rows]
    rows += [(*row[:2], "difference", *row[2:]) for row in differences.rows]
    return table("models", "", columns, rows)


def side_by_side(models: Sequence[Modelled]) -> Table:
    """Both sets of people beside each other, each number with its interval: for the page."""
    columns = [(name, "") for name in ("measure", "what", "arm", INTENTION.replace(" ", "_"), "per_protocol")]
    rows: dict[tuple[str, str, str], dict[str, str]] = {}
    for one in models:
        for each in one.fit.estimates:
            arm = f"{each.label} − {each.other}" if each.other else each.label
            low, high = (number(end, one.measure.decimals) for end in (each.low, each.high))
            cell = f"{number(each.value, one.measure.decimals)} ({low} to {high})"
            rows.setdefault((one.measure.title, each.kind, arm), {})[one.people] = cell
    found, above = [], ("", "")
    for (measure, kind, arm), cells in rows.items():
        title, what = (AS_ABOVE if measure == above[0] else measure), kind
        if (measure, kind) == above:
            what = AS_ABOVE
        found.append((title, what, arm, cells.get(INTENTION, ""), cells.get(PROTOCOL, "")))
        above = (measure, kind)
    return table("estimates", "Estimates with their 95 % intervals, in both sets of people", columns, found)
