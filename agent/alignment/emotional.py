"""Emotional alignment: a face that goes with theirs: smaller, later, and never above their arousal."""

from __future__ import annotations

from dataclasses import dataclass

from agent.state import Pace
from alongside.records import ActKind

MOST_AROUSAL = 0.45
"""The companion never follows arousal above this, nor above a part of theirs."""
PART = 0.5
"""How much of their valence and arousal is shown."""
FOLLOW = 0.6
"""Share of the way that is gone with one act: a face that jumps with every word is a mirror, not company."""
HEAVY_VALENCE, HEAVY_AROUSAL = -0.35, 0.1


@dataclass(frozen=True)
class Feeling:
    """What the face shows. Valence and arousal -1 to 1."""

    expression: str
    valence: float
    arousal: float


STILL = Feeling("neutral", 0.1, 0.0)
"""With this alignment switched off."""


def feeling(kind: ActKind, pace: Pace, *, heavy: bool, light: bool, before: tuple[float, float]) -> Feeling:
    """The face for one act. `before` is the (valence, arousal) shown last."""
    target = _target(kind, pace, heavy, light)
    valence = before[0] + FOLLOW * (target.valence - before[0])
    arousal = before[1] + FOLLOW * (target.arousal - before[1])
    expression = target.expression if target.expression != "happy" or valence > 0 else "neutral"
    return Feeling(expression, round(valence, 3), round(min(arousal, ceiling(pace)), 3))


def ceiling(pace: Pace) -> float:
    """The most arousal there may be: never above theirs."""
    return min(MOST_AROUSAL, pace.arousal)


def _target(kind: ActKind, pace: Pace, heavy: bool, light: bool) -> Feeling:
    arousal = min(PART * max(0.0, pace.arousal), ceiling(pace))
    if kind == "safety":
        return Feeling("neutral", -0.1, min(0.15, arousal))
    if kind == "correct_premise":
        return Feeling("neutral", -0.05, min(0.2, arousal))
    if heavy:
        return Feeling("sad", max(HEAVY_VALENCE, 0.4 * pace.valence), min(HEAVY_AROUSAL, arousal))
    if kind == "greet":
        return Feeling("happy", 0.35, min(0.1, arousal))
    if light or kind in ("affirm", "goodbye"):
        return Feeling("happy", min(0.5, 0.15 + PART * max(0.0, pace.valence)), arousal)
    return Feeling("neutral", 0.1, min(0.2, arousal))
