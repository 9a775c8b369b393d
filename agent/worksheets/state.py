"""What a run of a worksheet is made of: frozen, plain, and never forgetful."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from agent.worksheets.schema import Field, Sheet
from alongside.records import Channel

Problem = Literal[
    "", "help", "unsure", "scale", "confirm", "number", "range", "choice", "time", "person", "empty", "long"
]
"""Why a question is put again: they asked what is meant; they do not know; seven of ten or of a hundred;
a value that wants a yes; no number; outside the scale; none of the choices; no time; nobody; nothing in it;
far too long."""

Outcome = Literal["taken", "refused", "moved", "unclear", "aside"]


@dataclass(frozen=True, kw_only=True)
class Entry:
    """One field as it stands. `value` is JSON; `doubt` what may have been meant: see `Understood`."""

    status: Literal["waiting", "filled", "skipped"] = "waiting"
    value: str = ""
    problem: Problem = ""
    doubt: str = ""


@dataclass(frozen=True, kw_only=True)
class Attempt:
    """One thing said or done, kept whatever became of it. `before` is the value it replaced."""

    field: str
    move: str
    said: str
    outcome: Outcome
    channel: Channel = "voice"
    turn_id: str = ""
    before: str = ""


@dataclass(frozen=True, kw_only=True)
class SheetRun:
    """A worksheet in the doing. `position` is the field asked, or the number of fields when none is."""

    sheet: Sheet
    entries: tuple[Entry, ...]
    position: int = 0
    status: Literal["offered", "open", "paused", "done", "stopped"] = "offered"
    history: tuple[Attempt, ...] = ()

    @property
    def current(self) -> Field | None:
        """The field being asked, or held while paused."""
        return self.sheet.fields[self.position] if self.position < len(self.sheet.fields) else None

    @property
    def settled(self) -> int:
        """How many fields are filled or skipped."""
        return sum(entry.status != "waiting" for entry in self.entries)

    def entry(self, key: str) -> Entry:
        """The field `key` as it stands."""
        return self.entries[self.sheet.index(key)]
