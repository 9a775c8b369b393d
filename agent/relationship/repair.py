"""What the companion does about it: which repair is due, and by which measure."""

from __future__ import annotations

from collections.abc import Iterable

from agent.relationship.alliance import Relationship
from agent.relationship.critic import bond_falls, goals_fall

AGAIN = 8
"""Exchanges before a repair is made again."""
GOALS, BOND, GROUND = "goals_fall", "bond_falls", "ground_shaky"
BOND_AGAINST, GOAL_AGAINST = -0.1, -0.15
"""Levels below which what is said is plainly against: a repair without need costs more than a flag."""
REPAIRS = frozenset((GOALS, BOND, GROUND))
"""Focuses of the acts that repair."""


def due(held: Relationship | None, lately: Iterable[str]) -> tuple[str, str]:
    """(repair, the measure that calls for it), or ("", ""). `lately`: focuses of the last acts."""
    if held is None or REPAIRS & set(lately):
        return "", ""
    for name, flag, now in (
        (BOND, bond_falls(held), held.participant["bond"].now - BOND_AGAINST),
        (GOALS, goals_fall(held), held.participant["goal"].now - GOAL_AGAINST),
    ):
        if flag is not None and now < 0:
            return name, flag.why
    return "", ""
