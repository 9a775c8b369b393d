"""The answers' times as a picture: a dot an utterance, a line at the median and at the 95th percentile."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

import matplotlib
import numpy as np
from matplotlib.figure import Figure

from bench.turns.measure import Measured
from bench.turns.summary import OVERLAPPING, quantile

COLOURS = ("#2f6f6a", "#a8a29a", "#8d7f71", "#b98d5b", "#7d8a99")


def draw(measured: Mapping[str, Sequence[Measured]], path: Path) -> None:
    """Write the picture as SVG."""
    matplotlib.rcParams["svg.hashsalt"] = "turns"
    matplotlib.rcParams["svg.fonttype"] = "none"
    figure = Figure(figsize=(8, 0.9 + 0.75 * len(measured)))
    axes = figure.add_subplot()
    chance = np.random.default_rng(3)
    for row, items in enumerate(measured.values()):
        times = [item.stands for item in items if item.stands is not None and item.kind not in OVERLAPPING]
        colour = COLOURS[row % len(COLOURS)]
        spread = row + chance.uniform(-0.2, 0.2, len(times))
        axes.scatter(times, spread, s=18, color=colour, alpha=0.75, linewidths=0)
        for share, style in ((0.5, "-"), (0.95, ":")):
            at = quantile(times, share).value
            axes.plot([at, at], [row - 0.36, row + 0.36], style, color="#222222", linewidth=1.4)
    axes.set_yticks(range(len(measured)), list(measured))
    axes.invert_yaxis()
    axes.set_xlim(left=0)
    axes.set_xlabel("seconds from the end of speech to the answer that stands")
    for side in ("top", "right", "left"):
        axes.spines[side].set_visible(False)
    axes.tick_params(axis="y", length=0)
    axes.grid(axis="x", color="#dddddd", linewidth=0.6)
    axes.set_axisbelow(True)
    figure.tight_layout()
    path.parent.mkdir(parents=True, exist_ok=True)
    figure.savefig(path, format="svg", metadata={"Date": None})
