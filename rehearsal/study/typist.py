"""Somebody of the study types in what a simulated person wrote on paper, at the prompts of the real entry."""

from __future__ import annotations

import re
from collections.abc import Mapping

from agent.worksheets.schema import Sheet
from agent.worksheets.state import SheetRun
from rehearsal.participants.filling import Filled
from study.paper.entry import Entry

_NUMBERED = re.compile(r"(\d+)\. ")
_ROW = re.compile(r"  row (\d+), (.*) > ")


class Typist:
    """Types one sheet in. `tell` shows what is asked for, `ask` gives what stands there."""

    def __init__(self, sheet: Sheet, filled: Mapping[str, Filled]) -> None:
        self.sheet = sheet
        self.filled = filled
        self._key = ""
        self._cell = 0

    def enter(self) -> SheetRun:
        """The sheet as it was typed in."""
        return Entry(self.ask, self.tell).enter(self.sheet)

    def tell(self, line: str) -> None:
        """A line on the screen; a numbered one says which field is asked for."""
        if found := _NUMBERED.match(line):
            self._key, self._cell = self.sheet.fields[int(found[1]) - 1].key, 0

    def ask(self, prompt: str) -> str:
        """What is typed at a prompt."""
        answer = self.filled[self._key]
        if prompt.startswith("Number of a field"):
            return ""
        if "holds left out" in prompt:
            return "n"
        if not _ROW.match(prompt):
            return answer.paper
        cells = [cell for row in answer.rows for cell in row]
        cell = cells[self._cell] if self._cell < len(cells) else ""
        self._cell += 1
        return cell


def ratings_of(run: SheetRun) -> dict[str, float]:
    """The numbers on a sheet by their field's key."""
    pairs = zip(run.sheet.fields, run.entries, run.plays, strict=True)
    return {
        field.key: float(entry.value)
        for field, entry, plays in pairs
        if plays and field.kind == "rating" and entry.value
    }
