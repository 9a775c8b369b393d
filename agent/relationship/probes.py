"""The thirty-six probes: statements about a working relationship that turns are measured against.

Bond, task and goal are Bordin's (1979); that each side is measured against a form of its own, and an item
against its negation, follows Lin et al. 2022 (arXiv:2204.05522). The wording is our own: published
inventories are copyrighted, and nothing here is validated against them.
"""

from __future__ import annotations

import functools
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, get_args

from agent.appraisal.lists import load

Side = Literal["participant", "companion"]
Dimension = Literal["bond", "task", "goal"]
SIDES: tuple[Side, ...] = get_args(Side)
DIMENSIONS: tuple[Dimension, ...] = get_args(Dimension)
EACH = 12
"""Probes for each dimension."""
FILE = Path(__file__).parent / "probes.yaml"


@dataclass(frozen=True)
class Probe:
    """One statement and its negation, in the form of each side. `key` -1: agreeing speaks against."""

    name: str
    dimension: Dimension
    key: int
    participant: tuple[str, str]
    companion: tuple[str, str]

    def form(self, side: Side) -> tuple[str, str]:
        """(statement, negation) as that side would say it."""
        return self.participant if side == "participant" else self.companion


@functools.cache
def probes() -> tuple[Probe, ...]:
    """All of them, bond first, then task, then goal: the order of every 36-vector."""
    found = load(FILE)
    return tuple(
        Probe(name.lstrip("-"), dimension, -1 if name.startswith("-") else 1, (said[0], said[1]),
              (said[2], said[3]))
        for dimension in DIMENSIONS
        for name, said in found[dimension].items()
    )  # fmt: skip
