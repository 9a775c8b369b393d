"""The report's figures: each with a sentence that says what it shows, counts, and its numbers as CSV.

Series differ in lightness, line and marker, so that they hold in greyscale.
"""

from __future__ import annotations

import itertools
import math
import statistics
from collections.abc import Callable, Sequence
from typing import Any

import matplotlib as mpl
from matplotlib.patches import Rectangle

from alongside.messages import State
from alongside.records import GoalStage
from study.account import Account
from study.drawing import (
    DEEP,
    FAINT,
    INK,
    OCHRE,
    PAPER,
    PLUM,
    SOFT,
    STYLE,
    TEAL,
    Figure,
    canvas,
    count,
    figure,
    minutes,
    shorten,
)
from study.pairs import pairs
from study.relating import related

Rows = list[Sequence[Any]]

SOURCES: dict[str, tuple[str, dict[str, Any]]] = {
    "face": ("face", {"color": OCHRE, "lw": 0.9, "marker": ".", "ms": 3.5, "ls": (0, (1, 1))}),
    "voice": ("voice", {"color": PLUM, "lw": 1.2, "marker": "s", "ms": 3.6, "ls": (0, (4, 2))}),
    "words": ("words", {"color": TEAL, "lw": 1.2, "marker": "o", "ms": 4.4, "mfc": PAPER, "ls": "-"}),
    "report": ("their own report", {"color": INK, "lw": 0, "marker": "D", "ms": 5}),
    "fused": ("all together", {"color": INK, "lw": 2.0, "ls": "-"}),
}
PHASES = ("arrive", "hold", "explore", "work", "close")
STAGES = ("precontemplation", "contemplation", "preparation", "action", "maintenance")
STAGE_SHADES = ("#e6dfd0", "#cbd2bd", "#94b5a6", "#4f8a86", "#1f4f59")


def figures(account: Account) -> list[Figure]:
    """All figures the session has the numbers for."""
    makers: Sequence[Callable[[Account], Figure | None]] = (affect, course, before_after, stages, latency)
    with mpl.rc_context(STYLE):
        return [made for make in makers if (made := make(account)) is not None] + related(account)


# ---------------------------------------------------------------- affect


def affect(account: Account) -> Figure | None:
    """Valence and arousal over time, one series a source."""
    points: list[Any] = [(p.minute, p.source, p.valence, p.arousal, p.confidence) for p in account.affect]
    if not any(point[1] == "fused" for point in points):
        points += [(minute, "fused", s.valence, s.arousal, 1.0) for minute, s in account.states]
    if not points:
        return None
    points.sort(key=lambda point: point[0])
    drawing, axes = canvas(3.9, 2, sharex=True)
    for axis, column, name, (low, high) in (
        (axes[0], 2, "valence", ("unpleasant", "pleasant")),
        (axes[1], 3, "arousal", ("calm", "stirred")),
    ):
        for source, (label, style) in SOURCES.items():
            own = [point for point in points if point[1] == source]
            if own:
                times, values = _thinned(
                    [(point[0], point[column]) for point in own], gap=0.15 if source == "face" else math.inf
                )
                axis.plot(times, values, label=label, zorder=3, **style)
        axis.axhline(0, color=FAINT, lw=1, zorder=1)
        axis.set(ylim=(-1.05, 1.05), yticks=(-1, 0, 1), ylabel=f"{name} (−1 to 1)")
        axis.text(1.01, 0.98, high, transform=axis.transAxes, va="top", color=SOFT)
        axis.text(1.01, 0.02, low, transform=axis.transAxes, va="bottom", color=SOFT)
    minutes(axes[1], account)
    axes[0].legend(loc="lower left", bbox_to_anchor=(0, 1.0), ncols=5, handlelength=2.6, columnspacing=1.6)
    best = [p for p in points if p[1] == "fused"] or [p for p in points if p[1] == "words"] or points
    ends = [f"{value:.2f}".replace("-", "−") for column in (2, 3) for value in _thirds(best, column)]
    title = (
        f"Valence went from {ends[0]} to {ends[1]} and arousal from {ends[2]} to {ends[3]}, "
        "from the first third of the session to the last."
    )
    by_source = ", ".join(
        f"{number} from {label}"
        for source, (label, _) in SOURCES.items()
        if (number := sum(point[1] == source for point in points))
    )
    rows: Rows = [("minute", "source", "valence", "arousal", "confidence"), *points]
    return figure("affect", title, f"One session; estimates: {by_source}.", drawing, rows)


