"""A filler: the "hmm" of somebody who is going to answer and needs a moment longer.

People like an answer within a second, and bear two; a filler softens what is longer (Shiwa et al. 2009). So
one is said when nothing was decided a good second and a half after their last word: a slow language model, an
operator who still writes, a busy computer. Never in a hard moment or to who types, and not turn after turn.
"""

from __future__ import annotations

from alongside.murmurs import FILLER
from embodiment.behaviour.situation import NEVER, Situation

AFTER_S = 0.9
"""Seconds after their turn was handed over, which is some 0.7 s after their last word."""
APART = 3
"""Turns from one to the next, at least."""


class Filler:
    """Says when an answer is so late that a filler is due. `step` has to be called several times a second."""

    def __init__(self, *, on: bool = True) -> None:
        self._on = on
        self._turns = APART  # since the last one
        self._turn_at = NEVER  # the turn that was counted last
        self._said = False  # for this turn

    def step(self, now: float, situation: Situation, *, heavy: bool) -> str:
        """What to say now; nothing, mostly."""
        at = situation.turn_at
        if at == NEVER or situation.typing or situation.voiced or situation.pending is not None:
            return ""
        if at != self._turn_at:
            self._turn_at, self._said = at, False
            self._turns += 1
        if not self._on or heavy or self._said or self._turns <= APART or now - at < AFTER_S:
            return ""
        self._said, self._turns = True, 0
        return FILLER
