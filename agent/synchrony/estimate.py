"""A measure with its uncertainty, kept turn by turn in sums: a thousandth turn costs what the first did."""

from __future__ import annotations

import math
from dataclasses import dataclass

LEAST = 4
"""Places a measure must be taken at before it gets an interval."""
_Z = 1.959964


@dataclass(frozen=True)
class Estimate:
    """A measure. `value` is None where nothing was there to measure; the interval is one of 95 %.

    `near` is what turns next to each other give and `distant` what turns far apart do, each in the
    measure's own unit. Where a measure is a difference, `value` is the difference of the two.
    """

    value: float | None = None
    low: float | None = None
    high: float | None = None
    n: int = 0
    near: float | None = None
    distant: float | None = None


NOTHING = Estimate()


def t_quantile(freedom: float) -> float:
    """97.5 % point of Student's t (Cornish & Fisher's expansion; within 0.5 % from 3 degrees of freedom)."""
    z, df = _Z, max(1.0, freedom)
    return (
        z
        + (z**3 + z) / (4 * df)
        + (5 * z**5 + 16 * z**3 + 3 * z) / (96 * df**2)
        + (3 * z**7 + 19 * z**5 + 17 * z**3 - 15 * z) / (384 * df**3)
    )


class Mean:
    """Mean of a series. Its interval allows for neighbours that are alike.

    The number of values counts as n (1 - r) / (1 + r), r being the correlation of each value with the next
    one (Bayley & Hammersley 1946), where r is above zero.
    """

    def __init__(self) -> None:
        self.n = 0
        self.mean = 0.0
        self._squares = 0.0  # of differences from the mean (Welford)
        self._products = 0.0  # of neighbours
        self._ends = [0.0, 0.0]  # the first and the last value

    def add(self, value: float) -> None:
        """One more value."""
        if self.n:
            self._products += self._ends[1] * value
        else:
            self._ends[0] = value
        self._ends[1] = value
        self.n += 1
        before = value - self.mean
        self.mean += before / self.n
        self._squares += before * (value - self.mean)

    @property
    def deviation(self) -> float:
        """Standard deviation; 0 below two values."""
        return math.sqrt(self._squares / (self.n - 1)) if self.n > 1 else 0.0

    @property
    def likeness(self) -> float:
        """Correlation of each value with the next one, 0 to 0.95 (below zero counts as zero)."""
        if self.n < LEAST or self._squares <= 1e-12:
            return 0.0
        total, (first, last) = self.n * self.mean, self._ends
        cross = self._products - self.mean * (2 * total - first - last) + (self.n - 1) * self.mean**2
        return min(0.95, max(0.0, cross / self._squares))

    @property
    def worth(self) -> float:
        """How many values that are nothing to each other these are worth."""
        alike = self.likeness
        return self.n * (1 - alike) / (1 + alike)

    def estimate(self, near: float | None = None, distant: float | None = None) -> Estimate:
        """The mean, with its interval."""
        if not self.n:
            return NOTHING
        if self.n < LEAST:
            return Estimate(self.mean, n=self.n, near=near, distant=distant)
        worth = max(2.0, self.worth)
        half = t_quantile(worth - 1) * self.deviation / math.sqrt(worth)
        return Estimate(self.mean, self.mean - half, self.mean + half, self.n, near, distant)


class Contrast:
    """A measure near and far, taken at the same places: the mean of what the one is above the other."""

    def __init__(self) -> None:
        self._difference, self._near, self._distant = Mean(), Mean(), Mean()

    def add(self, near: float, distant: float, difference: float | None = None) -> None:
        """One place. `difference` where it is another than `near - distant`."""
        self._near.add(near)
        self._distant.add(distant)
        self._difference.add(near - distant if difference is None else difference)

    def estimate(self) -> Estimate:
        """The difference, with its interval."""
        if not self._near.n:
            return NOTHING
        return self._difference.estimate(self._near.mean, self._distant.mean)


def share(part: int, whole: int) -> Estimate:
    """A share with Wilson's interval."""
    if not whole:
        return NOTHING
    value, z2 = part / whole, _Z**2 / whole
    middle = (value + z2 / 2) / (1 + z2)
    half = _Z * math.sqrt(value * (1 - value) / whole + z2 / (4 * whole)) / (1 + z2)
    return Estimate(value, max(0.0, middle - half), min(1.0, middle + half), whole)
