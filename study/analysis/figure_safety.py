"""Safety over the days of the study, and how complete the data are."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Any

from matplotlib.ticker import MaxNLocator

from study.analysis.collect import Gathered
from study.analysis.quality import StepCount
from study.analysis.safety import Happened
from study.analysis.tables import Table
from study.drawing import DEEP, FAINT, INK, OCHRE, PLUM, SOFT, Figure, canvas, count, finished, shorten

LADDER = 6
"""The highest severity."""
MOST_STEPS = 24
"""Steps that still have a bar of their own; those with least done come first."""


def safety_figure(gathered: Gathered, happened: Sequence[Happened], data: Table) -> Figure | None:
    """Each rise of risk by day and severity, each stop and pause below them; None where nothing happened."""
    shown = [one for one in happened if one.day is not None]
    if not shown:
        return None
    drawing, (axis,) = canvas(2.9, 1)
    kinds: tuple[tuple[str, dict[str, Any]], ...] = (
        ("risk in an answer", {"marker": "o", "color": DEEP}),
        ("risk in conversation", {"marker": "^", "color": PLUM}),
        ("session stopped", {"marker": "X", "color": INK}),
        ("paused, ended, told, or seen to", {"marker": "|", "color": OCHRE}),
    )
    for at, (label, look) in enumerate(kinds):
        points = Counter(((one.day or 0) + 0.2 * at - 0.3, _height(one)) for one in shown if _kind(one) == at)
        if points:
            xs, ys = zip(*points, strict=True)
            axis.scatter(xs, ys, s=44, lw=1.6, label=label, zorder=3, **look)
        for (x, y), number in points.items():
            if number > 1:
                axis.annotate(
                    str(number),
                    (x, y),
                    (0, 5),
                    textcoords="offset points",
                    ha="center",
                    fontsize=7,
                    color=SOFT,
                )
    axis.set(ylim=(-1.6, LADDER + 0.5), yticks=(-1, 0, *range(1, LADDER + 1)))
    axis.set_yticklabels(("what followed", "stops", *map(str, range(1, LADDER + 1))))
    axis.set(ylabel="severity (1 to 6)", xlabel="day of the study")
    axis.axhline(0.5, color=FAINT, lw=1)
    axis.grid(axis="y", color=FAINT, lw=0.4)
    axis.tick_params(axis="y", length=0)
    days = [one.day or 0 for one in gathered.kept]
    axis.xaxis.set_major_locator(MaxNLocator(integer=True))
    axis.set_xlim(min(days, default=0) - 0.7, max([*days, *(one.day or 0 for one in shown)]) + 0.7)
    axis.legend(loc="lower left", bbox_to_anchor=(0, 1.0), ncols=4, handletextpad=0.2, columnspacing=1.2)
    risks = [one for one in shown if one.severity]
    people = len({one.code for one in risks})
    stops = sum(_kind(one) == 2 for one in shown)
    title = (
        f"Risk was noticed {_times(len(risks))} in {_people(people)}; sessions were stopped {_times(stops)}."
        if risks or stops
        else f"No risk was noticed; rules of the protocol and people acted {_times(len(shown))}."
    )
    counts = f"{len(gathered.people)} people; a number over a mark says how many there were that day."
    return finished("safety", title, counts, drawing, data.csv)


def _height(one: Happened) -> int:
    """Its row: the severity, or below it stops and what followed."""
    return one.severity or (0 if _kind(one) == 2 else -1)


def _kind(one: Happened) -> int:
    if one.severity:
        return 1 if one.what.startswith("risk in conversation") else 0
    return 2 if one.what == "session stopped" else 3


def _times(number: int) -> str:
    return {0: "never", 1: "once", 2: "twice"}.get(number, f"{number} times")


def _people(number: int) -> str:
    return "1 person" if number == 1 else f"{number} people"


def quality_figure(steps: Sequence[StepCount], data: Table) -> Figure | None:
    """What became of every step at the visits that were kept."""
    planned, done = sum(one.planned for one in steps), sum(one.done for one in steps)
    if not planned:
        return None
    shown = sorted(steps, key=lambda one: one.done / one.planned)[:MOST_STEPS]
    shown = [one for one in steps if one in shown]
    drawing, (axis,) = canvas(0.75 + 0.2 * len(shown), 1)
    floor = [0.0] * len(shown)
    places = range(len(shown))
    for label, counts, look in (
        ("done", [one.done for one in shown], {"color": DEEP}),
        ("skipped, as is allowed", [one.skipped for one in shown], {"color": FAINT}),
        ("missing", [one.missing for one in shown], {"color": "none", "edgecolor": SOFT, "hatch": "//////"}),
    ):
        shares = [number / one.planned for number, one in zip(counts, shown, strict=True)]
        axis.barh(places, shares, 0.66, floor, label=label, lw=0.6, **look)  # type: ignore[arg-type]
        floor = [low + share for low, share in zip(floor, shares, strict=True)]
    names = [shorten(f"{one.visit}: {one.step.replace('_', ' ')} ({one.planned})", 46) for one in shown]
    axis.set(xlim=(0, 1), ylim=(len(shown) - 0.5, -0.5), xlabel="share of those planned (0 to 1)")
    axis.set_yticks(list(places), names)
    axis.tick_params(axis="y", length=0)
    axis.spines["left"].set_visible(False)
    axis.legend(loc="lower left", bbox_to_anchor=(0, 1.0), ncols=3, handlelength=1.1)
    title = (
        f"At the visits that were kept, {done} of {planned} planned steps were done ({done / planned:.0%})."
    )
    counts_text = f"{count(len(steps), 'step')} of the protocol; in brackets how often each was planned."
    return finished("quality", title, counts_text, drawing, data.csv)
