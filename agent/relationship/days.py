"""Across days: each session's mean of the participant's side, and whether it declines.

In text counselling half of the pairs decline or stagnate (Li et al. 2024, arXiv:2402.11958): a decline that
nobody sees is the usual case, not the exception.
"""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import dataclass

from agent.relationship.alliance import Relationship
from agent.relationship.level import Level
from agent.relationship.probes import DIMENSIONS
from agent.relationship.usual import usual

FEWEST = 4
"""Sessions before a course over days is spoken of: of four, one order in twenty-four falls all the way."""
ENUMERATED = 7
"""Sessions up to which all orders are gone through; beyond, the known mean and variance of all orders."""
CHANCE = 0.05
NORMAL = 1.645
"""Deviations that leave CHANCE on one side."""
WORTH = 0.5
"""Smallest fall from first to last day, on the fitted line, in usual spreads between turns."""


@dataclass(frozen=True)
class Decline:
    """A measure that falls from session to session. `moved`: usual spreads, from the first to the last."""

    measure: str
    moved: float
    sessions: int

    @property
    def why(self) -> str:
        """The measure in words, without anybody's."""
        return f"{self.measure} {self.moved:+.2f} usual spreads over {self.sessions} sessions"


def session_means(held: Relationship | None) -> tuple[float, ...]:
    """Bond, task and goal of the participant's side: means over the session; () where not measured."""
    if held is None or not held.turns:
        return ()
    levels = [held.participant[name] for name in DIMENSIONS]
    return tuple(round(level.total / level.count, 4) for level in levels)


def declines(sessions: Sequence[Sequence[float]]) -> tuple[Decline, ...]:
    """What falls over the sessions of one person, oldest first: each has the means of `session_means`."""
    known = [means for means in sessions if len(means) == len(DIMENSIONS)]
    found = []
    for place, name in enumerate(DIMENSIONS):
        level = Level(usual().spread["participant"][name])
        for means in known:
            level = level.after(means[place])
        moved = level.slope * (len(known) - 1) / level.usual
        if len(known) >= FEWEST and moved <= -WORTH and _falls([means[place] for means in known], level):
            found.append(Decline(name, round(moved, 2), len(known)))
    return tuple(found)


def _falls(values: Sequence[float], level: Level) -> bool:
    """Whether at most CHANCE of all orders of the sessions fall as much."""
    if len(values) > ENUMERATED:
        return level.sureness <= -NORMAL
    weighed = sum(place * value for place, value in enumerate(values))
    orders = [
        sum(place * value for place, value in enumerate(order)) for order in itertools.permutations(values)
    ]
    return sum(order <= weighed + 1e-9 for order in orders) <= CHANCE * len(orders)
