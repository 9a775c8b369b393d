"""The sheets a companion has, which of them may be offered, and how one is asked for."""

from __future__ import annotations

import functools
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from agent.offering.suited import Suited
from agent.offering.table import TABLE, OfferTable, read_offers
from agent.worksheets.schema import Sheet
from agent.worksheets.sheet import load_sheet, sheet_names

AUTO = "auto"
"""The setting under which any sheet may be offered, by what fits."""
USUAL = "thought_record"
"""What is opened when "the sheet" is asked for and nothing fits better."""


@dataclass(frozen=True)
class Library:
    """All sheets by their keys. `fixed` is the only one that is offered or opened, where a study says so."""

    sheets: Mapping[str, Sheet]
    table: OfferTable
    fixed: str = ""
    due: Suited | None = None  # what a programme offers today
    closed: bool = False  # nothing is offered any more, it may only be asked for
    carries: tuple[str, ...] | None = None  # of what a sheet keeps for another day, what is shown; None: all

    @property
    def usual(self) -> Sheet:
        """The sheet meant when none is named."""
        return self.sheets.get(self.fixed or USUAL) or next(iter(self.sheets.values()))

    def find(self, key: str) -> Sheet:
        """The sheet of that key; the usual one if there is none."""
        return self.sheets.get(key) or self.usual


@functools.cache
def _own() -> dict[str, Sheet]:
    return {name: load_sheet(name) for name in sheet_names()}


def open_library(worksheet: str = AUTO, table: str = "", more: Sequence[str] = ()) -> Library:
    """The sheets that come along, and the one named or at that path; only that one is used unless `auto`.

    `more`: sheets that a programme uses, by name or path.
    """
    used = [load_sheet(name) for name in more]
    sheets = {**_own(), **{sheet.key: sheet for sheet in used}}
    offers = read_offers(Path(table) if table else TABLE)
    if worksheet in ("", AUTO):
        return Library(sheets, offers)
    fixed = load_sheet(worksheet)
    return Library({**sheets, fixed.key: fixed}, offers, fixed.key)
