"""The ledger while a turn is taken in: what is entered, revised and withdrawn, and by whom."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import replace

from agent.grounding.people import Circle
from alongside.records import GroundEntry, Speaker

HOLDS = ("proposed", "accepted")
SURER = 0.1
SUREST = 0.97


class Ledger:
    """Entries in the order they came. Nothing is taken out here: what gave way stays, marked as such."""

    def __init__(self, entries: Sequence[GroundEntry], turn_id: str) -> None:
        self.entries = list(entries)
        self.turn_id = turn_id
        self.circle = Circle(entries)

    def held(self, *kinds: str) -> list[GroundEntry]:
        """What holds, the newest first."""
        return [
            entry
            for entry in reversed(self.entries)
            if entry.status in HOLDS and (not kinds or entry.kind in kinds)
        ]

    def made(
        self,
        kind: str,
        key: str,
        value: str,
        sure: float,
        *,
        proposed: bool = False,
        by: Speaker = "participant",
    ) -> GroundEntry:
        """A new entry of this turn, not yet entered."""
        return GroundEntry(
            key=key, kind=kind, value=value, source_turn=self.turn_id, proposer=by,  # type: ignore[arg-type]
            confidence=round(sure, 3), status="proposed" if proposed else "accepted",
        )  # fmt: skip

    def put(self, old: GroundEntry, new: GroundEntry) -> None:
        """`new` in the place of `old`."""
        self.entries[self._place(old)] = new
        self._people_changed(old)

    def revise(self, old: GroundEntry) -> None:
        """`old` gave way to something said later."""
        self.put(old, replace(old, status="revised"))

    def withdraw(self, old: GroundEntry) -> None:
        """`old` was taken back."""
        self.put(old, replace(old, status="withdrawn"))

    def again(self, old: GroundEntry) -> None:
        """`old` was said once more."""
        self.put(
            old, replace(old, confidence=round(min(SUREST, old.confidence + SURER), 3), status="accepted")
        )

    def add(self, new: GroundEntry) -> None:
        """One entry more."""
        self.entries.append(new)
        self._people_changed(new)

    def mend(self, old: GroundEntry, value: str, key: str = "", kind: str = "") -> None:
        """`old` revised, and its mended form entered as of this turn."""
        self.revise(old)
        made = self.made(kind or old.kind, key or old.key, value, max(0.9, old.confidence))
        twin = next((item for item in self.held(made.kind) if item.value.lower() == value.lower()), None)
        if twin is None:
            self.add(made)

    def find(self, right: Callable[[GroundEntry], bool], *kinds: str) -> GroundEntry | None:
        """The newest entry that holds and is right."""
        return next((entry for entry in self.held(*kinds) if right(entry)), None)

    def _place(self, old: GroundEntry) -> int:
        return next(place for place in range(len(self.entries) - 1, -1, -1) if self.entries[place] is old)

    def _people_changed(self, entry: GroundEntry) -> None:
        if entry.kind == "name":
            self.circle = Circle(self.entries)


def speaks_of(entry: GroundEntry, words: str) -> bool:
    """Whether an entry's value has these words."""
    return bool(words) and re.search(rf"\b{re.escape(words)}", entry.value, re.I) is not None
