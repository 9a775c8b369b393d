"""Disfluency of the participant: "um", words begun over, words broken off, per 100 words.

A signal, and no noise: in outpatient therapy, people who hesitated more held the alliance higher (Ryu et
al. 2023, iScience 26(6):106860; 28 transcripts). Only a verbatim recogniser or transcript keeps it
(`verbatim` of the listener); where nobody ever hesitates, take it that it was not kept.
"""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass, replace

from agent.synchrony.estimate import NOTHING, Estimate, Mean
from agent.synchrony.said import Said
from alongside.disfluency import disfluencies

RECENT = 5
"""Turns that are held against what the person did before."""
LEAST_WORDS = 5
"""A turn of fewer words has no rate."""


@dataclass(frozen=True)
class Disfluency:
    """`rate`: per 100 words over all turns. `change`: the last few turns against those before, in the same
    unit.
    """

    rate: Estimate
    change: Estimate
    kept: bool  # whether anything disfluent was heard at all


class Hesitation:
    """The disfluency channel, turn by turn."""

    def __init__(self) -> None:
        self._usual, self._all = Mean(), Mean()
        self._recent: deque[float] = deque()
        self._kept = False

    def hear(self, said: Said) -> float | None:
        """Disfluencies per 100 words of a participant's turn."""
        if said.speaker != "participant":
            return None
        words = [word.text for word in said.words] or said.text.split()
        if len(words) < LEAST_WORDS:
            return None
        count = sum(map(bool, disfluencies(words)))
        self._kept = self._kept or count > 0
        rate = 100 * count / len(words)
        self._all.add(rate)
        self._recent.append(rate)
        if len(self._recent) > RECENT:
            self._usual.add(self._recent.popleft())
        return rate

    def now(self) -> Disfluency:
        """As it stands."""
        rate = self._all.estimate()
        rate = rate if rate.low is None else replace(rate, low=max(0.0, rate.low))
        return Disfluency(rate, self._change() if self._kept else NOTHING, self._kept)

    def _change(self) -> Estimate:
        """The difference of two means (Welch), where both have enough turns."""
        lately = Mean()
        for rate in self._recent:
            lately.add(rate)
        if lately.n < RECENT or self._usual.n < RECENT:
            return NOTHING
        first, then = self._usual.estimate(), lately.estimate()
        if first.value is None or then.value is None:
            return NOTHING
        value = then.value - first.value
        if first.high is None or then.high is None:
            return Estimate(value, n=self._all.n, near=then.value, distant=first.value)
        half = ((first.high - first.value) ** 2 + (then.high - then.value) ** 2) ** 0.5
        return Estimate(value, value - half, value + half, self._all.n, then.value, first.value)
