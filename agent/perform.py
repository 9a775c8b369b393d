"""Step 7, perform: how is it shown? Pace, pauses, loudness, face and gesture from the act and the moment.

Numbers: calm speech 140-155 words a minute and 10-15 % slower in heavy talk; a reply comes best at about a
second, later after a disclosure (Shiwa et al. 2008; BEHAVIOUR measurements of this project).
"""

from __future__ import annotations

from dataclasses import dataclass

from agent.alignment import Alignment
from agent.alignment.emotional import STILL, feeling
from agent.alignment.prosodic import Voice, voice
from agent.state import Baseline, Pace
from alongside.records import ActKind, Prosody

HEAVY_RATE = 0.90
USUAL_RATE = 0.97
LIGHT_RATE = 1.0


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


_UNHEARD, _UNKNOWN, _ALL = Prosody(), Baseline(), Alignment()
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


def perform(
    kind: ActKind,
    focus: str,
    pace: Pace,
    *,
    tears: bool = False,
    seed_gesture: int = 0,
    heard: Prosody = _UNHEARD,
    usual: Baseline = _UNKNOWN,
    before: tuple[float, float] = (0.1, 0.0),
    alignment: Alignment = _ALL,
) -> Manner:
    """The manner of one act.

    `heard` is how they just spoke, `usual` how they mostly do, `before` the valence and arousal shown last.
    """
    heavy = is_heavy(pace)
    light = pace.valence > 0.25 and not heavy
    own = _own_voice(kind, pace, heavy, light, tears)
    said = voice(own, heard, usual) if alignment.voice else Voice(USUAL_RATE, 1.0, own.pause)
    shown = feeling(kind, pace, heavy=heavy, light=light, before=before) if alignment.feeling else STILL
    gesture = _GESTURE[kind]
    if tears or (kind == "reflect" and seed_gesture % 3 == 2):
        gesture = "" if tears else "slow_nod"
    return Manner(said.rate, said.pause, said.volume, shown.expression, shown.valence, shown.arousal, gesture)


def _own_voice(kind: ActKind, pace: Pace, heavy: bool, light: bool, tears: bool) -> Voice:
    """What the act and the moment ask for, whoever it is."""
    rate = HEAVY_RATE if heavy else LIGHT_RATE if light else USUAL_RATE
    if kind == "safety":
        rate = 0.92
    pause = 0.9 if pace.fresh else 0.6 if heavy else 0.25
    if kind == "silence":
        pause = 4.0 if tears else 2.5 if heavy else 1.2
    if kind in ("greet", "backchannel", "worksheet_step"):
        pause = 0.1
    return Voice(rate, 0.85 if heavy else 1.0, pause)


def is_heavy(pace: Pace) -> bool:
    """A hard moment: held, or plainly negative."""
    return pace.hold_left > 0 or pace.valence < -0.35
