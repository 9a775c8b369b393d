"""The rehearsal's own book: what the simulated people really did. It asks nothing that is tested."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any, Literal

What = Literal[
    "enrolled",
    "declined",
    "agreed",
    "step",
    "answer",
    "rating",
    "turn",
    "visit",
    "danger",
    "went_on",
    "dropped_out",
    "withdrew",
    "power_cut",
    "session",
]


@dataclass(frozen=True)
class Entry:
    """One thing that somebody did. `day` is the study's day of the visit; `more` holds numbers and names."""

    what: What
    code: str
    visit: str = ""
    day: int = 0
    step: str = ""
    more: dict[str, Any] = field(default_factory=dict)


class Ledger:
    """Entries in the order in which things happened. `noted` is called with each one."""

    def __init__(self, noted: Callable[[Entry], None] | None = None) -> None:
        self.entries: list[Entry] = []
        self._noted = noted

    def note(self, what: What, code: str, visit: str = "", day: int = 0, step: str = "", **more: Any) -> None:
        """Write down what somebody did."""
        self.add(Entry(what, code, visit, day, step, more))

    def add(self, entry: Entry) -> None:
        """Take in an entry that was made elsewhere."""
        self.entries.append(entry)
        if self._noted is not None:
            self._noted(entry)

    def of(self, what: What, **more: Any) -> Iterator[Entry]:
        """The entries of a kind, only those with these values."""
        for entry in self.entries:
            if entry.what == what and all(entry.more.get(key) == value for key, value in more.items()):
                yield entry

    def forget(self, code: str) -> None:
        """Somebody withdrew and their data was destroyed: only that they came and withdrew still counts."""
        self.entries = [
            entry
            for entry in self.entries
            if entry.code != code or entry.what in ("enrolled", "withdrew", "power_cut")
        ]
