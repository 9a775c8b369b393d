"""Figures of the sessions: how long answers took, and how the relationship moved, each measure by itself."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from typing import Any

from matplotlib.ticker import MaxNLocator

from study.analysis.look import number
from study.analysis.session_tables import Moved, moved, quantile
from study.analysis.sessions import SessionRead
from study.analysis.tables import Table
from study.drawing import DEEP, FAINT, INK, OCHRE, PLUM, SOFT, TEAL, Figure, canvas, count, finished

BINS = 40
SIDES: dict[str, dict[str, Any]] = {
    "participant": {"color": DEEP, "marker": "o", "ls": "-"},
    "companion": {"color": OCHRE, "marker": "s", "ls": (0, (5, 2))},
    "gap": {"color": PLUM, "marker": "^", "ls": (0, (1.5, 1.5))},
    "both": {"color": TEAL, "marker": "D", "ls": (0, (6, 1.5, 1.5, 1.5))},
}
"""How a side of the relationship is drawn."""


def latency_figure(sessions: Sequence[SessionRead], data: Table) -> Figure | None:
    """How long spoken turns waited for the first sound: all of them, and the middle and slow ones by day."""
    by_day: dict[int, list[float]] = defaultdict(list)
    for one in sessions:
        by_day[one.day] += [wait for _, wait in one.waits]
    waits = [wait for found in by_day.values() for wait in found]
    if not waits:
        return None
    most = max(quantile(waits, 0.99), 0.5)
    middle, slow = quantile(waits, 0.5), quantile(waits, 0.9)
    drawing, (left, right) = canvas(2.6, 1, 2)
    left.hist([min(wait, most) for wait in waits], bins=BINS, range=(0, most), color=DEEP)
    for at, dashes, label in ((middle, "-", "half"), (slow, (0, (4, 2)), "nine of ten")):
        left.axvline(at, color=OCHRE, lw=1.6, ls=dashes, label=f"{label}: {number(at, 2)} s")
    left.legend(loc="upper right")
    left.set(xlabel="seconds to the first sound (the last bar: and more)", ylabel="turns", xlim=(0, most))
    days = sorted(day for day, found in by_day.items() if found)
    for share, marker, dashes, label in ((0.5, "o", "-", "half"), (0.9, "s", (0, (4, 2)), "nine of ten")):
        heights = [quantile(by_day[day], share) for day in days]
        right.plot(days, heights, color=DEEP, lw=1.5, marker=marker, ms=4.5, ls=dashes, label=label)
    right.set(ylim=(0, None), xlabel="day of the study", ylabel="seconds")
    right.xaxis.set_major_locator(MaxNLocator(integer=True))
    right.legend(loc="lower right", ncols=2)
    right.grid(axis="y", color=FAINT, lw=0.5)
    ends = [f"{number(at, 2)} s" for at in (middle, slow)]
    title = f"Half of the spoken turns were answered within {ends[0]}, nine of ten within {ends[1]}."
    spoken = sum(bool(one.waits) for one in sessions)
    counts = f"{count(len(waits), 'spoken turn')} with an answer in sound, {count(spoken, 'session')}."
    return finished("latency", title, counts, drawing, data.csv)


def relationship_figure(sessions: Sequence[SessionRead], data: Table) -> Figure | None:
    """A panel a measure: its mean change over the sessions of each day, a line a side."""
    points = moved(sessions)
    names = list(dict.fromkeys(one.name for one in points))
    if not names:
        return None
    columns = min(3, len(names))
    rows = -(-len(names) // columns)
    drawing, axes = canvas(0.5 + 2.1 * rows, rows, columns, sharex=True)
    for axis, name in zip(axes, names, strict=False):
        for side, look in SIDES.items():
            own = [one for one in points if (one.name, one.side) == (name, side)]
            if not own:
                continue
            days = [one.day for one in own]
            axis.plot(days, [one.mean for one in own], lw=1.5, ms=4.5, label=side, zorder=3, **look)
            for one in own:
                if one.low is not None and one.high is not None:
                    axis.plot(
                        [one.day] * 2, [one.low, one.high], color=look["color"], lw=1, alpha=0.7, zorder=2
                    )
        axis.axhline(0, color=SOFT, lw=0.9, ls=(0, (2, 2)), zorder=1)
        axis.set_title(name, loc="left", fontsize=9.5, color=INK, pad=4)
    for axis in axes[len(names) :]:
        axis.set_axis_off()
    for row in range(rows):
        axes[row * columns].set_ylabel("change over a session")
    for axis in axes[max(0, len(names) - columns) : len(names)]:
        axis.set_xlabel("day of the study")
        axis.xaxis.set_major_locator(MaxNLocator(integer=True))
        axis.xaxis.set_tick_params(labelbottom=True)
    found = {
        label: handle
        for axis in axes
        for handle, label in zip(*axis.get_legend_handles_labels(), strict=True)
    }
    drawing.legend(list(found.values()), list(found), loc="outside upper left", ncols=4)
    held = sum(bool(one.relationship) for one in sessions)
    where = "zero is where the same side began, bars are 95 % intervals"
    counts = f"{count(held, 'session')}, all arms together; {where}."
    return finished("relationship", _moves(points), counts, drawing, data.csv)


def _moves(points: Sequence[Moved]) -> str:
    """How the measures stood on the last day, in words."""
    last = max(one.day for one in points)
    own = [one for one in points if one.day == last][:3]
    parts = [f"{one.name} ({one.side}) by {number(one.mean, 2)}" for one in own]
    return f"Over a session of day {last}, on average, {_listed(parts)}."


def _listed(parts: Sequence[str]) -> str:
    """ "a moved by 1, b by 2 and c by 3"."""
    first = parts[0].replace(" by ", " moved by ", 1)
    rest = [first, *parts[1:]]
    return rest[0] if len(rest) == 1 else f"{', '.join(rest[:-1])} and {rest[-1]}"
