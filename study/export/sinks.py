"""Where rows go: CSV and Parquet, a file a table, written as they come."""

from __future__ import annotations

import csv
import importlib
import io
from collections import defaultdict
from pathlib import Path
from typing import Any, Protocol

from alongside.errors import AlongsideError
from alongside.private import private_file
from study.export.columns import TABLES, Cell, Row, Table

BATCH = 10_000
"""Rows of a Parquet file that are held before they are written."""
_ARROW = {"string": "string", "integer": "int64", "number": "float64", "boolean": "bool_"}


class Sink(Protocol):
    """Takes rows."""

    def put(self, table: Table, row: Row) -> None:
        """Take one row."""

    def close(self) -> None:
        """Write what is held, and end."""


class Csv:
    """`csv/TABLE.csv`: UTF-8, a line of names, empty where there is no value."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir(parents=True, mode=0o700)
        self._files = {table.name: private(folder / f"{table.name}.csv") for table in TABLES}
        self._writers = {name: csv.writer(file, lineterminator="\n") for name, file in self._files.items()}
        for table in TABLES:
            self._writers[table.name].writerow(table.names)

    def put(self, table: Table, row: Row) -> None:
        """Take one row."""
        self._writers[table.name].writerow([cell(row.get(name), "") for name in table.names])

    def close(self) -> None:
        """End all files."""
        for file in self._files.values():
            file.close()


class Parquet:
    """`parquet/TABLE.parquet`, with the columns' own types."""

    def __init__(self, folder: Path) -> None:
        try:
            self._arrow: Any = importlib.import_module("pyarrow")
            writer: Any = importlib.import_module("pyarrow.parquet").ParquetWriter
        except ImportError:
            raise AlongsideError("Parquet needs pyarrow", "pip install 'alongside[export]'") from None
        folder.mkdir(parents=True, mode=0o700)
        self._schemas = {table.name: self._schema(table) for table in TABLES}
        self._writers = {}
        for name, schema in self._schemas.items():
            private_file(folder / f"{name}.parquet").close()
            self._writers[name] = writer(folder / f"{name}.parquet", schema, compression="zstd")
        self._held: dict[str, list[Row]] = defaultdict(list)

    def put(self, table: Table, row: Row) -> None:
        """Take one row."""
        held = self._held[table.name]
        held.append(row)
        if len(held) >= BATCH:
            self._write(table.name)

    def close(self) -> None:
        """Write what is held, and end all files."""
        for name, writer in self._writers.items():
            self._write(name)
            writer.close()

    def _write(self, name: str) -> None:
        if self._held[name]:
            self._writers[name].write_table(
                self._arrow.Table.from_pylist(self._held[name], self._schemas[name])
            )
            self._held[name] = []

    def _schema(self, table: Table) -> Any:
        kinds = (
            (column.name, getattr(self._arrow, _ARROW[column.kind])(), column) for column in table.columns
        )
        return self._arrow.schema(
            [
                self._arrow.field(name, kind, metadata={"meaning": column.meaning, "unit": column.unit})
                for name, kind, column in kinds
            ]
        )


def cell(value: Cell, nothing: str) -> str:
    """A value as text; `nothing` where there is none."""
    if value is None:
        return nothing
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(value)


def private(path: Path) -> Any:
    """A text file that its owner alone can read, to be written."""
    return io.TextIOWrapper(private_file(path), encoding="utf-8", newline="")
