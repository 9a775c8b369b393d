"""Adherence as a calendar: a row a person, a column a visit; for many people the shares by visit instead."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

from study.adherence import Kept
from study.analysis.sets import COME, KEPT
from study.analysis.tables import Table
from study.drawing import DEEP, FAINT, INK, PAPER, SOFT, TEAL, Canvas, Figure, canvas, finished

MOST = 120
"""People that still have a row of their own."""
SHOWN = (
    ("held", "held", {"marker": "s", "color": DEEP}),
    ("made_up", "made up for", {"marker": "s", "color": PAPER, "edgecolors": DEEP, "hatch": "//////"}),
    ("missed", "missed", {"marker": "x", "color": SOFT}),
    ("due", "may still be held", {"marker": "s", "color": PAPER, "edgecolors": TEAL}),
    ("ahead", "ahead", {"marker": ".", "color": FAINT}),
)


def adherence_figure(kept: Sequence[Kept], data: Table, several: bool) -> Figure | None:
    """The calendar. `several`: whether more than one visit can fall on a day."""
    codes = list(dict.fromkeys(one.code for one in kept))
    if not codes:
        return None
    columns = sorted({(one.day, one.visit) for one in kept}, key=lambda place: place[0])
    names = [str(day) if not several else f"{day} {visit}" for day, visit in columns]
    at = {place: number for number, place in enumerate(columns)}
    drawing = _rows(kept, codes, at) if len(codes) <= MOST else _shares(kept, at)
    axis = drawing.axes[0]
    axis.set(xlim=(-0.6, len(columns) - 0.4), xlabel="day of the study (1 is the first)")
    every = max(1, -(-len(columns) // 24))
    axis.set_xticks(range(0, len(columns), every), names[::every], rotation=60 if several else 0)
    axis.tick_params(length=0)
    come = sum(one.state in COME for one in kept)
    done = sum(one.state in KEPT for one in kept)
    made_up = sum(one.state == "made_up" for one in kept)
    also = f", {made_up} of them made up for" if made_up else ""
    title = (
        f"{done} of {come} visits that came due were kept ({done / come:.0%}){also}."
        if come
        else "No visit has come due yet."
    )
    return finished(
        "adherence", title, f"{len(codes)} people, {len(kept)} visits planned.", drawing, data.csv
    )


def _rows(kept: Sequence[Kept], codes: Sequence[str], at: Mapping[tuple[int, str], int]) -> Canvas:
    row = min(0.175, 9.2 / len(codes))
    drawing, (axis,) = canvas(0.95 + row * len(codes), 1)
    side = (min(row, 6.3 / len(at)) * 72 * 0.78) ** 2
    rows = {code: number for number, code in enumerate(codes)}
    for state, label, look in SHOWN:
        found = [one for one in kept if one.state == state or (state == "due" and one.state == "to_make_up")]
        small = {"x": 0.34, ".": 0.4}.get(str(look["marker"]), 1.0)
        axis.scatter(
            [at[one.day, one.visit] for one in found],
            [rows[one.code] for one in found],
            s=side * small,
            linewidths=0.9,
            label=label,
            **look,  # type: ignore[arg-type]
        )
    axis.set(ylim=(len(codes) - 0.4, -0.6))
    every = max(1, -(-len(codes) // 60))
    axis.set_yticks(range(0, len(codes), every), codes[::every], fontsize=min(8.5, row * 72 * 0.66))
    axis.spines[["left", "bottom"]].set_visible(False)
    _legend(axis)
    return drawing


def _shares(kept: Sequence[Kept], at: Mapping[tuple[int, str], int]) -> Canvas:
    """Of those whose time has come, how many held, made up for and missed it."""
    counts = {place: Counter[str]() for place in at}
    for one in kept:
        counts[one.day, one.visit][one.state] += 1
    drawing, (axis,) = canvas(2.8, 1)
    floor = [0.0] * len(at)
    for state, label, colour, hatch in (
        ("held", "held", DEEP, ""),
        ("made_up", "made up for", PAPER, "//////"),
        ("missed", "missed", FAINT, ""),
    ):
        shares = []
        for place in at:
            come = sum(counts[place][one] for one in COME)
            number = counts[place][state] + (counts[place]["to_make_up"] if state == "missed" else 0)
            shares.append(number / come if come else 0.0)
        edge = DEEP if hatch else colour
        axis.bar(
            range(len(at)), shares, 0.8, floor, color=colour, edgecolor=edge, hatch=hatch, lw=0.6, label=label
        )
        floor = [low + share for low, share in zip(floor, shares, strict=True)]
    axis.set(ylim=(0, 1), yticks=(0, 0.5, 1), ylabel="share of people (0 to 1)")
    _legend(axis)
    return drawing


def _legend(axis: object) -> None:
    legend = axis.legend(  # type: ignore[attr-defined]
        loc="lower left",
        bbox_to_anchor=(0, 1.0),
        ncols=5,
        handletextpad=0.2,
        columnspacing=1.4,
        labelcolor=INK,
    )
    legend.set_in_layout(True)
