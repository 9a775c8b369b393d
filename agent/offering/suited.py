"""What goes into the ranking of sheets, and what comes out of it: plain frozen data."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True)
class Needed:
    """A need that was heard, how strongly, and by what. `sheet`: the one that is meant for this very case."""

    need: str
    weight: float
    because: str
    sheet: str = ""


@dataclass(frozen=True)
class Past:
    """One earlier meeting with a sheet: what became of it, how many days ago, and how distress changed."""

    sheet: str
    became: Literal["done", "refused"]
    days: int
    change: float | None = None  # after less before; None: not given


@dataclass(frozen=True)
class Suited:
    """A sheet that fits, what for, how well, and why."""

    sheet: str
    need: str
    weight: float
    reasons: tuple[str, ...]
    say: tuple[str, ...] = ()  # what may be said before it is offered
