"""One measure over the turns of a session: where it stands now, from where, and whether it moves."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Literal

HALF_LIFE = 2.5
"""Turns after which one counts half in the level now."""
BASE = 3
"""Turns that make the person's own baseline."""
PRIOR = 4
"""Turns that the usual spread counts for beside the person's own."""
FEWEST = 6
"""Turns before a trend is spoken of."""
SURE = 1.4
"""Deviations of the shuffled slopes beyond which a slope counts: by chance, 8 % on either side do."""
WORTH = 1.0
"""Smallest move from first to last turn, on the fitted line, that is called one: in usual spreads."""
Trend = Literal["rising", "flat", "falling", "unknown"]


@dataclass(frozen=True)
class Level:
    """Sums over all turns, and a fading mean: it stays as small after a thousand turns as after one."""

    usual: float  # spread between turns in ordinary talk
    half_life: float = HALF_LIFE
    count: int = 0
    total: float = 0.0
    squares: float = 0.0
    moment: float = 0.0  # each value times its place
    fading: float = 0.0
    weight: float = 0.0
    weight2: float = 0.0
    early: float = 0.0  # total of the first BASE

    def after(self, value: float) -> Level:
        """One turn on."""
        fade = 0.5 ** (1 / self.half_life)
        return Level(
            self.usual,
            self.half_life,
            self.count + 1,
            self.total + value,
            self.squares + value * value,
            self.moment + self.count * value,
            fade * self.fading + value,
            fade * self.weight + 1,
            fade * fade * self.weight2 + 1,
            self.early + value if self.count < BASE else self.early,
        )

    @property
    def now(self) -> float:
        """The fading mean."""
        return self.fading / self.weight if self.weight else 0.0

    @property
    def mean(self) -> float:
        """Of all turns."""
        return self.total / self.count if self.count else 0.0

    @property
    def base(self) -> float:
        """Their own baseline: the mean of the first turns."""
        return self.early / min(self.count, BASE) if self.count else 0.0

    @property
    def spread(self) -> float:
        """Standard deviation between turns, their own and the usual pooled."""
        if not self.count:
            return self.usual
        within = max(0.0, self.squares - self.total * self.total / self.count)
        return math.sqrt((PRIOR * self.usual**2 + within) / (PRIOR + self.count))

    @property
    def change(self) -> float:
        """From their own baseline to now; 0 while the baseline is being made."""
        return self.now - self.base if self.count > BASE else 0.0

    @property
    def error(self) -> float:
        """Standard error of `change`."""
        if not self.count:
            return self.usual
        turns = self.weight**2 / self.weight2
        return self.spread * math.sqrt(1 / turns + 1 / min(self.count, BASE))

    @property
    def slope(self) -> float:
        """Least squares, per turn."""
        if self.count < 2:
            return 0.0
        middle = (self.count - 1) / 2
        covered = self.moment - middle * self.total
        return covered / (self.count * (self.count**2 - 1) / 12)

    @property
    def sureness(self) -> float:
        """The slope in deviations of the slopes that the same turns give in shuffled order.

        Mean and variance over all orders are exact and closed (Hoeffding 1951), so no order is drawn.
        """
        if self.count < 2:
            return 0.0
        within = self.squares - self.total * self.total / self.count
        if within <= 1e-12:
            return 0.0
        places = self.count * (self.count**2 - 1) / 12
        return self.slope * math.sqrt(places / within) * math.sqrt(self.count - 1)

    @property
    def trend(self) -> Trend:
        """Whether it moves over the session, beyond what shuffled turns would show."""
        if self.count < FEWEST:
            return "unknown"
        if abs(self.sureness) < SURE or abs(self.slope) * (self.count - 1) < WORTH * self.usual:
            return "flat"
        return "rising" if self.slope > 0 else "falling"
