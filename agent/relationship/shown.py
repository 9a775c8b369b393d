"""The relationship as everyone may see it: measures with bands, flags as events, no words of anybody's."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from typing import Literal

from agent.relationship.alliance import Relationship
from agent.relationship.days import declines
from agent.relationship.level import Level
from agent.relationship.probes import DIMENSIONS
from alongside.messages import Event
from alongside.messages import Relationship as Told
from alongside.records import Measure

BAND = 1.96
"""Standard errors to either side: 95 %."""
SCALE = 3.0
"""Usual spreads that fill a display."""
FLAG = "relationship_flag"
SIGNS = ("withdrawal", "dependence", "unsafe")


def relationship_message(held: Relationship, turn_id: str) -> Told:
    """Bond, task and goal of either side and the gap between them, each in its own usual spreads."""
    theirs = [_measure(name, "participant", held.participant[name]) for name in (*DIMENSIONS, *SIGNS)]
    ours = [_measure(name, "companion", held.companion[name]) for name in DIMENSIONS]
    gaps = [_gap(name, held.gap[name]) for name in DIMENSIONS]
    return Told(turn_id=turn_id, measures=(*theirs, *ours, *gaps))


def flags(held: Relationship, turn_id: str) -> Iterator[Event]:
    """An event for each flag that is new with this turn."""
    if turn_id and turn_id == held.turn_id:
        for kind, why in held.news:
            yield Event(kind=FLAG, data=json.dumps({"turn_id": turn_id, "flag": kind, "why": why}))


def days(earlier: Sequence[Sequence[float]], turn_id: str) -> Iterator[Event]:
    """An event for each measure that declined over the sessions before this one."""
    for fall in declines(earlier):
        said = {"turn_id": turn_id, "flag": "declines_over_days", "measure": fall.measure, "why": fall.why}
        yield Event(kind=FLAG, data=json.dumps(said))


def _measure(name: str, side: Literal["participant", "companion"], level: Level) -> Measure:
    return _told(name, side, level.change / level.usual, level.error / level.usual, level.count)


def _gap(name: str, level: Level) -> Measure:
    """Where the gap stands: it is made of changes already."""
    return _told(name, "gap", level.now, level.error, level.count)


def _told(
    name: str, side: Literal["participant", "companion", "gap"], change: float, error: float, turns: int
) -> Measure:
    return Measure(
        name=name,
        side=side,
        change=round(change, 3),
        low=round(change - BAND * error, 3),
        high=round(change + BAND * error, 3),
        turns=turns,
        scale=SCALE,
    )
