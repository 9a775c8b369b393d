"""Tables as CSV files, each column with its meaning, and the dictionary that holds all of these."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from study.drawing import csv_text
from study.manifest import write_atomically

DICTIONARY = "columns"
"""The table that tells what every column of the others means."""


@dataclass(frozen=True)
class Table:
    """One table. `columns`: names with their meaning and unit."""

    name: str
    title: str
    columns: tuple[tuple[str, str], ...]
    rows: tuple[tuple[Any, ...], ...]

    @property
    def csv(self) -> str:
        """The text of its file: a line of names, then a line for each row; None is empty."""
        return csv_text([[name for name, _ in self.columns], *self.rows])


def table(
    name: str,
    title: str,
    columns: Sequence[tuple[str, str]],
    rows: Iterable[Sequence[Any]],
) -> Table:
    """A table from any rows."""
    return Table(name, title, tuple(columns), tuple(map(tuple, rows)))


def excerpt(whole: Table, rows: Sequence[tuple[Any, ...]], most: int = 40) -> Table:
    """Some rows of a table, for the page; its title says how many there are."""
    shown = tuple(rows[:most])
    more = len(whole.rows) - len(shown)
    title = f"{whole.title} ({len(shown)} of {len(whole.rows)}; all are in the file)" if more else whole.title
    return Table(whole.name, title, whole.columns, shown)


def dictionary(tables: Iterable[Table]) -> Table:
    """What every column of the tables means."""
    about = (
        ("table", "the file, without .csv"),
        ("column", "its name"),
        ("meaning", "what it holds, in what unit"),
    )
    return table(
        DICTIONARY,
        "What every column means",
        about,
        ((one.name, name, meaning) for one in tables for name, meaning in one.columns),
    )


def write_tables(folder: Path, tables: Sequence[Table]) -> None:
    """Write them all, and the dictionary, into `folder`, for its owner alone."""
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    for one in (*tables, dictionary(tables)):
        write_atomically(folder / f"{one.name}.csv", one.csv)
