"""Emotional synchrony: whether the valence and arousal of a turn agree with those of the partner's turns
before it.

The agreement is Lin's concordance correlation, for which being in step is not enough: it asks for the same
height too. A companion that stays calmer on purpose will therefore not reach 1, and need not.
"""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass, replace

from agent.synchrony.estimate import Estimate
from agent.synchrony.pairs import Pairs
from agent.synchrony.said import APART, OTHER, SIDES, Said
from alongside.records import Speaker

LAGS = 3
"""How far back the partner's turns are looked at: their last, the one before, and so on."""
_DISTANT = 3
_KEPT = APART + 2 * _DISTANT + 2


@dataclass(frozen=True)
class Lagged:
    """Concordance with the partner's last turn (`near` in it is that, `distant` with turns far back), and
    lag by lag.
    """

    follows: Estimate
    lags: tuple[Estimate, ...]


@dataclass(frozen=True)
class Emotional:
    """Valence and arousal, for either side as the one who follows."""

    valence: dict[Speaker, Lagged]
    arousal: dict[Speaker, Lagged]


class _Course:
    """One dimension."""

    def __init__(self) -> None:
        self._last: dict[Speaker, deque[tuple[int, float]]] = {side: deque(maxlen=_KEPT) for side in SIDES}
        self._near = {side: [Pairs() for _ in range(LAGS)] for side in SIDES}
        self._distant = {side: Pairs() for side in SIDES}

    def hear(self, index: int, speaker: Speaker, value: float | None) -> float | None:
        """How far the turn lies from the partner's last one, 0 to 2."""
        if value is None:
            return None
        theirs = self._last[OTHER[speaker]]
        for lag in range(min(LAGS, len(theirs))):
            place, before = theirs[-1 - lag]
            if index - place <= 2 * lag + 2:
                self._near[speaker][lag].add(before, value)
        for place, before in theirs:
            if APART <= index - place < APART + 2 * _DISTANT:
                self._distant[speaker].add(before, value)
        self._last[speaker].append((index, value))
        return abs(value - theirs[-1][1]) if theirs and index - theirs[-1][0] <= 2 else None

    def now(self) -> dict[Speaker, Lagged]:
        return {side: self._of(side) for side in SIDES}

    def _of(self, side: Speaker) -> Lagged:
        lags = tuple(held.concordant() for held in self._near[side])
        distant = self._distant[side].concordant()
        return Lagged(replace(lags[0], near=lags[0].value, distant=distant.value), lags)


class Feelings:
    """The emotional channel, turn by turn."""

    def __init__(self) -> None:
        self._valence, self._arousal = _Course(), _Course()

    def hear(self, index: int, said: Said) -> tuple[float | None, float | None]:
        """How far valence and arousal lie from those of the partner's last turn."""
        return (
            self._valence.hear(index, said.speaker, said.valence),
            self._arousal.hear(index, said.speaker, said.arousal),
        )

    def now(self) -> Emotional:
        """As it stands."""
        return Emotional(self._valence.now(), self._arousal.now())
