"""What a run of a worksheet is made of: frozen, plain, and never forgetful."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Literal

from agent.worksheets.play import in_play
from agent.worksheets.schema import Field, Sheet, StopRule
from alongside.records import Channel

Problem = Literal[
    "",
    "help",
    "unsure",
    "scale",
    "confirm",
    "number",
    "range",
    "choice",
    "many",
    "time",
    "person",
    "row",
    "holds",
    "empty",
    "long",
]
"""Why a question is put again: they asked what is meant; they do not know; seven of ten or of a hundred;
a value that wants a yes; no number; outside the scale; none of the choices; too many of them; no time;
nobody; a row that does not fit; holding the breath is uncomfortable; nothing in it; far too long."""

Outcome = Literal["taken", "refused", "moved", "unclear", "aside"]
Status = Literal["offered", "open", "paused", "done", "stopped"]


@dataclass(frozen=True, kw_only=True)
class Entry:
    """One field as it stands.

    `value` is JSON; of a table in the making its finished rows. `part` is JSON of what is begun: a row (see
    `tables.Draft`), a timer or a pacer that runs. `doubt` is what may have been meant: see `Understood`.
    `offered` is an answer (JSON) from another day that may be taken over.
    """

    status: Literal["waiting", "filled", "skipped"] = "waiting"
    value: str = ""
    problem: Problem = ""
    doubt: str = ""
    part: str = ""
    offered: str = ""


@dataclass(frozen=True, kw_only=True)
class Attempt:
    """One thing said or done, kept whatever became of it.

    `before` is what it replaced (JSON): a field's value, or a cell's where `cell` names one ("2.ease").
    """

    field: str
    move: str
    said: str
    outcome: Outcome
    channel: Channel = "voice"
    turn_id: str = ""
    before: str = ""
    cell: str = ""


@dataclass(frozen=True, kw_only=True)
class SheetRun:
    """A worksheet in the doing.

    `position` is the field asked, or the number of fields when none is. `rule` is the stop rule that laid
    the sheet aside, -1 if none did. `since` says when the offered answers are from, as in "yesterday".
    `begun_in` is the session it was begun in, where that is another one.
    """

    sheet: Sheet
    entries: tuple[Entry, ...]
    position: int = 0
    status: Status = "offered"
    rule: int = -1
    since: str = ""
    begun_in: str = ""
    history: tuple[Attempt, ...] = ()

    @property
    def current(self) -> Field | None:
        """The field being asked, or held while paused."""
        return self.sheet.fields[self.position] if self.position < len(self.sheet.fields) else None

    @property
    def point(self) -> tuple[object, ...]:
        """What is asked, or said instead: as long as it is the same there is nothing new to say.

        Within a table it is the cell asked; that somebody adds row after row by hand is no new question.
        """
        part = self.entries[self.position].part if self.current is not None else ""
        begun = json.loads(part) if part else {}
        what = begun.get("asking", ""), begun.get("holds", True), "from" in begun
        return self.position, self.status, self.rule, *what

    @property
    def plays(self) -> tuple[bool, ...]:
        """For each field, whether it is in play: its conditions hold of the answers so far."""
        return in_play(self.sheet, tuple(entry.value for entry in self.entries))

    @property
    def waiting(self) -> tuple[int, ...]:
        """The places of the fields still to be asked."""
        pairs = enumerate(zip(self.entries, self.plays, strict=True))
        return tuple(place for place, (entry, plays) in pairs if plays and entry.status == "waiting")

    @property
    def settled(self) -> int:
        """How many of the fields in play are filled or skipped."""
        return sum(self.plays) - len(self.waiting)

    @property
    def progress(self) -> float:
        """The share of the fields in play that are filled or skipped."""
        total = sum(self.plays)
        return self.settled / total if total else 1.0

    @property
    def stop_rule(self) -> StopRule | None:
        """The rule that laid the sheet aside."""
        return self.sheet.stops[self.rule] if 0 <= self.rule < len(self.sheet.stops) else None

    def entry(self, key: str) -> Entry:
        """The field `key` as it stands."""
        return self.entries[self.sheet.index(key)]
