"""The course of a smile: how fast it came, how strong it was, how long it lasted, how even its sides were.

Smiles that come by themselves rise more slowly for their height and last 0.5 to 4 s more often than posed
ones (Cohn and Schmidt 2004; Schmidt et al. 2006, group differences). What is measured is told; whether a
smile is meant is not inferred from it.
"""

from __future__ import annotations

from dataclasses import dataclass

BEGINS, ENDS = 0.2, 0.12
"""Strengths of AU 12."""
RISEN = 0.9
"""Share of its peak at which a smile has risen."""
GAP_S = 1.0
"""A smile that was not seen for so long is not told: nobody knows how it went on."""
LEAST_S = 0.3
"""Shorter ones are noise."""


@dataclass(frozen=True)
class Smile:
    """One smile that is over. `asymmetry`: 1 only the person's left corner rose, -1 only the right."""

    onset_s: float
    lasted_s: float
    peak: float
    asymmetry: float
    confidence: float


class SmileWatch:
    """Follows one mouth. Every call is a newer picture of it."""

    def __init__(self) -> None:
        self._seen: list[tuple[float, float, float, float]] = []
        self._before = float("-inf")

    def update(
        self, at: float, strength: float, confidence: float, sides: tuple[float, float]
    ) -> Smile | None:
        """Take in AU 12 at second `at` and the strengths of the left and the right corner; the smile, when it
        ends."""
        gap, self._before = at - self._before, at
        if not 0 < gap <= GAP_S:
            self._seen = []
        if strength >= (ENDS if self._seen else BEGINS):
            left, right = sides
            self._seen.append((at, strength, confidence, (left - right) / max(left + right, 1e-3)))
            return None
        seen, self._seen = self._seen, []
        return _course(seen, at) if seen and at - seen[0][0] >= LEAST_S else None

    def lost(self) -> None:
        """The face is gone: nobody knows how a smile went on."""
        self._seen = []


def _course(seen: list[tuple[float, float, float, float]], end: float) -> Smile:
    begin, peak = seen[0][0], max(strength for _, strength, _, _ in seen)
    risen = next(at for at, strength, _, _ in seen if strength >= RISEN * peak)
    high = [side for _, strength, _, side in seen if strength >= RISEN * peak]
    return Smile(
        onset_s=round(risen - begin, 2),
        lasted_s=round(end - begin, 2),
        peak=round(peak, 3),
        asymmetry=round(max(-1.0, min(1.0, sum(high) / len(high))), 3),
        confidence=round(sum(sure for _, _, sure, _ in seen) / len(seen), 3),
    )
