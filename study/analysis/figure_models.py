"""What the models estimate: for every measure the change in each arm, and how arms differ in that."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from matplotlib.axes import Axes

from study.analysis.look import number, style
from study.analysis.model import Estimate
from study.analysis.models import INTENTION, Modelled
from study.analysis.tables import Table
from study.drawing import FAINT, INK, SOFT, Figure, canvas, count, finished, shorten

MOST = 6
"""Measures in one figure: it has to fit on a sheet of paper."""


def model_figures(models: Sequence[Modelled], labels: Sequence[str], data: Table) -> Iterator[Figure]:
    """The figures, of the intention-to-treat set."""
    own = [one for one in models if one.people == INTENTION and one.fit.estimates]
    for at in range(0, len(own), MOST):
        yield _figure(at // MOST + 1, own[at : at + MOST], labels, data)


def _figure(number: int, own: Sequence[Modelled], labels: Sequence[str], data: Table) -> Figure:
    pairs = max(sum(each.kind == "difference" for each in one.fit.estimates) for one in own)
    lines = max(len(labels), pairs)
    columns = 2 if pairs else 1
    drawing, axes = canvas(0.5 + (0.5 + 0.21 * lines) * len(own), len(own), columns)
    for row, one in enumerate(own):
        left = axes[row * columns]
        estimates = [each for each in one.fit.estimates if each.kind != "difference"]
        _panel(left, estimates, labels)
        left.set_title(shorten(f"{one.measure.title}", 46), loc="left", fontsize=9.5, color=INK, pad=4)
        if pairs:
            _panel(
                axes[row * 2 + 1], [each for each in one.fit.estimates if each.kind == "difference"], labels
            )
    what = "level" if own[0].fit.estimates[0].kind == "level" else "change from the first day to the last"
    axes[(len(own) - 1) * columns].set_xlabel(f"{what} (units of each scale)")
    if pairs:
        axes[-1].set_xlabel("difference between arms" if what != "level" else "difference between conditions")
    people = own[0].fit.people
    size = f"{people} people, {own[0].fit.values} values in the first row"
    counts = f"{size}; bars are 95 % intervals, the broken line is zero."
    return finished(f"models_{number}", _title(own[0]), counts, drawing, data.csv)


def _panel(axis: Axes, estimates: Sequence[Estimate], labels: Sequence[str]) -> None:
    names = []
    for at, each in enumerate(estimates):
        plain: dict[str, Any] = {"color": INK, "marker": "o", "ms": 4.6}
        look = plain if each.other else style(labels, each.label)
        axis.plot(
            [each.low, each.high], [at, at], color=look["color"], lw=1.6, solid_capstyle="round", zorder=2
        )
        axis.plot([each.value], [at], lw=0, zorder=3, **{**look, "ls": "-"})
        names.append(
            f"{shorten(each.label, 24)} − {shorten(each.other, 24)}"
            if each.other
            else shorten(each.label, 30)
        )
    axis.axvline(0, color=SOFT, lw=0.9, ls=(0, (2, 2)), zorder=1)
    axis.set(ylim=(len(names) - 0.4, -0.6))
    axis.set_yticks(range(len(names)), names)
    axis.tick_params(axis="y", length=0)
    axis.spines["left"].set_visible(False)
    axis.grid(axis="x", color=FAINT, lw=0.5, zorder=0)
    axis.margins(x=0.08)


def _title(one: Modelled) -> str:
    """The first measure in words: the changes, and how many of the differences leave zero out."""
    parts = [
        f"{number(each.value, one.measure.decimals)} in {shorten(each.label, 40)}"
        for each in one.fit.estimates
        if each.kind != "difference"
    ]
    verb = "was" if one.fit.estimates[0].kind == "level" else "changed by"
    text = f"{one.measure.title} {verb} {', '.join(parts)}"
    differences = [each for each in one.fit.estimates if each.kind == "difference"]
    if differences:
        apart = sum(each.low > 0 or each.high < 0 for each in differences)
        has = "has" if apart == 1 else "have"
        many = count(len(differences), "difference")
        text += f"; of {many} {apart or 'none'} {has if apart else 'has'} an interval without zero"
    return text + "."
