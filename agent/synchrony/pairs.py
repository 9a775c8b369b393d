"""Pairs of figures, one of each partner: whether they agree, and whether they go up and down together."""

from __future__ import annotations

import math

from agent.synchrony.estimate import LEAST, NOTHING, Estimate, Mean

_Z = 1.959964
_MOST = 0.999999


class Pairs:
    """Sums over pairs (x, y), in the order in which they came."""

    def __init__(self) -> None:
        self.x, self.y = Mean(), Mean()
        self._cross = 0.0  # of differences from the means

    def add(self, x: float, y: float) -> None:
        """One more pair."""
        before = x - self.x.mean
        self.x.add(x)
        self.y.add(y)
        self._cross += before * (y - self.y.mean)

    @property
    def n(self) -> int:
        """How many pairs."""
        return self.x.n

    @property
    def correlation(self) -> float | None:
        """Pearson's r; None where one side never changes."""
        spread = self.x.deviation * self.y.deviation * (self.n - 1)
        return max(-1.0, min(1.0, self._cross / spread)) if spread > 1e-12 else None

    def concordant(self) -> Estimate:
        """Lin's concordance correlation (1989): 1 where the two figures are the same, not only in step.

        The interval is Lin's own, on Fisher's scale; the number of pairs counts for less where both sides
        have neighbours that are alike (Bartlett 1935).
        """
        r = self.correlation
        if r is None:
            return Estimate(n=self.n)
        sx, sy = self.x.deviation, self.y.deviation
        apart = (self.x.mean - self.y.mean) ** 2
        accuracy = 2 * sx * sy / (sx**2 + sy**2 + apart)
        value = r * accuracy
        if self.n < LEAST:
            return Estimate(value, n=self.n)
        rho, u2 = max(-_MOST, min(_MOST, value)), apart / (sx * sy)
        left = 1 - rho**2
        spread = (
            (1 - r**2) * accuracy**2 / left
            + 2 * rho**2 * accuracy * (1 - rho) * u2 / left**2
            - (accuracy * rho * u2) ** 2 / (2 * left**2)
        )
        return _fisher(value, max(0.0, spread), self.n, self._worth() - 2)

    def correlated(self) -> Estimate:
        """Pearson's r with Fisher's interval."""
        r = self.correlation
        if r is None:
            return Estimate(n=self.n) if self.n else NOTHING
        return Estimate(r, n=self.n) if self.n < LEAST else _fisher(r, 1.0, self.n, self._worth() - 3)

    def _worth(self) -> float:
        alike = self.x.likeness * self.y.likeness
        return self.n * (1 - alike) / (1 + alike)


def _fisher(value: float, spread: float, n: int, freedom: float) -> Estimate:
    middle = math.atanh(max(-_MOST, min(_MOST, value)))
    half = _Z * math.sqrt(spread / max(1.0, freedom))
    return Estimate(value, math.tanh(middle - half), math.tanh(middle + half), n)
