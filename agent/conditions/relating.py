"""Conditions about the relationship as it is measured."""

from __future__ import annotations

from agent.conditions.registry import condition
from agent.relationship.repair import AGAIN, BOND, GOALS, REPAIRS
from agent.situation import Situation

SHAKY = 2
"""Of the last exchanges, how many had to put something right before the ground is called shaky."""
LATELY = 5
MISSED = frozenset(("corrected", "rejected", "meaning", "unclear", "denied"))


@condition
def bond_falls(now: Situation) -> bool:
    """The participant's own words say that the bond falls, and it was not tended lately."""
    return now.mend[0] == BOND


@condition
def goals_fall(now: Situation) -> bool:
    """Their words say that we no longer work on what they want."""
    return now.mend[0] == GOALS


@condition
def ground_shaky(now: Situation) -> bool:
    """What was held had to be put right more than once of late."""
    lately = [item.focus for item in now.state.recent[-LATELY:]]
    mended = REPAIRS & {item.focus for item in now.state.recent[-AGAIN:]}
    return sum(focus in MISSED for focus in lately) >= SHAKY and not mended
