"""One figure for each channel of synchrony that the session has numbers for."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from agent.synchrony.estimate import Estimate
from agent.synchrony.observer import Synchrony
from alongside.records import Speaker
from study.drawing import Figure, canvas, count, figure
from study.relating.marks import ROW, Mark, in_words, rows

WHO: dict[Speaker, str] = {"companion": "companion follows", "participant": "participant follows"}
_HEADER = ("measure", "who_follows", "value", "low", "high", "n", "near", "distant")


def synchrony_figures(found: Synchrony) -> list[Figure]:
    """Lexical, emotional, prosodic, timing and disfluency, each by itself."""
    makers = (_lexical, _emotional, _prosodic, _timing, _disfluency)
    return [made for make in makers if (made := make(found)) is not None]


def _lexical(found: Synchrony) -> Figure | None:
    words = found.lexical
    marks = _both("coordination", words.coordination, 100) + _both("words taken up", words.entrainment, 100)
    ours = words.coordination["companion"]
    title = (
        "The companion's next turns came closer to what was said than its distant turns, in meaning, by "
        f"{in_words(ours, 100, 0)} %{' (below 0: they moved away)' if ours.value < 0 else ''}."
        if ours.value is not None
        else "Words: too few turns lie far enough apart to say what is above chance."
    )
    return _drawn("lexical", title, marks, "above distant turns (%)", found)


def _emotional(found: Synchrony) -> Figure | None:
    feelings = found.emotional
    marks = [
        Mark(f"{name}: {who}", side, sides[side].follows)
        for name, sides in (("valence", feelings.valence), ("arousal", feelings.arousal))
        for side, who in WHO.items()
    ]
    ours = feelings.valence["companion"].follows
    title = (
        f"In valence, the companion's face followed the participant with a concordance of {in_words(ours)}."
    )
    return _drawn("emotional", title, marks, "concordance with the turn before (1: the same)", found)


def _prosodic(found: Synchrony) -> Figure | None:
    """Near and coming nearer on axes of their own: the one is in deviations, the other a correlation."""
    voice = found.prosodic
    named = (("pace", voice.rate), ("pitch", voice.pitch), ("loudness", voice.level))
    near = [mark for name, item in named for mark in _both(name, item.proximity) if mark.shown]
    nearer = [mark for name, item in named for mark in _both(name, item.convergence) if mark.shown]
    if not any(mark.found.low is not None for mark in (*near, *nearer)):
        return None
    drawing, axes = canvas(1.6 + ROW * max(2, len(near) + len(nearer)), 2)
    grid = axes[0].get_gridspec()
    if grid is not None:
        grid.set_height_ratios([max(1, len(near)), max(1, len(nearer))])
    rows(axes[0], near, "nearer than distant turns (standard deviations)")
    rows(axes[1], nearer, "coming nearer in time (correlation)")
    known = [(name, ours) for name, item in named if (ours := item.proximity["companion"]).value is not None]
    title = (
        "In standard deviations, the companion lay nearer to the turn before than to distant ones by "
        + ", ".join(f"{in_words(ours)} in {name}" for name, ours in known)
        + "."
        if known
        else "Voice: too few turns lie far enough apart to say what is above chance."
    )
    marks = [
        Mark(f"{name}, {what}: {who}", side, sides[side])
        for name, item in named
        for what, sides in (("near", item.proximity), ("coming nearer", item.convergence))
        for side, who in WHO.items()
    ]
    return figure("synchrony_prosodic", title, _counts(found), drawing, _table(marks))


def _timing(found: Synchrony) -> Figure | None:
    clock = found.timing
    marks = [Mark(f"{side} waits", side, item) for side, item in clock.gaps.items()]
    marks.append(Mark("companion's “mm-hm”", "companion", clock.backchannel))
    waits = clock.gaps["companion"]
    over = clock.overlaps["participant"]
    title = f"The companion began to speak {in_words(waits)} s after the participant, at the median"
    title += (
        f"; {over.value:.0%} of the participant's turns began over it." if over.value is not None else "."
    )
    return _drawn("timing", title, marks, "seconds, median", found, zero=False)


def _disfluency(found: Synchrony) -> Figure | None:
    if not found.disfluency.kept:
        return None
    rate, change = found.disfluency.rate, found.disfluency.change
    marks = [Mark("all turns", "participant", rate), Mark("last turns, change", "participant", change)]
    title = f"The participant hesitated {in_words(rate, 1, 1)} times in 100 words (“um”, words begun over)."
    return _drawn("disfluency", title, marks, "per 100 words", found)


def _both(name: str, sides: Mapping[Any, Estimate], factor: float = 1.0) -> list[Mark]:
    return [Mark(f"{name}: {who}", side, sides[side], factor) for side, who in WHO.items()]


def _drawn(
    key: str, title: str, marks: Sequence[Mark], unit: str, found: Synchrony, *, zero: bool = True
) -> Figure | None:
    shown = [mark for mark in marks if mark.shown]
    if not any(mark.found.low is not None for mark in shown):
        return None  # too few turns to say how sure any of it is
    drawing, (axis,) = canvas(max(1.7, 0.75 + ROW * len(shown)), 1)
    rows(axis, shown, unit, zero=zero)
    return figure(f"synchrony_{key}", title, _counts(found), drawing, _table(marks))


def _counts(found: Synchrony) -> str:
    return f"{count(found.turns, 'turn')} of both sides; bars are intervals of 95 %."


def _table(marks: Sequence[Mark]) -> list[Sequence[Any]]:
    table: list[Sequence[Any]] = [_HEADER]
    for mark in marks:
        item = mark.found
        name = mark.label.split(": ")[0]
        values = (item.value, item.low, item.high, item.n, item.near, item.distant)
        table.append((name, mark.side, *("" if value is None else value for value in values)))
    return table
