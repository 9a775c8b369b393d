"""A run as a picture: memory above, the error of word times below."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from bench.hours.account import Minute, Utterance, errors

INK, SOFT, LINE = "#2f3542", "#b9c2cf", "#b5653a"


def draw(runs: Sequence[tuple[str, list[Minute], list[Utterance]]], path: Path) -> None:
    """`runs`: title, minutes and utterances of each, side by side, as SVG or PNG by the name's ending."""
    import matplotlib

    matplotlib.use("Agg")
    matplotlib.rcParams["svg.hashsalt"] = "hours"  # the same figures give the same file
    from matplotlib import pyplot as plt

    figure, axes = plt.subplots(
        2, len(runs), figsize=(4.6 * len(runs), 4.6), sharex="col", squeeze=False, layout="constrained"
    )
    for column, (title, minutes, heard) in enumerate(runs):
        above, below = axes[0][column], axes[1][column]
        _memory(above, title, minutes)
        _error(below, errors(heard))
    axes[0][0].set_ylabel("memory, MiB")
    axes[1][0].set_ylabel("error of word times, ms")
    figure.savefig(path, dpi=150, metadata={"Date": None} if path.suffix == ".svg" else None)
    plt.close(figure)


def _memory(axis: Any, title: str, minutes: Sequence[Minute]) -> None:
    axis.plot([item.minute / 60 for item in minutes], [item.rss for item in minutes], color=INK, lw=1.2)
    axis.set_title(title, fontsize=9, color=INK)
    axis.set_ylim(0, 1.25 * max(item.rss for item in minutes))
    axis.grid(color="#eceef2")


def _error(axis: Any, found: Sequence[tuple[float, float]]) -> None:
    axis.plot(
        [at / 3600 for at, _ in found], [error for _, error in found], ".", color=SOFT, ms=2, rasterized=True
    )
    size = max(1, len(found) // 40)
    middles = [sorted(found[at : at + size], key=lambda item: item[1]) for at in range(0, len(found), size)]
    axis.plot(
        [sum(at for at, _ in part) / len(part) / 3600 for part in middles],
        [part[len(part) // 2][1] for part in middles],
        color=LINE,
        lw=1.4,
    )
    for limit in (-50, 50):
        axis.axhline(limit, color=INK, lw=0.6, ls=":")
    axis.set_ylim(-120, 120)
    axis.set_xlabel("hours of audio")
    axis.grid(color="#eceef2")
