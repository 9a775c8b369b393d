"""Alliance of a transcript: what each turn says of the relationship, and how it moves over the dialogue."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from agent.relationship.alliance import SCALES, Observer, Relationship, begun, is_bare
from agent.relationship.critic import judged
from agent.relationship.level import Level
from agent.relationship.probes import DIMENSIONS, Side
from agent.relationship.reading import Reading
from study.corpus.rows import Row

ALLIANCE = "alliance"
MOVES = "alliance_of_dialogue"
"""How it moved over a dialogue, found with its first turn: for its summary, and in no row."""
SIGNS: Mapping[Side, tuple[str, ...]] = {
    "participant": ("withdrawal", "dependence", "unsafe"),
    "companion": ("flattery",),
}


def allied(
    turns: Iterable[tuple[Row, Mapping[str, Any]]], watch: Observer
) -> tuple[list[dict[str, Any]], dict[str, Any]]:
    """For each turn of one dialogue, in order, what it says; and the moves of the whole."""
    held, severity, ever = begun(), 0, list[str]()
    rows = []
    for row, found in turns:
        if row.speaker == "participant":
            severity = found["risk"]["severity"]
            held = watch.hear(held, row.text)
            reading = held.heard if row.text.strip() else Reading()
        else:
            held = watch.answer(held, row.text)
            reading = held.answered if held.turns else watch.reads.read("companion", row.text)
        held, new = judged(held, severity)
        ever += [flag.kind for flag in new]
        rows.append(_row(row.speaker, reading, held))
    return rows, _moves(held, ever)


def unrated(row: Row, found: Mapping[str, Any]) -> bool:
    """Whether a turn with words has no probes: nobody could say what they mean for the alliance."""
    return bool(row.text.strip()) and not is_bare(row.text) and not found[ALLIANCE]["probes"]


def _row(side: Side, reading: Reading, held: Relationship) -> dict[str, Any]:
    signs = {
        name: round(getattr(reading, name), 4) if name in SIGNS[side] else None
        for name in (*SIGNS["participant"], *SIGNS["companion"])
    }
    return {
        **{name: round(getattr(reading, name), 4) for name in DIMENSIONS},
        **signs,
        "change": {name: round(held.change(side, name), 4) for name in DIMENSIONS},
        "gap": round(held.gap["whole"].now, 4),
        "flags": list(held.raised),
        "probes": list(reading.probes),
    }


def _moves(held: Relationship, ever: Iterable[str]) -> dict[str, Any]:
    """Changes and errors in usual spreads; trends in deviations of shuffled turns."""
    return {
        "participant": {name: _move(held.participant[name]) for name in SCALES},
        "companion": {name: _move(held.companion[name]) for name in SCALES},
        "gap": {name: {"now": round(held.gap[name].now, 4), "course": held.course(name)} for name in SCALES},
        "flags": list(dict.fromkeys(ever)),
    }


def _move(level: Level) -> dict[str, Any]:
    return {
        "change": round(level.change / level.usual, 4),
        "error": round(level.error / level.usual, 4),
        "deviations": round(level.sureness, 4),
        "trend": level.trend,
    }
