"""The list of arms that follows from a seed: simple, in blocks, in blocks by stratum, or by minimisation.

Pure: `allocate` tells the arm of every place from the seed and the strata of those who came, so that the list
can be made again by anybody who has the seed, and by nobody who has not.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from study.allocation.draws import Draws
from study.allocation.minimisation import minimise
from study.allocation.orders import order_names
from study.protocol.parts import Allocation, Protocol

Levels = Mapping[str, str]


@dataclass(frozen=True)
class Treatment:
    """What is allocated: an arm, or an order of all of them; and its share."""

    name: str
    share: int = 1


def treatments(protocol: Protocol) -> tuple[Treatment, ...]:
    """What can be allocated in a study."""
    keys = [arm.key for arm in protocol.arms]
    if protocol.design == "within":
        return tuple(map(Treatment, order_names(keys, protocol.allocation.order)))
    return tuple(Treatment(arm.key, arm.share) for arm in protocol.arms)


def allocate(protocol: Protocol, seed: bytes, came: Sequence[Levels]) -> tuple[str, ...]:
    """What everybody is allocated to, in the order in which they came with their levels of the factors."""
    rule, choices = protocol.allocation, treatments(protocol)
    if rule.method == "minimisation":
        return minimise(rule, choices, seed, came)
    streams: dict[str, Iterator[str]] = {}
    found: list[str] = []
    for levels in came:
        stratum = stratum_of(rule, levels)
        if stratum not in streams:
            streams[stratum] = _stream(rule, choices, seed, stratum)
        found.append(next(streams[stratum]))
    return tuple(found)


def stratum_of(rule: Allocation, levels: Levels) -> str:
    """The stratum of somebody: for stratified allocation their levels, else there is but one."""
    if rule.method != "stratified":
        return ""
    return "|".join(f"{factor.key}={levels[factor.key]}" for factor in rule.factors)


def _stream(rule: Allocation, choices: Sequence[Treatment], seed: bytes, stratum: str) -> Iterator[str]:
    """The list of one stratum, without an end."""
    once = [choice.name for choice in choices for _ in range(choice.share)]
    draws = Draws(seed, rule.method, stratum)
    while rule.method == "simple":
        yield draws.one_of(once)
    while True:
        size = draws.one_of(rule.blocks or (len(once),))
        yield from draws.shuffled(once * (size // len(once)))


def codes(seed: bytes, many: int) -> tuple[str, ...]:
    """Codes for the first `many` places, each of its own, that say nothing of the arm."""
    found: dict[str, None] = {}
    draws = Draws(seed, "codes")
    while len(found) < many:
        found.setdefault("".join(draws.one_of(_LETTERS) for _ in range(4)))
    return tuple(found)


_LETTERS = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"
"""Without those that are read for one another."""
