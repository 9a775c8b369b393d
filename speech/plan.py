"""The prosodic plan of an act: how it is cut, how fast each piece is, and what silence lies before it.

Slow speech lengthens pauses more than sounds (Tånnander & Edlund 2021), so a pause grows with the square
of the slowness. Calm speech pauses 0.3 to 0.5 s at clauses and 0.6 to 0.9 s at sentences.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

from alongside.messages import Act
from speech.clauses import clauses, ends_sentence, marked

STEP = 1.05
"""Rates are stepped by what is just noticed, 5 %, so that a line made ahead serves rates near its own."""
USUAL_RATE = 0.97
"""The rate of most acts: what is made ahead is made at it."""
SLIGHT = 0.12
"""Seconds of silence, at rate 1, where a clause is cut without a mark."""


@dataclass(frozen=True)
class Piece:
    """One clause: its words, what the engine is given, its pace, the silence before it (seconds)."""

    text: str
    spoken: str
    pace: float
    pause: float
    sentence: int  # which of the act's sentences it belongs to


@dataclass(frozen=True)
class Pauses:
    """Seconds of silence at rate 1."""

    clause: float = 0.4
    sentence: float = 0.75


def stepped(rate: float) -> float:
    """The nearest rate on the ladder, on which the usual one stands."""
    return USUAL_RATE * STEP ** round(math.log(rate / USUAL_RATE, STEP))


def plan(act: Act, pace: float, pauses: Pauses) -> list[Piece]:
    """The pieces of an act in order. `pace` is the voice's for an act of rate 1."""
    rate = min(2.0, max(0.5, act.rate))
    pieces: list[Piece] = []
    pause, sentence = max(0.0, act.pause_before), 0
    for text in clauses(act.text):
        pieces.append(Piece(text, spoken(text), pace * stepped(rate), pause, sentence))
        ended = ends_sentence(text)
        sentence += ended
        pause = (pauses.sentence if ended else pauses.clause if marked(text) else SLIGHT) / rate**2
    return pieces


def spoken(text: str) -> str:
    """A clause as the engine is given it: one that is cut before "and" must not fall like an end."""
    return text if marked(text) else text + ","
