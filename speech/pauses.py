"""How long this person pauses within what they say: learnt from the pauses after which they went on."""

from __future__ import annotations

from collections import deque

import numpy as np

PRIOR = (0.2, 0.2, 0.25, 0.25, 0.3, 0.3, 0.35, 0.4)
"""Seconds: pauses before anything is known of somebody, weighed like as many of theirs. They are short:
it is the companion's patience that counts until somebody has paused for longer."""
KEPT = 30
"""Pauses of theirs that count; older ones are forgotten, for people talk slower when it is hard."""
SHARE = 0.9
"""The share of their pauses that is waited out where it is open whether they are done."""
LONGEST = 2.5
"""Seconds; longer pauses than this are left to the companion's patience."""


class Pauses:
    """A running distribution of one person's pauses."""

    def __init__(self) -> None:
        self._own: deque[float] = deque(maxlen=KEPT)

    def learn(self, seconds: float) -> None:
        """They were silent for so long and went on."""
        self._own.append(min(seconds, LONGEST))

    @property
    def usual(self) -> float:
        """Seconds within which nine in ten of their pauses are over."""
        return float(np.quantile([*PRIOR, *self._own], SHARE))

    def least(self, completeness: float) -> float:
        """The least wait in seconds after what seems complete to this degree (0 to 1; 0.5 is "cannot tell").

        All of their usual pause where they seem to be in the middle, half of it where they seem to be done.
        """
        return self.usual * (1.0 - 0.5 * max(0.0, min(1.0, completeness)))
