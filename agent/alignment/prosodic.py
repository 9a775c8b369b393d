"""Prosodic alignment: pace, loudness and pauses towards theirs, within limits.

Calm speech is 140-155 words a minute and 10-15 % slower in heavy talk. Towards means part of the way, and
only downward in force: somebody who shouts is not shouted back at, somebody who races is not raced.
"""

from __future__ import annotations

from dataclasses import dataclass

from agent.state import Baseline
from alongside.records import Prosody

CALM = 2.45
"""Words a second of calm speech (147 a minute): a `rate` of 1."""
SLOWEST, FASTEST = 0.82, 1.06
SOFTEST = 0.75
"""Factors of the voice's own rate and loudness. Never louder than the voice itself."""
PART = 0.4
"""How much of the way to theirs is gone."""
MOST_PAUSE = 0.6
"""Seconds that somebody's own pauses add to the pause before an answer, at most."""


@dataclass(frozen=True)
class Voice:
    """How an act is said. `rate` and `volume` are factors; `pause` is in seconds."""

    rate: float
    volume: float
    pause: float


def voice(own: Voice, heard: Prosody, usual: Baseline) -> Voice:
    """`own`: what act and moment ask for; `heard`: how they just spoke; `usual`: how they mostly do."""
    rate = own.rate
    if heard.words_per_second > 0:
        theirs = min(FASTEST, max(SLOWEST, heard.words_per_second / CALM))
        rate = own.rate + PART * (theirs - own.rate)
    volume = own.volume
    if heard.level_db < 0 and usual.level_db < 0:
        softer = min(0.0, heard.level_db - usual.level_db)  # decibels below their own usual
        volume = own.volume * 10 ** (PART * softer / 20)
    pause = own.pause
    if heard.pause_share > 0 and own.pause > 0:
        pause += min(MOST_PAUSE, max(0.0, heard.pause_share - 0.2) * 1.2)
    return Voice(
        round(min(FASTEST, max(SLOWEST, rate)), 3),
        round(min(1.0, max(SOFTEST, volume)), 3),
        round(pause, 2),
    )
