"""The alliance over a session: bond, task and goal from either side, each by itself, and the gap."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from matplotlib.axes import Axes

from agent.relationship.alliance import Relationship, begun, observer
from agent.relationship.level import BASE, Level
from agent.relationship.probes import DIMENSIONS
from agent.relationship.shown import BAND
from alongside.murmurs import is_murmur
from study.account import Account
from study.drawing import DEEP, OCHRE, PLUM, SOFT, Canvas, Figure, canvas, count, figure, minutes

Course = Sequence[tuple[float, Relationship]]
MEANS = {"bond": "bond", "task": "task: how we work", "goal": "goal: what it is for"}
_HEADER = ("minute", "measure", "side", "change", "low", "high")
_UNIT = "usual spreads"


def alliance_figures(account: Account) -> list[Figure]:
    """Two figures, or none where nothing could be read or the session was too short for a baseline."""
    course = followed(account)
    if len(course) <= BASE + 1:
        return []
    return [_sides(account, course), _gap(account, course)]


def followed(account: Account) -> Course:
    """(minute, relationship after it) for each turn of the participant's that says something."""
    watch = observer()
    found: list[tuple[float, Relationship]] = []
    held = begun()
    if watch is None:
        return found
    for line in account.lines:
        if line.turn is not None:
            heard = watch.hear(held, line.text)
            if heard.turns > held.turns:
                found.append((line.minute, heard))
            held = heard
        elif line.act is not None and line.text and not is_murmur(line.act):
            held = watch.answer(held, line.text)
            if found:
                found[-1] = (found[-1][0], held)
    return found


def _sides(account: Account, course: Course) -> Figure:
    drawing, axes = canvas(4.6, len(DIMENSIONS), sharex=True)
    table: list[Sequence[Any]] = [_HEADER]
    for axis, name in zip(axes, DIMENSIONS, strict=True):
        for side, colour, style in (("participant", OCHRE, "-"), ("companion", DEEP, (0, (4, 2)))):
            points = [_point(minute, getattr(held, side)[name]) for minute, held in course]
            _line(axis, points, colour, style, side)
            table += [(minute, name, side, *point) for minute, *point in points]
        axis.set_title(MEANS[name], loc="left", fontsize=9, color=SOFT)
    axes[0].legend(loc="lower right", bbox_to_anchor=(1, 1.0), ncols=2)
    _dress(drawing, axes, account)
    last = course[-1][1]
    moves = ", ".join(f"{name} {_in_words(_point(0, last.participant[name]))}" for name in DIMENSIONS)
    title = f"By the participant's own words, from where they began: {moves} (usual spreads)."
    counts = (
        f"{count(last.turns, 'turn')} of the participant's; bands are 95 %. Sides are not compared in level."
    )
    return figure("alliance", title, counts, drawing, table)


def _gap(account: Account, course: Course) -> Figure:
    drawing, (axis,) = canvas(2.0, 1)
    points = [_standing(minute, held.gap["whole"]) for minute, held in course if held.gap["whole"].count]
    _line(axis, points, PLUM, "-", "gap")
    _dress(drawing, [axis], account)
    last = course[-1][1]
    course_of = last.course()
    told = {"unknown": "too short to have a course", "flat": "without a course beyond chance"}
    stood = _in_words(points[-1]) if points else "0"
    title = (
        f"The companion's side less the participant's was {stood} usual spreads at the end, "
        f"{told.get(course_of, course_of)}."
    )
    counts = "Change of the companion's side less that of the participant's; the band is 95 %."
    return figure(
        "alliance_gap", title, counts, drawing, [_HEADER, *((m, "whole", "gap", *p) for m, *p in points)]
    )


def _point(minute: float, level: Level) -> tuple[float, float, float, float]:
    """(minute, change, low, high) in usual spreads."""
    return _banded(minute, level.change / level.usual, level.error / level.usual)


def _standing(minute: float, level: Level) -> tuple[float, float, float, float]:
    """As `_point`, of a measure that is made of changes already."""
    return _banded(minute, level.now, level.error)


def _banded(minute: float, value: float, error: float) -> tuple[float, float, float, float]:
    return minute, value, value - BAND * error, value + BAND * error


def _line(axis: Axes, points: Sequence[Sequence[float]], colour: str, style: Any, label: str) -> None:
    if not points:
        return
    xs, values, lows, highs = zip(*points, strict=True)
    axis.fill_between(xs, lows, highs, color=colour, alpha=0.13, lw=0)
    axis.plot(xs, values, color=colour, ls=style, lw=1.8, label=label)


def _dress(drawing: Canvas, axes: Sequence[Axes], account: Account) -> None:
    for axis in axes:
        axis.axhline(0, color=SOFT, lw=0.8, ls=(0, (2, 2)), zorder=0)
    minutes(axes[-1], account)
    drawing.supylabel(f"change ({_UNIT})", fontsize=9, color=SOFT)


def _in_words(point: Sequence[float]) -> str:
    _, value, low, high = point
    return f"{value:+.1f} ({low:+.1f} to {high:+.1f})".replace("-", "−")
