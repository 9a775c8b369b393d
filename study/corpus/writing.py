"""The same rows out, with what was found, in the format the file's name asks for.

A file appears under its name only when it is whole: until then it is called NAME.part.
"""

from __future__ import annotations

import contextlib
import csv
import json
import os
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, Protocol, TextIO

from agent.relationship.probes import DIMENSIONS
from study.corpus.allied import SIGNS
from study.corpus.rows import Format, arrow, format_of
from study.corpus.together import FIGURES

Found = Mapping[str, Any]


class Sink(Protocol):
    """Where finished rows go, in order."""

    def write(self, rows: Sequence[Found]) -> None:
        """Add rows."""


class JsonSink:
    """One JSON object a line."""

    def __init__(self, file: TextIO) -> None:
        self.file = file

    def write(self, rows: Sequence[Found]) -> None:
        """Add rows."""
        for row in rows:
            self.file.write(json.dumps(row, ensure_ascii=False, default=str) + "\n")


class CsvSink:
    """A table; what is no plain value stands in its cell as JSON."""

    def __init__(self, file: TextIO) -> None:
        self.writer = csv.writer(file)
        self.header: list[str] = []

    def write(self, rows: Sequence[Found]) -> None:
        """Add rows; the first one gives the columns."""
        for row in rows:
            if not self.header:
                self.header = list(row)
                self.writer.writerow(self.header)
            self.writer.writerow([_cell(row.get(name)) for name in self.header])


def _cell(value: Any) -> Any:
    if value is None:
        return ""
    return json.dumps(value, ensure_ascii=False) if isinstance(value, (dict, list, bool)) else value


class ParquetSink:
    """Columns of their own types; `stage`, whose goals differ from row to row, is JSON text."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.writer: Any = None
        self.schema: Any = None

    def write(self, rows: Sequence[Found]) -> None:
        """Add rows; the first ones give the types of the columns that were there before."""
        if not rows:
            return
        pa, parquet = arrow(""), arrow("parquet")
        table = [
            {
                name: _cell(value) if name == "stage" and value is not None else value
                for name, value in row.items()
            }
            for row in rows
        ]
        if self.writer is None:
            self.schema = _schema(pa, table)
            self.writer = parquet.ParquetWriter(self.path, self.schema)
        self.writer.write_table(pa.Table.from_pylist(table, schema=self.schema))

    def close(self) -> None:
        """End the file."""
        if self.writer is not None:
            self.writer.close()


def _schema(pa: Any, table: Sequence[Found]) -> Any:
    """What is found has the types of the schema; what was there before has those of its own values."""
    text, number, words = pa.string(), pa.float64(), pa.list_(pa.string())
    known = {
        "talk": text, "talk_kind": text, "client_acts": words, "disclosure": number, "stage": text,
        "emotion": pa.struct([("valence", number), ("arousal", number), ("labels", words)]),
        "distortions": words, "premises": words,
        "risk": pa.struct([("severity", pa.int64()), ("p", number)]),
        "behaviour": text, "acts": words, "miti": words,
        "synchrony": pa.struct([(name, number) for name in FIGURES]),
        "alliance": pa.struct([
            *((name, number) for name in (*DIMENSIONS, *SIGNS["participant"], *SIGNS["companion"], "gap")),
            ("change", pa.struct([(name, number) for name in DIMENSIONS])),
            ("flags", words), ("probes", pa.list_(number)),
        ]),
    }  # fmt: skip
    given = pa.Table.from_pylist([{k: v for k, v in row.items() if k not in known} for row in table]).schema
    fields = []
    for name in table[0]:
        kind = known[name] if name in known else given.field(name).type
        fields.append(pa.field(name, text if pa.types.is_null(kind) else kind))
    return pa.schema(fields)


@contextlib.contextmanager
def writing(path: Path | None, otherwise: TextIO, kind: Format = "jsonl") -> Iterator[Sink]:
    """A sink for `path`, or for the stream `otherwise` where none is given (`kind`: jsonl or csv)."""
    if path is None:
        yield CsvSink(otherwise) if kind == "csv" else JsonSink(otherwise)
        return
    kind = format_of(path)
    part = path.with_name(path.name + ".part")
    if kind == "parquet":
        columns = ParquetSink(part)
        try:
            yield columns
        finally:
            columns.close()
        if columns.writer is not None:
            os.replace(part, path)
        return
    with part.open("w", encoding="utf-8", newline="") as file:
        yield CsvSink(file) if kind == "csv" else JsonSink(file)
    os.replace(part, path)
