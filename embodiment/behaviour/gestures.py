"""The gestures that are planned: each is made once, and no nod follows too soon on another."""

from __future__ import annotations

NODDING = frozenset({"nod", "slow_nod", "double_nod"})
NOD_APART_S = 1.2
"""A nod planned this soon after another is left out."""


class Gestures:
    """A short plan. Times are seconds of the steady clock; names are those of FacePose."""

    def __init__(self) -> None:
        self._planned: list[tuple[float, str, float]] = []
        self._nodded_at = float("-inf")

    def plan(self, at: float, name: str, strength: float = 1.0) -> bool:
        """Plan a gesture; an empty name is none. Returns whether it is a nod, and will be made."""
        nod = name in NODDING
        if not name or (nod and at - self._nodded_at < NOD_APART_S):
            return False
        if nod:
            self._nodded_at = at
        self._planned.append((at, name, strength))
        return nod

    def clear(self) -> None:
        """Make none of those planned."""
        self._planned = []

    def due(self, now: float) -> tuple[str, float]:
        """The gesture to begin now, with its strength; ("", 1) if there is none."""
        for planned in self._planned:
            if planned[0] <= now:
                self._planned.remove(planned)
                return planned[1], planned[2]
        return "", 1.0
