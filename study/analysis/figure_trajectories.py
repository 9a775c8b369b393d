"""How scores went: a figure an instrument, a panel a measure, a line an arm, an interval a mean."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from matplotlib.axes import Axes

from study.analysis.collect import Gathered
from study.analysis.look import number, style
from study.analysis.measures import Measure
from study.analysis.trajectories import Point, trajectory_table
from study.drawing import FAINT, INK, SOFT, Figure, canvas, count, finished, shorten

COLUMNS = 2
"""Panels side by side."""


def trajectory_figures(gathered: Gathered, points: Sequence[Point]) -> Iterator[Figure]:
    """A figure for every instrument that was asked."""
    by_instrument: dict[str, list[Measure]] = {}
    for one in gathered.measures:
        if any(point.measure == one.key for point in points):
            by_instrument.setdefault(one.key.split(".")[0], []).append(one)
    for key, own in by_instrument.items():
        yield _figure(
            gathered, key, own, [point for point in points if point.measure in {one.key for one in own}]
        )


def _figure(gathered: Gathered, key: str, own: Sequence[Measure], points: Sequence[Point]) -> Figure:
    columns = min(COLUMNS, len(own))
    rows = -(-len(own) // columns)
    drawing, axes = canvas(0.55 + (2.5 if columns == 1 else 2.25) * rows, rows, columns, sharex=True)
    labels = gathered.arms.conditions
    for axis, measure in zip(axes, own, strict=False):
        _panel(axis, measure, [point for point in points if point.measure == measure.key], labels)
    for axis in axes[len(own) :]:
        axis.set_axis_off()
    for axis in axes[max(0, len(own) - columns) : len(own)]:
        axis.set_xlabel("day of the study")
        axis.xaxis.set_tick_params(labelbottom=True)
    handles, names = axes[0].get_legend_handles_labels()
    if len(names) > 1:
        drawing.legend(
            handles,
            [shorten(name, 44) for name in names],
            loc="outside upper left",
            ncols=2 if max(map(len, names)) > 20 else 4,
        )
    values = [value for value in gathered.values if value.measure in {one.key for one in own}]
    people = len({value.code for value in values})
    who = "1 person" if people == 1 else f"{people} people"
    counts = f"{who}, {count(len(values), 'value')}; bars are 95 % intervals of the means."
    return finished(
        f"scores_{key}", _title(own[0], points, labels), counts, drawing, trajectory_table(points).csv
    )


def _panel(axis: Axes, measure: Measure, points: Sequence[Point], labels: Sequence[str]) -> None:
    shown = [label for label in labels if any(point.condition == label for point in points)] or [""]
    span = max((point.day for point in points), default=1) - min((point.day for point in points), default=0)
    for at, label in enumerate(shown):
        own = [point for point in points if point.condition == label]
        aside = (at - (len(shown) - 1) / 2) * max(span, 1) * 0.012
        days = [point.day + aside for point in own]
        look = style(labels, label) if label else {"color": INK, "marker": "o", "ms": 5}
        axis.plot(days, [point.mean for point in own], lw=1.6, label=label or "all", zorder=3, **look)
        for day, point in zip(days, own, strict=True):
            if point.low is not None and point.high is not None:
                ends = [point.low, point.high]
                axis.plot([day, day], ends, color=look["color"], lw=1.1, alpha=0.75, zorder=2)
    if measure.is_difference:
        axis.axhline(0, color=FAINT, lw=1, zorder=1)
    axis.set_title(shorten(measure.title, 52), loc="left", fontsize=9.5, color=INK, pad=5)
    axis.set_ylabel(f"score ({measure.low:g} to {measure.high:g})".replace("-", "−"), color=SOFT)
    axis.margins(x=0.03, y=0.12)
    if span == 0:
        axis.set_xlim(points[0].day - 0.06, points[0].day + 0.06)
    days = sorted({point.day for point in points})
    axis.set_xticks(days if len(days) <= 8 else days[:: -(-len(days) // 8)])


def _title(measure: Measure, points: Sequence[Point], labels: Sequence[str]) -> str:
    """What the first panel shows, from its first to its last day."""
    own = [point for point in points if point.measure == measure.key]
    parts = []
    for label in [*labels, ""]:
        line = sorted((point for point in own if point.condition == label), key=lambda point: point.day)
        if line:
            ends = [number(point.mean, measure.decimals) for point in (line[0], line[-1])]
            went = ends[0] if len(line) == 1 else f"from {ends[0]} to {ends[1]}"
            parts.append(f"{went} {'in ' + shorten(label, 40) if label else 'over all'}")
    what = measure.title[0].upper() + measure.title[1:]
    verb = "was" if all(" to " not in part for part in parts) else "went"
    return f"{what} {verb} {', '.join(parts)}."
