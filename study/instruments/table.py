"""A table of answers, a row a person and occasion: scored row by row, whatever else stands in it kept."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from alongside.errors import AlongsideError
from study.instruments.model import Instrument
from study.instruments.scoring import Scores, score

EMPTY = frozenset({"", "na", "n/a", "nan", ".", "-99", "-999"})
"""What stands in a cell that was not answered, in small letters."""
LONGEST_CELL = 1_000_000


@dataclass(frozen=True)
class ScoredRow:
    """A row with its scores, or why it has none. `line` counts from 1, the header's; `place` is in bytes."""

    line: int
    place: int
    found: dict[str, Any]
    severity: int = 0
    why: str = ""


def score_table(instrument: Instrument, path: Path) -> Iterator[ScoredRow]:
    """The rows of a CSV file with their scores, in order, one at a time.

    The columns of the items are `q1`, `q2` and so on, or `KEY_1`, or the bare numbers. Raises
    AlongsideError if a column is missing or the file cannot be read.
    """
    csv.field_size_limit(LONGEST_CELL)
    try:
        file = path.open(encoding="utf-8-sig", errors="surrogateescape", newline="")
    except OSError as error:
        raise AlongsideError(f"{path} cannot be read: {error.strerror}", "Name a CSV file.") from None
    with file:
        reader = csv.reader(file)
        try:
            header = next(reader, [])
            columns = item_columns(instrument, header)
            place = 0
            for cells in reader:
                place += sum(map(len, cells)) + len(cells)  # with the commas and the end of the line
                if cells:
                    yield _scored(instrument, columns, header, cells, reader.line_num, place)
        except csv.Error as error:
            raise AlongsideError(
                f"{path.name}, line {reader.line_num}: it is not CSV: {error}", "Save it as CSV."
            ) from None


def item_columns(instrument: Instrument, header: list[str]) -> dict[int, int]:
    """For each item's number, which column holds its answers."""
    named = re.compile(rf"(?:q|item_?|{re.escape(instrument.key)}_)?0*(\d+)", re.IGNORECASE)
    found: dict[int, int] = {}
    for place, name in enumerate(header):
        match = named.fullmatch(name.strip())
        number = int(match[1]) if match else 0
        if match and 1 <= number <= instrument.count:
            if number in found:
                raise AlongsideError(f"two columns are item {number}", "Leave one of them out.")
            found[number] = place
    lacking = [number for number in scored_items(instrument) if number not in found]
    if lacking:
        raise AlongsideError(
            f"there is no column for item {lacking[0]} of {instrument.key}",
            f"Call the columns q1 to q{instrument.count}.",
        )
    return found


def scored_items(instrument: Instrument) -> tuple[int, ...]:
    """The items that some scale or alert needs, in order."""
    scaled = {number for scale in instrument.scales for number in scale.items}
    return tuple(sorted(scaled | {alert.item for alert in instrument.alerts}))


def flat(scores: Scores) -> dict[str, Any]:
    """The scores as columns: KEY_scale, with its band, how many were answered and filled in, and why not."""
    found: dict[str, Any] = {}
    for each in scores.scales:
        name = f"{scores.instrument}_{each.scale}"
        found[name] = each.value
        found[f"{name}_band"] = each.band
        found[f"{name}_answered"] = each.answered
        found[f"{name}_filled"] = each.filled
        found[f"{name}_why"] = each.why
    found[f"{scores.instrument}_risk"] = scores.severity
    return found


def _scored(
    instrument: Instrument,
    columns: Mapping[int, int],
    header: list[str],
    cells: list[str],
    line: int,
    place: int,
) -> ScoredRow:
    if len(cells) != len(header):
        return ScoredRow(line, place, {}, why=f"{len(cells)} cells where the first line has {len(header)}")
    taken = set(columns.values())
    kept = {name: cell for at, (name, cell) in enumerate(zip(header, cells, strict=True)) if at not in taken}
    answers: dict[int, float | None] = {}
    for number, at in columns.items():
        text = cells[at].strip()
        try:
            answers[number] = None if text.lower() in EMPTY else float(text.replace(",", "."))
        except ValueError:
            return ScoredRow(line, place, kept, why=f"item {number} is not a number")
    try:
        scores = score(instrument, answers)
    except AlongsideError as error:
        return ScoredRow(line, place, kept, why=error.what)
    return ScoredRow(line, place, {**kept, **flat(scores)}, scores.severity)
