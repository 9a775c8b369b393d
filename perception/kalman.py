"""One person's valence and arousal from many uncertain readings: a Kalman filter on a mean-reverting process.

The process is Ornstein-Uhlenbeck around the person's own baseline. Observation noise is s² (1 / rho² - 1),
where s is the spread of the state and rho the correlation with the truth to be expected of a source in
the field, one step below published figures.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

SPREAD = 0.35
"""Standard deviation of a person's valence or arousal around their baseline."""
LEAST_SD = 0.18
"""No fusion is surer than this: the sources err together."""
BASELINE_S = 300.0
"""Time constant with which the baseline follows the person."""
FURTHEST_BASELINE = 0.3


@dataclass(frozen=True)
class Belief:
    """A Gaussian belief about one dimension, and the baseline that it returns to."""

    mean: float = 0.0
    variance: float = SPREAD**2
    baseline: float = 0.0

    @property
    def sd(self) -> float:
        """Its standard deviation."""
        return math.sqrt(self.variance)

    @property
    def known(self) -> float:
        """What the readings add to the prior, in information (1 over variance)."""
        return max(0.0, 1 / self.variance - 1 / SPREAD**2)

    @property
    def confidence(self) -> float:
        """Share of the prior variance that the readings took away, 0 to 1."""
        return min(1.0, max(0.0, 1 - self.variance / SPREAD**2))


def after(belief: Belief, seconds: float, tau: float) -> Belief:
    """The belief `seconds` later with no news: it returns to the baseline with time constant `tau`."""
    stay = math.exp(-max(0.0, seconds) / tau)
    learn = (1 - math.exp(-max(0.0, seconds) / BASELINE_S)) * belief.confidence
    moved = belief.baseline + learn * (belief.mean - belief.baseline)
    return Belief(
        mean=belief.baseline + (belief.mean - belief.baseline) * stay,
        variance=belief.variance * stay**2 + SPREAD**2 * (1 - stay**2),
        baseline=max(-FURTHEST_BASELINE, min(FURTHEST_BASELINE, moved)),
    )


def told(belief: Belief, value: float, noise: float) -> tuple[Belief, float]:
    """The belief after a reading with that noise variance, and the weight the reading got, 0 to 1."""
    if math.isinf(noise):
        return belief, 0.0
    gain = belief.variance / (belief.variance + noise)
    mean = belief.mean + gain * (value - belief.mean)
    variance = max(LEAST_SD**2, (1 - gain) * belief.variance)
    return Belief(max(-1.0, min(1.0, mean)), variance, belief.baseline), gain


def noise_of(rho: float) -> float:
    """Noise variance of a source that correlates with the truth at `rho`."""
    return SPREAD**2 * (1 / rho**2 - 1)
