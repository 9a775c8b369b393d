"""Random draws that are the same in every version of Python: HMAC-SHA-256 of a seed and a counter."""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Sequence
from typing import TypeVar

T = TypeVar("T")
_WORD = 1 << 64


class Draws:
    """A stream of draws. `name` tells apart the streams of a seed: none says anything of another."""

    def __init__(self, seed: bytes, *name: object) -> None:
        self._key = hmac.digest(seed, "\0".join(map(str, name)).encode(), hashlib.sha256)
        self._count = 0

    def below(self, bound: int) -> int:
        """A whole number from 0 to `bound` - 1, all alike."""
        limit = _WORD - _WORD % bound  # numbers beyond would favour the small ones
        while (word := self._word()) >= limit:
            pass
        return word % bound

    def chance(self) -> float:
        """A number from 0 to below 1."""
        return (self._word() >> 11) / (1 << 53)

    def one_of(self, items: Sequence[T]) -> T:
        """One of them, all alike."""
        return items[self.below(len(items))]

    def shuffled(self, items: Sequence[T]) -> list[T]:
        """All of them in an order, all orders alike (Fisher & Yates)."""
        found = list(items)
        for place in range(len(found) - 1, 0, -1):
            other = self.below(place + 1)
            found[place], found[other] = found[other], found[place]
        return found

    def _word(self) -> int:
        self._count += 1
        return int.from_bytes(
            hmac.digest(self._key, self._count.to_bytes(8, "big"), hashlib.sha256)[:8], "big"
        )
