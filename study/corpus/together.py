"""Synchrony of a transcript: each turn's part of it, and the channels of the whole dialogue, as plain
values.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Mapping
from typing import Any

from agent.synchrony.estimate import Estimate
from agent.synchrony.observer import Moment, Synchrony, observed
from agent.synchrony.said import Said
from study.corpus.rows import Row, number

FIGURES = tuple(field.name for field in dataclasses.fields(Moment) if field.name != "index")
"""What a row's `synchrony` holds."""
WHOLE = "synchrony_of_dialogue"
"""The channels of a whole dialogue, with what was found in its first turn: for its summary, and in no row."""


def together(turns: Iterable[tuple[Row, Mapping[str, Any]]]) -> tuple[Synchrony, list[Moment]]:
    """The channels of one dialogue whose turns are in order, and what each turn adds.

    Valence and arousal are those of the words, on both sides (`emotion`, and for the companion
    `own_emotion`).
    """
    return observed(_said(row, found.get("emotion") or found.get("own_emotion")) for row, found in turns)


def _said(row: Row, emotion: Mapping[str, float] | None) -> Said:
    start, end = number(row.kept.get("start")), number(row.kept.get("end"))
    took = seconds(row)
    words = len(row.text.split())
    return Said(
        speaker=row.speaker,
        text=row.text,
        start=start,
        end=end if took is not None else None,
        valence=emotion["valence"] if emotion else None,
        arousal=emotion["arousal"] if emotion else None,
        rate=words / took if took and words else None,
    )


def seconds(row: Row) -> float | None:
    """How long the turn took, where the transcript says when it began and ended."""
    start, end = number(row.kept.get("start")), number(row.kept.get("end"))
    return end - start if start is not None and end is not None and end > start else None


def figures(moment: Moment) -> dict[str, float | None]:
    """What one turn adds, rounded."""
    return {name: _rounded(getattr(moment, name)) for name in FIGURES}


def told(found: Synchrony) -> dict[str, Any]:
    """The channels as plain values: channel, measure, side, and the estimate's own fields."""
    return {
        channel: _plain(getattr(found, channel))
        for channel in ("lexical", "emotional", "prosodic", "timing", "disfluency")
    }


def _plain(value: Any) -> Any:
    if isinstance(value, Estimate):
        return {name: _rounded(part) for name, part in vars(value).items()}
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return {item.name: _plain(getattr(value, item.name)) for item in dataclasses.fields(value)}
    if isinstance(value, Mapping):
        return {side: _plain(part) for side, part in value.items()}
    return [_plain(part) for part in value] if isinstance(value, tuple) else value


def _rounded(value: float | None) -> float | None:
    return round(value, 4) if isinstance(value, float) else value
