"""The flow of participants as a diagram: boxes from enrolment to analysis, a column an arm."""

from __future__ import annotations

import textwrap
from collections.abc import Sequence

from matplotlib.axes import Axes
from matplotlib.patches import FancyBboxPatch

from study.analysis.flow import ENDS, Branch, Flow
from study.analysis.tables import Table
from study.drawing import FAINT, INK, SOFT, WASH, Canvas, Figure, finished

MOST = 5
"""Columns that have room side by side; more arms (orders, mostly) are drawn as one, and are in the table."""
_LINE = 0.185
"""Inches a line of text takes."""


def flow_figure(flow: Flow, data: Table) -> Figure:
    """The diagram."""
    branches = flow.branches if len(flow.branches) <= MOST else (_together(flow.branches),)
    wide = 7.6 / len(branches)
    columns = [_column(one, characters=int(wide * 12.5) - 4) for one in branches]
    heights = [max(len(column[row]) for column in columns) for row in range(3)]
    left = [f"{why}: {number}" for why, number in flow.not_allocated.items()]
    left += [f"Not allocated yet: {flow.waiting}"] if flow.waiting else []
    aside = [
        f"Not allocated: {sum(flow.not_allocated.values()) + flow.waiting}",
        *_wrapped(left or ["–"], 40),
    ]
    tall = [_tall(1), _tall(len(aside)), _tall(1), *(_tall(lines) for lines in heights)]
    gap = 0.26
    height = sum(tall) + gap * (len(tall) - 1) + 0.1
    drawing = Canvas(figsize=(7.6, height))
    axis = drawing.add_axes((0, 0, 1, 1))
    axis.set(xlim=(0, 7.6), ylim=(0, height))
    axis.set_axis_off()
    tops = [height - 0.05 - sum(tall[:row]) - gap * row for row in range(len(tall))]
    centre = 2.35
    _box(axis, centre, tops[0], 2.3, tall[0], [f"Enrolled: {flow.enrolled}"])
    _box(axis, 5.75, tops[1], 3.4, tall[1], aside)
    _box(axis, centre, tops[2], 2.3, tall[2], [f"Allocated: {flow.allocated}"])
    axis.plot([centre, centre], [tops[0] - tall[0], tops[2]], color=SOFT, lw=1, zorder=1)
    middle = tops[1] - tall[1] / 2
    _arrow(axis, (centre, middle), (5.75 - 1.7, middle))
    _down(axis, centre, tops[2])
    split = tops[2] - tall[2] - gap / 2
    places = [wide * (at + 0.5) for at in range(len(branches))]
    axis.plot([min(*places, centre), max(*places, centre)], [split, split], color=SOFT, lw=1, zorder=1)
    axis.plot([centre, centre], [tops[2] - tall[2], split], color=SOFT, lw=1, zorder=1)
    for place, column in zip(places, columns, strict=True):
        _arrow(axis, (place, split), (place, tops[3]))
        for row, lines in enumerate(column):
            if row:
                _arrow(axis, (place, tops[2 + row] - tall[2 + row]), (place, tops[3 + row]))
            _box(axis, place, tops[3 + row], wide - 0.14, tall[3 + row], lines)
    analysed = sum(one.intention for one in flow.branches)
    kept = sum(one.protocol for one in flow.branches)
    title = (
        f"Of {flow.enrolled} people enrolled {flow.allocated} were allocated; {analysed} are analysed by "
        f"intention to treat and {kept} per protocol."
    )
    return finished("flow", title, f"{flow.enrolled} people.", drawing, data.csv)


def _column(one: Branch, characters: int) -> tuple[list[str], list[str], list[str]]:
    """The three boxes of an arm, line by line."""
    ended = [f"{ENDS[name]}: {number}" for name, number in one.ended.items() if number]
    ended += [f"Withdrew, data destroyed: {one.erased}"] if one.erased else []
    course = [f"Came after allocation: {one.came}", *(ended or ["Nobody left early"])]
    course += [f"Under way: {one.under_way}"] if one.under_way else []
    course.append(f"Finished: {one.finished}")
    return (
        [*textwrap.wrap(one.label, characters), f"Allocated: {one.allocated}"],
        _wrapped(course, characters),
        _wrapped(
            ["Analysed", f"Intention to treat: {one.intention}", f"Per protocol: {one.protocol}"], characters
        ),
    )


def _wrapped(lines: Sequence[str], characters: int) -> list[str]:
    return [part for line in lines for part in textwrap.wrap(line, characters, subsequent_indent="   ")]


def _together(branches: Sequence[Branch]) -> Branch:
    def total(name: str) -> int:
        return sum(int(getattr(one, name)) for one in branches)

    return Branch(
        label=f"{len(branches)} groups; each is in the table",
        allocated=total("allocated"),
        came=total("came"),
        ended={name: sum(one.ended[name] for one in branches) for name in ENDS},
        erased=total("erased"),
        under_way=total("under_way"),
        finished=total("finished"),
        intention=total("intention"),
        protocol=total("protocol"),
    )


def _tall(lines: int) -> float:
    return lines * _LINE + 0.16


def _box(axis: Axes, centre: float, top: float, wide: float, tall: float, lines: Sequence[str]) -> None:
    """A box with its lines; the first stands out."""
    place = (centre - wide / 2 + 0.04, top - tall + 0.04)
    axis.add_patch(
        FancyBboxPatch(
            place,
            wide - 0.08,
            tall - 0.08,
            boxstyle="round,pad=0.04,rounding_size=0.07",
            facecolor=WASH,
            edgecolor=FAINT,
            lw=1,
            zorder=2,
        )
    )
    for row, line in enumerate(lines):
        axis.text(
            centre - wide / 2 + 0.13,
            top - 0.08 - (row + 0.5) * _LINE,
            line,
            va="center",
            fontsize=9,
            color=INK if row == 0 else SOFT,
            fontweight="bold" if row == 0 else "normal",
            zorder=3,
        )


def _arrow(axis: Axes, start: tuple[float, float], end: tuple[float, float]) -> None:
    axis.annotate(
        "",
        xy=end,
        xytext=start,
        arrowprops={"arrowstyle": "-|>", "color": SOFT, "lw": 1, "shrinkA": 0, "shrinkB": 0},
    )


def _down(axis: Axes, centre: float, top: float) -> None:
    """The head of the arrow into the box that begins at `top`."""
    _arrow(axis, (centre, top + 0.14), (centre, top))
