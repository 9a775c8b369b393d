"""Turns as conduct is counted from: what the participant said, and what the companion did."""

from __future__ import annotations

from dataclasses import dataclass

from agent.appraisal.behaviour import behaviour
from agent.appraisal.coding import Coding
from agent.appraisal.reading import Talk
from alongside.messages import Act

DISCLOSED = 0.5
"""Depth from which a turn counts as a disclosure: own feelings, and what hurts."""
_MITI = {
    "Q": "question_open",
    "SR": "reflection_simple",
    "CR": "reflection_complex",
    "GI": "input_information",
    "Persuade with Permission": "input_advice",
}


@dataclass(frozen=True)
class Theirs:
    """A participant's turn as it was read. `premise`: it holds one that cannot be gone along with."""

    text: str
    talk: Talk = "neutral"
    disclosure: float = 0.0
    premise: bool = False
    seconds: float | None = None


@dataclass(frozen=True)
class Ours:
    """A companion's turn as it was coded. `corrects` is whether it put a premise right; None: not known."""

    text: str
    coding: Coding
    corrects: bool | None = None
    seconds: float | None = None


def planned(act: Act, seconds: float | None = None) -> Ours:
    """An act by what it was meant to come out as, where no head is there to say what it came out as."""
    side = behaviour(act.text)
    kind = _MITI.get(act.miti, "")
    kinds = (kind,) if kind.startswith(side) else ()
    acts = (act.bolt,) if act.bolt else ()
    coding = Coding(side, acts, kinds, kind == "reflection_complex" and side == "reflection", {})
    return Ours(act.text, coding, act.kind == "correct_premise", seconds)
