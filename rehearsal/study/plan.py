"""Who comes to a rehearsal, when, and who has which part in it: all from a seed, before anything happens.

Beside what people's cards give, a few are chosen for what must happen in every rehearsal: a danger that is
told, a power cut, a withdrawal, a drop-out, a day that is missed and made up for, a consent that is refused.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from rehearsal.participants.attendance import Attendance, Rules, attendance, misses
from rehearsal.participants.traits import NEVER, Traits, drawn
from study.allocation.draws import Draws
from study.allocation.lists import allocate
from study.allocation.seal import Seal, rehearsal_seal
from study.protocol.parts import Medium, Protocol

SPOKEN_WITH: tuple[Medium, ...] = ("robot", "screen", "text")
"""Media in which the companion itself holds the visit."""
A_DAY = 5
"""New people on each day while there are some to come."""


@dataclass(frozen=True)
class Coming:
    """One person: their card, the calendar day of their first meeting, their arm, the days they come."""

    traits: Traits
    arrives: int
    arm: str
    days: Attendance

    @property
    def code(self) -> str:
        """Their code."""
        return self.traits.code


@dataclass(frozen=True)
class Plan:
    """A rehearsal before it happens. `people` in the order in which they come; parts by code, "" for none."""

    seed: int
    days: int
    people: tuple[Coming, ...]
    danger: str = ""
    cut: str = ""
    cut_day: int = 0
    withdraws: str = ""
    withdraw_day: int = 0
    arms: Mapping[str, str] = field(default_factory=dict)

    def person(self, code: str) -> Coming:
        """Somebody by their code."""
        return next(one for one in self.people if one.code == code)


def seal_of(protocol: Protocol, seed: int) -> Seal:
    """The seal of a rehearsal: made again from its seed, unlike that of a study with people."""
    return rehearsal_seal(protocol.key, seed)


def make_plan(protocol: Protocol, seed: int) -> Plan:
    """The rehearsal of a protocol, with as many allocated as it wants, and one more who declines."""
    days = max(day for visit in protocol.visits for day in visit.days if len(visit.days) > 1)
    rules = Rules(protocol.make_up.within, protocol.make_up.most)
    draws = Draws(hashlib.sha256(f"rehearsal plan {seed}".encode()).digest())
    declines = 1 + draws.below(protocol.people)
    arms = iter(allocate(protocol, seal_of(protocol, seed).seed, [{}] * protocol.people))
    media = {arm.key: arm.medium for arm in protocol.arms}
    people = []
    for number in range(protocol.people + 1):
        traits = drawn(seed, f"P{number + 1:02}", days)
        arm = ""
        if number == declines:
            traits = replace(traits, joins=False)
        else:
            arm = next(arms)
        people.append(Coming(traits, number // A_DAY, arm, attendance(traits, seed, days, rules)))
    return _cast(Plan(seed, days, tuple(people)), media, rules)


def _cast(plan: Plan, media: Mapping[str, Medium], rules: Rules) -> Plan:
    """Give the parts that must be there to people whose arm allows it, each to another one."""
    left = [one for one in plan.people if one.traits.joins]
    talks = [one for one in left if media[one.arm] in SPOKEN_WITH]
    early = max(1, plan.days // 3)
    changed: dict[str, Coming] = {}

    danger = _take(talks, media, "text")
    cut = _take(talks, media, "robot")
    withdraws = _take(talks, media, "text")
    quiet = [one for one in left if one not in (danger, cut, withdraws)]
    drops = _take(quiet, media, "sheet_on_paper")
    makes_up = _take(quiet, media, "sheet_on_paper")
    if danger:
        told = replace(danger.traits, danger_day=early + 1)
        changed[danger.code] = _comes(plan, danger, rules, told, early + 1, min(plan.days, early + 2))
    if cut:
        changed[cut.code] = _comes(plan, cut, rules, cut.traits, early)
    if withdraws:
        changed[withdraws.code] = _comes(plan, withdraws, rules, withdraws.traits, 1)
    if drops:
        leaves = replace(drops.traits, last_day=min(early, max(0, plan.days - 4)))
        days = attendance(leaves, plan.seed, plan.days, rules)
        changed[drops.code] = replace(drops, traits=leaves, days=days)
    if makes_up:
        stays = _comes(plan, makes_up, rules, makes_up.traits)
        changed[makes_up.code] = replace(stays, days=misses(stays.days, early))
    return replace(
        plan,
        people=tuple(changed.get(one.code, one) for one in plan.people),
        danger=danger.code if danger else "",
        cut=cut.code if cut else "",
        cut_day=early if cut else 0,
        withdraws=withdraws.code if withdraws else "",
        withdraw_day=early + 1 if withdraws else 0,
        arms={one.code: one.arm for one in plan.people if one.arm},
    )


def _comes(plan: Plan, one: Coming, rules: Rules, traits: Traits, *on: int) -> Coming:
    """The same person with that card, who stays to the end, comes on those days and makes up for none."""
    stays = replace(traits, last_day=NEVER)
    days = attendance(stays, plan.seed, plan.days, rules)
    return replace(one, traits=stays, days=replace(days, on_time=days.on_time | set(on), made_up={}))


def _take(pool: list[Coming], media: Mapping[str, Medium], wanted: Medium) -> Coming | None:
    """Somebody of the pool, best in an arm of that medium; they are taken out of it. None if it is empty."""
    if not pool:
        return None
    found = next((one for one in pool if media[one.arm] == wanted), pool[0])
    pool.remove(found)
    return found
