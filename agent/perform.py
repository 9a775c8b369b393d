"""Step 7, perform: how is it shown? Pace, pauses, loudness, face and gesture from the act and the moment.

Numbers: calm speech 140-155 words a minute and 10-15 % slower in heavy talk; a reply comes best at about a
second, later after a disclosure (Shiwa et al. 2008; BEHAVIOUR measurements of this project).
"""

from __future__ import annotations

from dataclasses import dataclass

from agent.state import Pace
from alongside.records import ActKind

HEAVY_RATE = 0.90
USUAL_RATE = 0.97
LIGHT_RATE = 1.0
MOST_AROUSAL = 0.45
"""The companion never follows arousal above this, nor above a part of theirs."""


@dataclass(frozen=True)
class Manner:
    """How an act is performed. Seconds, and factors of the voice's own rate and loudness."""

    rate: float
    pause_before: float
    volume: float
    expression: str
    valence: float
    arousal: float
    gesture: str


_GESTURE: dict[str, str] = {
    "backchannel": "nod",
    "silence": "slow_nod",
    "reflect": "tilt",
    "ask": "lean",
    "affirm": "nod",
    "normalise": "slow_nod",
    "recap": "lean",
    "repair": "tilt",
    "hand_over": "tilt",
    "correct_premise": "slow_nod",
    "ask_permission": "tilt",
    "inform": "",
    "plan": "lean",
    "worksheet_step": "lean",
    "safety": "lean",
    "greet": "nod",
    "goodbye": "slow_nod",
}


def perform(kind: ActKind, focus: str, pace: Pace, *, tears: bool = False, seed_gesture: int = 0) -> Manner:
    """The manner of one act."""
    heavy = is_heavy(pace)
    light = pace.valence > 0.25 and not heavy
    rate = HEAVY_RATE if heavy else LIGHT_RATE if light else USUAL_RATE
    if kind == "safety":
        rate = 0.92
    pause = 0.9 if pace.fresh else 0.6 if heavy else 0.25
    if kind == "silence":
        pause = 4.0 if tears else 2.5 if heavy else 1.2
    if kind in ("greet", "backchannel", "worksheet_step"):
        pause = 0.1
    volume = 0.85 if heavy else 1.0
    valence, arousal, expression = _face(kind, focus, pace, heavy, light)
    gesture = _GESTURE[kind]
    if tears or (kind == "reflect" and seed_gesture % 3 == 2):
        gesture = "" if tears else "slow_nod"
    return Manner(rate, round(pause, 2), volume, expression, round(valence, 3), round(arousal, 3), gesture)


def is_heavy(pace: Pace) -> bool:
    """A hard moment: held, or plainly negative."""
    return pace.hold_left > 0 or pace.valence < -0.35


def _face(kind: ActKind, focus: str, pace: Pace, heavy: bool, light: bool) -> tuple[float, float, str]:
    """(valence, arousal, expression): with them, smaller than theirs, and never above their arousal."""
    arousal = min(MOST_AROUSAL, 0.5 * max(0.0, pace.arousal))
    if kind == "safety":
        return -0.1, 0.15, "neutral"
    if kind == "correct_premise":
        return -0.05, min(0.2, arousal), "neutral"
    if heavy:
        return max(-0.35, 0.4 * pace.valence), min(0.1, arousal), "sad"
    if kind == "greet":
        return 0.35, 0.1, "happy"
    if light or kind in ("affirm", "goodbye"):
        return min(0.5, 0.15 + 0.5 * max(0.0, pace.valence)), arousal, "happy"
    return 0.1, min(0.2, arousal), "neutral"
