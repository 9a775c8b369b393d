"""Rows of estimates in one drawing: a mark, its interval, what distant turns give, how many places it rests
on.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from matplotlib.axes import Axes

from agent.synchrony.estimate import Estimate
from study.drawing import DEEP, FAINT, INK, OCHRE, PAPER, SOFT, TEAL

STYLES = {"companion": (DEEP, "o", DEEP), "participant": (OCHRE, "s", PAPER), "": (TEAL, "o", TEAL)}
"""Who follows -> colour, marker and filling: they differ in form too."""
ROW = 0.34
"""Inches a row is high."""


@dataclass(frozen=True)
class Mark:
    """One row: its label, who follows, the estimate; `factor` turns its unit into the axis's."""

    label: str
    side: str
    found: Estimate
    factor: float = 1.0

    @property
    def shown(self) -> bool:
        """Whether there is anything to draw."""
        return self.found.value is not None


def rows(axis: Axes, marks: Sequence[Mark], unit: str, *, zero: bool = True) -> None:
    """Draw them from the top down. `zero`: a line where nothing is left beside chance."""
    if zero:
        axis.axvline(0, color=SOFT, lw=1, ls=(0, (2, 2)), zorder=1)
    for place, mark in enumerate(marks):
        colour, marker, filling = STYLES[mark.side]
        found, factor = mark.found, mark.factor
        axis.axhline(place, color=FAINT, lw=0.6, zorder=0)
        if found.low is not None and found.high is not None:
            axis.plot(
                (factor * found.low, factor * found.high), (place, place), color=colour, lw=2.0, zorder=2
            )
        if found.value is not None:
            axis.plot(
                factor * found.value,
                place,
                marker,
                color=colour,
                mfc=filling,
                mew=1.6,
                ms=6.5,
                zorder=3,
                clip_on=False,
            )
        axis.text(
            1.02,
            place,
            f"n = {found.n}",
            transform=axis.get_yaxis_transform(),
            va="center",
            color=SOFT,
            fontsize=8,
        )
    axis.set(ylim=(len(marks) - 0.4, -0.6), yticks=range(len(marks)), xlabel=unit)
    axis.set_yticklabels([mark.label for mark in marks], color=INK)
    axis.tick_params(axis="y", length=0, pad=9)
    axis.spines["left"].set_visible(False)


def in_words(found: Estimate, factor: float = 1.0, digits: int = 2) -> str:
    """ "0.12 (0.03 to 0.21)", with a real minus."""

    def number(value: float) -> str:
        return f"{factor * value:.{digits}f}".replace("-", "−")

    if found.value is None:
        return "not known"
    if found.low is None or found.high is None:
        return number(found.value)
    return f"{number(found.value)} ({number(found.low)} to {number(found.high)})"
