"""Step 4, decide: what is the right next act?"""

from __future__ import annotations

import random
from dataclasses import dataclass

from agent.act_table import Row, Table, read_table
from agent.conditions import CONDITIONS
from agent.situation import Situation

__all__ = ["CONDITIONS", "Choice", "Row", "Table", "decide", "read_table"]
HOLD, LAST = 60, 10
"""Ranks: while holding, nothing below the hold tier is thinkable but staying."""
VARIED = (
    ("reflect", "simple"), ("ask", "stage"),
    ("reflect", "underway"), ("affirm", "underway"), ("ask", "underway"),
)  # fmt: skip
"""Acts that are another thing each time: another part of what was said, another process of change."""
INPUT_ACTS = frozenset(("inform", "plan"))
"""Acts that pass only through an open gate (a worksheet step and a safety act have rules of their own)."""


@dataclass(frozen=True)
class Choice:
    """An act to be put into words, with the reasons that chose it."""

    row: Row
    reasons: tuple[str, ...]


def decide(now: Situation, table: Table | None = None) -> tuple[Choice, ...]:
    """Acts that fit, the best first; the later ones are for when an earlier one finds no words.

    Deterministic: the same situation and seed give the same choices.
    """
    table = table or read_table()
    chance = random.Random(f"{now.state.seed}:{now.turn}:decide")
    known: dict[str, bool] = {}
    fitting = [row for row in table.rows if _holds(row, now, known)]
    scored = [
        (row.rank, row.weight - _tired(row, now, table) + table.jitter * chance.random(), row)
        for row in fitting
    ]
    scored.sort(key=lambda item: (-item[0], -item[1]))
    return tuple(Choice(row, _reasons(row, score, now)) for _, score, row in scored)


def _holds(row: Row, now: Situation, known: dict[str, bool]) -> bool:
    """Whether all conditions of a row hold; `known` are those already looked at, for many rows share them."""
    if row.act in INPUT_ACTS and not now.pace.gate_open:
        return False
    if now.pace.hold_left and LAST < row.rank < HOLD:
        return False
    for name in row.when:
        plain = name.lstrip("!")
        if plain not in known:
            known[plain] = CONDITIONS[plain](now)
        if known[plain] == name.startswith("!"):
            return False
    return True


def _tired(row: Row, now: Situation, table: Table) -> float:
    """What was done just now is done less gladly again."""
    tired = 0.0
    for back, exchange in enumerate(reversed(now.state.recent[-table.tired_for :])):
        if exchange.kind == row.act:
            varied = (row.act, row.focus) in VARIED
            same = (0.35 if varied else 1.0) if exchange.focus == row.focus else 0.1
            tired += table.fatigue * same * (1 - back / table.tired_for)
    return tired


def _reasons(row: Row, score: float, now: Situation) -> tuple[str, ...]:
    gate = f"gate {'open' if now.pace.gate_open else 'shut'}: {now.pace.gate_reason}"
    held = ", ".join(name for name in row.when) or "always"
    return (
        row.because,
        f"tier {row.rank} {row.tier}, score {score:.2f}, when {held}",
        gate,
        f"phase {now.pace.phase}",
    )
