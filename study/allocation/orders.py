"""Counterbalanced orders for designs within persons."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

BETWEEN = ">"
"""What stands between the conditions in the name of an order."""


def latin(many: int) -> tuple[tuple[int, ...], ...]:
    """A cyclic Latin square: each condition once in each place."""
    return tuple(tuple((row + place) % many for place in range(many)) for row in range(many))


def williams(many: int) -> tuple[tuple[int, ...], ...]:
    """Orders in which each condition follows each other equally often (Williams 1949, Aust J Sci Res 2:149).

    One square for an even number of conditions, two for an odd one.
    """
    first = [0]
    for step in range(1, many):
        first.append((first[-1] + (step if step % 2 else -step)) % many)
    rows = [tuple((condition + row) % many for condition in first) for row in range(many)]
    if many % 2:
        rows += [tuple(reversed(row)) for row in rows]
    return tuple(dict.fromkeys(rows))


def order_names(keys: Sequence[str], kind: Literal["latin", "williams"]) -> tuple[str, ...]:
    """The orders of the conditions `keys`, each as `a>b>c`."""
    rows = williams(len(keys)) if kind == "williams" else latin(len(keys))
    return tuple(BETWEEN.join(keys[place] for place in row) for row in rows)


def conditions(order: str) -> tuple[str, ...]:
    """The conditions of an order, first to last."""
    return tuple(order.split(BETWEEN))
