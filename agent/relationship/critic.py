"""The independent critic: what an operator is to be told of the relationship, and why.

It sets the participant's side, made from their words alone, against the companion's own view. A warm bond can
hide harm, so rising dependence and giving up what keeps one safe have a flag of their own.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal

from agent.relationship.alliance import FLATTERY, Relationship
from agent.relationship.course import STEADY
from agent.relationship.level import FEWEST, SURE

PARTED = 1.0
"""Usual spreads by which the views must part, and the participant's fall, for a flag."""
PARTED_AT_RISK = 0.5
MOVES = 1.0
"""Deviations of shuffled exchanges by which they must have warmed, or soured: one by chance in six."""
SAID_AGAINST = -0.25
"""Goal level below which the participant has plainly said so, whatever the exchanges tell."""
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
    if held.turns < SETTLED or held.tells != "colluding":
        return None
    return Flag(
        "harm_behind_bond",
        f"alliance {theirs['alliance'].trend}, bond now {_signed(theirs['bond'].now)}; "
        f"dependence {theirs['dependence'].now:.2f}, giving up safety {theirs['unsafe'].now:.2f}, "
        f"together {theirs['hazard'].now:.2f}; flattery {held.companion[FLATTERY].now:.2f}, "
        f"exchanges collude {held.exchange['colluding'].now:.2f}",
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
    souring = held.exchange["souring"]
    if not _tells(held, "sour") or souring.sureness < MOVES:
        return None
    theirs = held.participant
    return Flag(
        "bond_falls",
        f"exchanges sour by {souring.sureness:+.1f}, alliance moves by {theirs['alliance'].sureness:+.1f} "
        f"deviations of shuffled turns; "
        f"bond {_signed(theirs['bond'].now)}, withdrawal {theirs['withdrawal'].now:.2f}",
    )


def goals_fall(held: Relationship) -> Flag | None:
    """What the participant is after and what the companion is after part, said or not."""
    theirs, steering = held.participant, held.exchange["steering"]
    said = theirs["aims"].sureness <= -SURE and theirs["goal"].now <= SAID_AGAINST
    if not (_tells(held, "apart") or (said and _tells(held, STEADY))):
        return None
    return Flag(
        "goals_fall",
        f"goal {theirs['aims'].sureness:+.1f} deviations of shuffled turns, "
        f"now {_signed(theirs['goal'].now)}; companion steers {steering.now:.2f} "
        f"({steering.sureness:+.1f}), follows {held.following.now:.2f}; "
        f"bond {_signed(theirs['bond'].now)}",
    )


def bond_rises(held: Relationship) -> bool:
    """The bond grows over a session beyond what shuffled turns would show. Constant kindness earns none."""
    return _tells(held, "warm") and held.exchange["warming"].sureness >= MOVES


def _tells(held: Relationship, course: str) -> bool:
    return held.turns >= FEWEST and held.tells == course


def judged(held: Relationship, risk: int = 0) -> tuple[Relationship, tuple[Flag, ...]]:
    """The flags that are new since the last turn; which stand is kept."""
    flags = criticise(held, risk)
    new = tuple(flag for flag in flags if flag.kind not in held.raised)
    told = tuple((flag.kind, flag.why) for flag in new)
    return replace(held, raised=tuple(flag.kind for flag in flags), news=told), new


def _signed(value: float) -> str:
    return f"{value:+.2f}"