def _thirds(points: list[Any], column: int) -> tuple[float, float]:
    """The means of the first and of the last third."""
    third = max(1, len(points) // 3)
    return (
        statistics.fmean(point[column] for point in points[:third]),
        statistics.fmean(point[column] for point in points[-third:]),
    )


def _thinned(
    points: list[tuple[float, float]], most: int = 300, gap: float = 0.5
) -> tuple[list[float], list[float]]:
    """At most `most` means over equal times, with a break where nothing came for `gap` minutes."""
    if len(points) > most:
        step = (points[-1][0] - points[0][0]) / most or 1.0
        bins: dict[int, list[tuple[float, float]]] = {}
        for point in points:
            bins.setdefault(int((point[0] - points[0][0]) / step), []).append(point)
        points = [
            (statistics.fmean(time for time, _ in bin_), statistics.fmean(value for _, value in bin_))
            for bin_ in bins.values()
        ]
    times, values = [points[0][0]], [points[0][1]]
    for (before, _), (time, value) in itertools.pairwise(points):
        if time - before > gap:
            times.append(before)
            values.append(math.nan)
        times.append(time)
        values.append(value)
    return times, values


# ---------------------------------------------------------------- phases and gate


def course(account: Account) -> Figure | None:
    """Phase and solution gate over time."""
    if not account.states:
        return None
    phases = _spans(account, lambda state: state.phase)
    gates = _spans(account, lambda state: state.gate_open)
    drawing, (axis,) = canvas(2.5, 1)
    for start, end, state in phases:
        row = PHASES.index(state.phase)
        axis.add_patch(Rectangle((start, row - 0.34), end - start, 0.68, color=DEEP, lw=0, zorder=3))
    for start, end, state in gates:
        gate = Rectangle((start, -1.84), end - start, 0.68, lw=0, edgecolor="#c9c4b8", zorder=3)
        gate.set(facecolor=TEAL if state.gate_open else "#ece8df", hatch="" if state.gate_open else "////")
        axis.add_patch(gate)
    axis.set(ylim=(-2.15, 4.6), yticks=(-1.5, 0, 1, 2, 3, 4), yticklabels=("gate", *PHASES))
    axis.axhline(-0.75, color=FAINT, lw=1)
    axis.tick_params(axis="y", length=0)
    axis.text(
        1.01,
        -1.5,
        "filled: open\nhatched: shut",
        transform=axis.get_yaxis_transform(),
        va="center",
        color=SOFT,
    )
    minutes(axis, account)
    total = sum(end - start for start, end, _ in phases) or 1.0
    held = sum(end - start for start, end, state in phases if state.phase == "hold") / total
    opened = sum(end - start for start, end, state in gates if state.gate_open) / total
    title = (
        f"The companion held for {held:.0%} of the time; the gate to advice was open for {opened:.0%} of it."
    )
    turns = len(account.states)
    rows: Rows = [("from_minute", "to_minute", "phase", "gate_open", "gate_reason")]
    rows += [
        (start, end, s.phase, s.gate_open, s.gate_reason)
        for start, end, s in _spans(account, lambda state: (state.phase, state.gate_open, state.gate_reason))
    ]
    return figure("course", title, f"One session, {count(turns, 'state')}.", drawing, rows)


def _spans(account: Account, key: Callable[[State], Any]) -> list[tuple[float, float, State]]:
    """Each stretch over which `key` stays the same: from, to, and the state it began with."""
    same = itertools.groupby(account.states, key=lambda item: key(item[1]))
    begun = [next(group) for _, group in same]
    ends = [minute for minute, _ in begun[1:]] + [max(account.minutes, begun[-1][0])]
    return [(start, end, state) for (start, state), end in zip(begun, ends, strict=True)]


# ---------------------------------------------------------------- stages


def stages(account: Account) -> Figure | None:
    """Belief over the stages of change, one panel a goal."""
    seen: dict[str, list[tuple[float, GoalStage]]] = {}
    for minute, state in account.states:
        for stage in state.stages:
            seen.setdefault(stage.goal, []).append((minute, stage))
    if not seen:
        return None
    drawing, axes = canvas(0.75 + 1.45 * len(seen), len(seen), sharex=True)
    for axis, (goal, course) in zip(axes, seen.items(), strict=True):
        times = [minute for minute, _ in course] + [max(account.minutes, course[-1][0])]
        values = [[getattr(stage, name) for _, stage in course] for name in STAGES]
        stacked = [[*row, row[-1]] for row in values]
        axis.stackplot(times, *stacked, colors=STAGE_SHADES, labels=STAGES, step="post", lw=0)
        ambivalence = [stage.ambivalence for _, stage in course]
        axis.step(times, [*ambivalence, ambivalence[-1]], where="post", color=INK, lw=1.6, ls=(0, (2, 1.6)))
        axis.set(ylim=(0, 1), yticks=(0, 0.5, 1), ylabel="belief (0 to 1)")
        axis.set_title(shorten(goal), loc="left", fontsize=9.5, color=INK, pad=4)
        axis.text(
            1.01, ambivalence[-1], "ambivalence", transform=axis.get_yaxis_transform(), va="center", color=INK
        )
    minutes(axes[-1], account)
    handles, labels = axes[0].get_legend_handles_labels()
    drawing.legend(handles, labels, loc="outside upper left", ncols=5, handlelength=1.1)
    goal, course = next(iter(seen.items()))
    first, last = _likeliest(course[0][1]), _likeliest(course[-1][1])
    moved = f"stayed at {last[0]}" if first[0] == last[0] else f"moved from {first[0]} to {last[0]}"
    title = f"For “{shorten(goal)}” the likeliest stage {moved} (belief {last[1]:.2f} at the end)."
    rows: Rows = [("minute", "goal", *STAGES, "ambivalence")]
    for goal, course in seen.items():
        rows += [
            (minute, goal, *(getattr(stage, name) for name in STAGES), stage.ambivalence)
            for minute, stage in course
        ]
    counts = f"{count(len(seen), 'goal')}, {count(sum(map(len, seen.values())), 'update')}."
    return figure("stages", title, counts, drawing, rows)


def _likeliest(stage: GoalStage) -> tuple[str, float]:
    name = max(STAGES, key=lambda name: getattr(stage, name))
    return name, getattr(stage, name)


# ---------------------------------------------------------------- latency


def latency(account: Account) -> Figure | None:
    """From the end of speech to the first sound of the answer, a dot a turn."""
    waits = [
        (line.minute, line.wait, line.act.kind if line.act else "")
        for line in account.waits
        if line.wait is not None
    ]
    if not waits:
        return None
    seconds = [wait for _, wait, _ in waits]
    middle = statistics.median(seconds)
    drawing, (axis,) = canvas(2.3, 1)
    axis.vlines([minute for minute, _, _ in waits], 0, seconds, color=FAINT, lw=1.4, zorder=2)
    axis.plot([minute for minute, _, _ in waits], seconds, "o", color=DEEP, ms=5.5, zorder=3)
    axis.axhline(middle, color=OCHRE, lw=1.6, ls=(0, (4, 2)), zorder=1)
    axis.text(
        1.01, middle, f"median {middle:.2f} s", transform=axis.get_yaxis_transform(), va="center", color=INK
    )
    axis.set(ylim=(0, max(1.0, max(seconds) * 1.12)), ylabel="wait (s)")
    minutes(axis, account)
    longest = max(seconds)
    title = (
        f"Half of the spoken turns were answered within {middle:.2f} s; the longest wait was {longest:.2f} s."
    )
    rows: Rows = [("minute", "wait_s", "act"), *waits]
    return figure(
        "latency", title, f"{count(len(waits), 'spoken turn')} with an answer in sound.", drawing, rows
    )


# ---------------------------------------------------------------- before and after


def before_after(account: Account) -> Figure | None:
    """What the worksheet asked at its start and at its end, each on its own scale."""
    found = [pair for view in account.sheets.values() for pair in pairs(view)]
    if not found:
        return None
    drawing, axes = canvas(2.5, 1, columns=max(2, len(found)))
    for axis, pair in zip(axes, found, strict=False):
        axis.plot((0, 1), (pair.before, pair.after), color=DEEP, lw=2.2, marker="o", ms=7, zorder=3)
        span = pair.maximum - pair.minimum
        for place, value in ((0, pair.before), (1, pair.after)):
            axis.annotate(
                f"{value:g}",
                (place, value),
                textcoords="offset points",
                xytext=(-12 if place == 0 else 12, 0),
                ha="right" if place == 0 else "left",
                va="center",
                fontsize=11,
            )
        axis.set(xlim=(-0.45, 1.45), ylim=(pair.minimum - 0.04 * span, pair.maximum + 0.04 * span))
        axis.set(xticks=(0, 1), xticklabels=("before", "after"), yticks=(pair.minimum, pair.maximum))
        axis.set_ylabel(f"rating ({pair.minimum:g} to {pair.maximum:g})")
        for end, word, align in ((pair.minimum, pair.low, "bottom"), (pair.maximum, pair.high, "top")):
            axis.text(1.45, end, word, ha="right", va=align, fontsize=8, color=SOFT)
        axis.set_title(pair.label, loc="left", fontsize=9.5, color=INK)
        axis.tick_params(axis="x", length=0)
    for axis in axes[len(found) :]:
        axis.set_axis_off()
    parts = [
        f"{_lower(pair.label)} went from {pair.before:g} to {pair.after:g} of {pair.maximum:g}"
        for pair in found
    ]
    title = f"{'; '.join(parts)}."
    rows: Rows = [("measure", "before", "after", "minimum", "maximum")]
    rows += [(pair.label, pair.before, pair.after, pair.minimum, pair.maximum) for pair in found]
    counts = "One person; ratings given on the worksheet."
    return figure("before_after", title[0].upper() + title[1:], counts, drawing, rows)


def _lower(text: str) -> str:
    return text[0].lower() + text[1:]
