"""Minimisation (Pocock & Simon 1975, Biometrics 31:103): mostly, people go where arms come out alike."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Protocol as Shape

from study.allocation.draws import Draws
from study.protocol.parts import Allocation


class Choice(Shape):
    """What can be allocated, and its share."""

    @property
    def name(self) -> str:
        """Its name."""

    @property
    def share(self) -> int:
        """How many it gets for each one of a share of 1."""


Counts = dict[tuple[str, str], dict[str, int]]
"""How many of each level of each factor are in each arm."""


def minimise(
    rule: Allocation, choices: Sequence[Choice], seed: bytes, came: Sequence[Mapping[str, str]]
) -> tuple[str, ...]:
    """The arms of all who came, in order."""
    counts: Counts = defaultdict(lambda: defaultdict(int))
    found: list[str] = []
    for number, levels in enumerate(came, 1):
        arm = _pick(rule, choices, counts, levels, Draws(seed, "minimisation", number))
        for factor in rule.factors:
            counts[factor.key, levels[factor.key]][arm] += 1
        found.append(arm)
    return tuple(found)


def imbalance(
    rule: Allocation, choices: Sequence[Choice], counts: Counts, levels: Mapping[str, str], arm: str
) -> float:
    """How unlike the arms would be, were somebody with these levels put into `arm`.

    For each factor the range, over the arms, of those with the same level (per share); summed by weight.
    """
    total = 0.0
    for factor in rule.factors:
        here = counts[factor.key, levels[factor.key]]
        per_share = [(here[choice.name] + (choice.name == arm)) / choice.share for choice in choices]
        total += factor.weight * (max(per_share) - min(per_share))
    return total


def _pick(
    rule: Allocation, choices: Sequence[Choice], counts: Counts, levels: Mapping[str, str], draws: Draws
) -> str:
    unlike = {choice.name: imbalance(rule, choices, counts, levels, choice.name) for choice in choices}
    least = min(unlike.values())
    best = draws.one_of(
        [
            choice.name
            for choice in choices
            for _ in range(choice.share)
            if unlike[choice.name] <= least + 1e-9
        ]
    )
    others = [choice.name for choice in choices for _ in range(choice.share) if choice.name != best]
    return best if not others or draws.chance() < rule.probability else draws.one_of(others)
