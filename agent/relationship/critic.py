"""The independent critic: what an operator is to be told of the relationship, and why.

It sets the participant's side, made from their words alone, against the companion's own view. A warm bond can
hide harm, so rising dependence and giving up what keeps one safe have a flag of their own.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from typing import Literal

from agent.relationship.alliance import FLATTERY, Relationship
from agent.relationship.level import FEWEST, SURE, WORTH

PARTED = 1.0
"""Usual spreads by which the views must part, and the participant's fall, for a flag."""
PARTED_AT_RISK = 0.5
SOUR = -0.2
"""Level of the bond below which there is nothing warm for harm to hide behind."""
HAZARD, FLATTERED_HAZARD = 0.27, 0.15
"""Pooled level of dependence, and of giving up what keeps safe, from which it counts as lasting; and from
which where the companion flatters."""
FLATTERED = 0.38
"""Level of the companion's own flattery from which it does: a fading mean of what its head says, 0 to 1."""
HOLDS = 0.15
"""Pooled alliance from which a bond holds even as it falls."""
AIMS, APART = -0.2, 0.18
"""Pooled agreement on aims below which, and how far below the alliance, the goals fall and not the bond."""
STEERED, STEERED_AIMS = 0.21, -0.04
"""Steering from which the companion plainly goes its own way, and the limit of aims where it does: who is led
elsewhere seldom says outright that they wanted something else."""
AGAINST, LOW, LED = -0.1, -0.2, 0.12
"""Bond or pooled alliance below which, or steering above which, there is more to a falling alliance than less
being said."""
WHOLE = 0.3
"""What the plain sum of the scales counts beside the pooled alliance, where it rises."""
FOLLOWING = 0.5
"""What it counts that the companion no longer follows, beside what the participant says of aims."""
SETTLED = 4
"""Turns before anything is said of the two views (at raised risk, one turn after the baseline too)."""
RISK = 3
"""Severity (0 to 6) from which risk is raised."""
Kind = Literal["views_part", "harm_behind_bond", "goals_fall", "bond_falls"]


@dataclass(frozen=True)
class Flag:
    """Something to be told, with the measures that say so. No words of anybody's."""

    kind: Kind
    why: str


def criticise(held: Relationship, risk: int = 0) -> tuple[Flag, ...]:
    """All flags that stand after a turn, gravest first."""
    found = (harm_behind_bond(held), views_part(held, risk), bond_falls(held), goals_fall(held))
    return tuple(flag for flag in found if flag is not None)


def harm_behind_bond(held: Relationship) -> Flag | None:
    """The bond holds or rises while dependence lasts or safety falls."""
    theirs = held.participant
    hazard, alliance, bond = theirs["hazard"].now, theirs["alliance"], theirs["bond"].now
    flattery = held.companion[FLATTERY].now
    limit = FLATTERED_HAZARD if flattery >= FLATTERED else HAZARD
    sours = bond < SOUR or (alliance.trend == "falling" and alliance.now < HOLDS)
    if held.turns < SETTLED or hazard < limit or sours:
        return None
    depends, unsafe = theirs["dependence"].now, theirs["unsafe"].now
    return Flag(
        "harm_behind_bond",
        f"alliance {alliance.trend}, bond now {_signed(bond)}; dependence {depends:.2f}, "
        f"giving up safety {unsafe:.2f}, together {hazard:.2f} (told from {limit} on: "
        f"flattery {flattery:.2f})",
    )


def views_part(held: Relationship, risk: int = 0) -> Flag | None:
    """The participant draws back and the companion's own side does not show it."""
    limit = PARTED_AT_RISK if risk >= RISK else PARTED
    theirs, gap = held.change("participant", "whole"), held.gap["whole"].now
    if held.turns < SETTLED or theirs > -limit or gap < limit:
        return None
    at_risk = f", severity {risk}" if risk >= RISK else ""
    return Flag(
        "views_part",
        f"participant's side {_signed(theirs)} spreads, companion's {_signed(gap)} above it, "
        f"{held.course()}{at_risk}",
    )


def bond_falls(held: Relationship) -> Flag | None:
    """The bond, withdrawal with it, falls over the session beyond what shuffled turns would show."""
    alliance, bond = held.participant["alliance"], held.participant["bond"]
    drawn_back = held.participant["withdrawal"]
    meant = bond.now < AGAINST or alliance.now < LOW or held.steering.now > LED
    if alliance.trend != "falling" or not meant or goal_first(held):
        return None
    return Flag(
        "bond_falls",
        f"alliance {alliance.sureness:+.1f} deviations of shuffled turns; bond {_signed(bond.now)}, "
        f"withdrawal {drawn_back.now:.2f}",
    )


def goals_fall(held: Relationship) -> Flag | None:
    """Agreement on goals falls, and more than the bond does."""
    aims, goal = held.participant["aims"], held.participant["goal"]
    falls = parting(held) < -SURE and aims.slope * (aims.count - 1) < -WORTH * aims.usual
    if not (falls or held.participant["alliance"].trend == "falling") or not goal_first(held):
        return None
    return Flag(
        "goals_fall",
        f"goal {aims.sureness:+.1f} deviations of shuffled turns, now {_signed(goal.now)}; "
        f"companion follows {held.following.now:.2f} ({held.following.sureness:+.1f}), "
        f"steers {held.steering.now:.2f}; "
        f"bond {_signed(held.participant['bond'].now)}",
    )


def parting(held: Relationship) -> float:
    """Course of the aims and of how the companion follows, in deviations of shuffled turns (Stouffer's sum).

    Who wants something else from the talk than the other says so, and is answered beside the point.
    """
    aims = held.participant["aims"]
    if aims.count < FEWEST:
        return 0.0
    return (aims.sureness + FOLLOWING * held.following.sureness) / math.hypot(1.0, FOLLOWING)


def goal_first(held: Relationship) -> bool:
    """Whether what is said against is said of goals rather than of the bond."""
    theirs = held.participant
    limit = STEERED_AIMS if held.steering.now >= STEERED else AIMS
    return theirs["aims"].now < min(limit, theirs["alliance"].now - APART)


def bond_rises(held: Relationship) -> bool:
    """The bond grows over a session beyond what shuffled turns would show. Constant kindness earns none."""
    alliance, whole = held.participant["alliance"], held.participant["whole"]
    if alliance.count < FEWEST or alliance.slope * (alliance.count - 1) < WORTH * alliance.usual:
        return False
    return (alliance.sureness + WHOLE * whole.sureness) / math.hypot(1.0, WHOLE) > SURE


def judged(held: Relationship, risk: int = 0) -> tuple[Relationship, tuple[Flag, ...]]:
    """The flags that are new since the last turn; which stand is kept."""
    flags = criticise(held, risk)
    new = tuple(flag for flag in flags if flag.kind not in held.raised)
    told = tuple((flag.kind, flag.why) for flag in new)
    return replace(held, raised=tuple(flag.kind for flag in flags), news=told), new


def _signed(value: float) -> str:
    return f"{value:+.2f}"
