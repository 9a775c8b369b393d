"""The companion's conduct against what people do: shares, and below them rates on axes of their own."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from matplotlib.axes import Axes

from agent.conduct.anchors import ANCHORS
from agent.conduct.tally import Conduct
from study.drawing import INK, PAPER, SOFT, Figure, canvas, count, figure
from study.relating.marks import ROW, Mark, rows

SHARES = {
    "reflection_share": "reflections, of its turns",
    "question_share": "questions, of its turns",
    "input_share": "input, of its turns",
    "advice_share": "advice, of its turns",
    "complex_share": "complex, of reflections",
    "input_after_sustain": "input after sustain talk",
    "input_after_change": "input after change talk",
    "reflection_after_sustain": "reflection after sustain talk",
    "advice_after_disclosure": "advice after a disclosure",
    "agreement": "agrees, of its turns",
    "premises_corrected": "premises put right",
    "premises_agreed": "premises agreed with",
    "word_share": "its share of words",
    "time_share": "its share of time",
}
RATES = {
    "reflections_to_questions": "reflections to a question",
    "first_person": "“I”, per 100 words",
    "we": "“we”, per 100 words",
    "questions_per_turn": "questions a turn",
    "words_per_turn": "words a turn, in tens",
}
TENS = 10.0
"""So that words a turn stand on the axis of the other rates."""


def conduct_figure(found: Conduct, coded: bool) -> Figure | None:
    """One figure; None where the companion said nothing. `coded`: by trained heads, else as its acts were
    meant.
    """
    shares = _marks(found, SHARES, 100.0)
    rates = _marks(found, RATES, 1.0)
    if not found.own_turns or not shares:
        return None
    heights = [len(shares), max(1, len(rates))]
    drawing, axes = canvas(1.45 + ROW * sum(heights), 2)
    grid = axes[0].get_gridspec()
    if grid is not None:
        grid.set_height_ratios(heights)
    for axis, marks, names, unit, factor in (
        (axes[0], shares, SHARES, "%", 100.0),
        (axes[1], rates, RATES, "rate or ratio", 1.0),
    ):
        rows(axis, marks, unit, zero=False)
        _anchor(axis, marks, names, factor)
        axis.set_xlim(left=0)
    axes[0].set_xlim(0, 100)
    axes[0].legend(loc="lower left", bbox_to_anchor=(0, 1.0), ncols=3, columnspacing=1.6, handletextpad=0.3)
    by = "coded by trained heads" if coded else "coded as they were meant"
    counts = f"{count(found.own_turns, 'turn')} of the companion's, {by}; bars are intervals of 95 %."
    return figure("conduct", _title(found), counts, drawing, _rows(found))


def _marks(found: Conduct, names: dict[str, str], factor: float) -> list[Mark]:
    marks = [
        Mark(label, "companion", found.measures[name], factor / TENS if name == "words_per_turn" else factor)
        for name, label in names.items()
    ]
    return [mark for mark in marks if mark.shown]


def _anchor(axis: Axes, marks: Sequence[Mark], names: dict[str, str], factor: float) -> None:
    """Where people stand: filled for good practice, hollow for poor."""
    labels = {label: name for name, label in names.items()}
    axis.plot([], [], "o", color="#17474f", ms=6.5, label="the companion")
    for good, filling, what in (
        (True, SOFT, "people, good practice"),
        (False, PAPER, "people, poor or fair practice"),
    ):
        points = [
            (factor * (anchor.good if good else anchor.poor), place)
            for place, mark in enumerate(marks)
            if (anchor := ANCHORS.get(labels[mark.label])) is not None
        ]
        xs, ys = [x for x, _ in points], [y + 0.24 for _, y in points]
        axis.plot(
            xs, ys, "^", color=INK, mfc=filling, mew=1.0, ms=6, lw=0, label=what, zorder=4, clip_on=False
        )


def _title(found: Conduct) -> str:
    measures = found.measures
    parts = []
    for name, what in (
        ("reflection_share", "reflected"),
        ("question_share", "asked"),
        ("input_share", "gave input"),
    ):
        value = measures[name].value
        if value is not None:
            parts.append(f"{what} in {value:.0%}")
    return f"The companion {', '.join(parts[:-1])} and {parts[-1]} of its turns."


def _rows(found: Conduct) -> list[Sequence[Any]]:
    table: list[Sequence[Any]] = [
        ("measure", "value", "low", "high", "n", "people_good", "people_poor", "source")
    ]
    for name, item in found.measures.items():
        anchor = ANCHORS.get(name)
        people = (anchor.good, anchor.poor, anchor.source) if anchor is not None else ("", "", "")
        values = (item.value, item.low, item.high, item.n)
        table.append((name, *("" if value is None else value for value in values), *people))
    return table
