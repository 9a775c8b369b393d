"""What all figures share: colours, type, the SVG element and the CSV text.

Drawn without pyplot, so that a recorder can draw in a thread. Ids are made unique to the figure, for
several are put into one page; nothing is fetched from elsewhere.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import matplotlib as mpl
from matplotlib.axes import Axes
from matplotlib.figure import Figure as _Canvas

from study.account import Account

INK, SOFT, FAINT, PAPER, WASH = "#25313b", "#5b6873", "#d5d9d6", "#fbf9f5", "#f3f0e8"
TEAL, DEEP, OCHRE, PLUM = "#3d8a86", "#17474f", "#c08a2d", "#8a5075"
Canvas = _Canvas
"""An empty drawing."""
WIDTH = 7.6
"""Inches; the page is as wide."""


@dataclass(frozen=True)
class Figure:
    """One figure: its sentence, what it counts, the drawing and its numbers."""

    key: str
    title: str
    counts: str
    svg: str
    csv: str


STYLE: Any = {
    "svg.fonttype": "none",
    "font.family": "sans-serif",
    "font.sans-serif": ["DejaVu Sans"],
    "font.size": 9,
    "text.color": INK,
    "axes.labelcolor": SOFT,
    "axes.edgecolor": FAINT,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.labelsize": 9,
    "xtick.color": SOFT,
    "ytick.color": SOFT,
    "xtick.labelcolor": SOFT,
    "ytick.labelcolor": SOFT,
    "legend.frameon": False,
    "legend.borderaxespad": 0.2,
    "legend.fontsize": 9,
    "figure.facecolor": "none",
    "axes.facecolor": "none",
    "hatch.linewidth": 0.8,
    "text.parse_math": False,  # a dollar sign in a goal is a dollar sign
}


def canvas(height: float, rows: int, columns: int = 1, *, sharex: bool = False) -> tuple[Canvas, list[Axes]]:
    """An empty drawing and its axes, row by row. `height` in inches."""
    drawing = Canvas(figsize=(WIDTH, height), layout="constrained")
    axes = drawing.subplots(rows, columns, sharex=sharex, squeeze=False)
    return drawing, list(axes.flat)


def minutes(axis: Axes, account: Account) -> None:
    """The time axis."""
    axis.set_xlim(min(0.0, *[line.minute for line in account.lines], 0.0), max(account.minutes, 0.1))
    axis.set_xlabel("minutes since the session began")


def figure(key: str, title: str, counts: str, drawing: Canvas, rows: Iterable[Sequence[Any]]) -> Figure:
    """The finished figure; the first of `rows` names the columns of its CSV."""
    return finished(key, title, counts, drawing, csv_text(rows))


def finished(key: str, title: str, counts: str, drawing: Canvas, csv: str) -> Figure:
    """The finished figure, its numbers as CSV already."""
    return Figure(key, title, counts, _svg(key, title, drawing), csv)


def _svg(key: str, title: str, drawing: Canvas) -> str:
    """The drawing as one SVG element whose ids are its own, without anything fetched from elsewhere."""
    drawn = io.StringIO()
    mpl.rcParams["svg.hashsalt"] = key
    drawing.savefig(
        drawn, format="svg", metadata={"Date": None, "Creator": None, "Format": None, "Type": None}
    )
    text = drawn.getvalue()
    text = re.sub(r"<metadata>.*?</metadata>", "", text[text.index("<svg") :], flags=re.DOTALL)
    text = re.sub(r'(?<= id=")|(?<=href="#)|(?<=url\(#)', f"{key}-", text)
    label = title.replace("&", "&amp;").replace('"', "&quot;").replace("<", "&lt;")
    return text.replace("<svg ", f'<svg role="img" aria-label="{label}" ', 1)


def csv_text(rows: Iterable[Sequence[Any]]) -> str:
    """Rows as CSV: numbers with four decimals, and no cell that a spreadsheet would take for a formula."""
    out = io.StringIO()
    csv.writer(out, lineterminator="\n").writerows(
        [f"{value:.4f}" if isinstance(value, float) else _plain_cell(value) for value in row] for row in rows
    )
    return out.getvalue()


def _plain_cell(value: Any) -> Any:
    """A cell that a spreadsheet will not take for a formula."""
    return f"'{value}" if isinstance(value, str) and value[:1] in ("=", "+", "-", "@", "\t", "\r") else value


def count(number: int, thing: str) -> str:
    """ "1 turn", "2 turns"."""
    return f"{number} {thing}{'' if number == 1 else 's'}"


def shorten(text: str, longest: int = 60) -> str:
    """`text` on one line, cut where it is too long to stand in a figure."""
    text = " ".join(text.split())
    return text if len(text) <= longest else f"{text[: longest - 1].rstrip()}…"
