"""Rows of a transcript file: one turn each, checked, with the line they stand on.

A row has `dialogue`, `turn`, `speaker` and `text`, and may have `start` and `end` in seconds. Whatever else
it holds is kept. JSON Lines, CSV and Parquet are read.
"""

from __future__ import annotations

import csv
import json
import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from alongside.errors import AlongsideError
from alongside.records import Speaker

Format = Literal["jsonl", "csv", "parquet"]
FORMATS: dict[str, Format] = {
    ".jsonl": "jsonl",
    ".ndjson": "jsonl",
    ".json": "jsonl",
    ".csv": "csv",
    ".parquet": "parquet",
    ".pq": "parquet",
}
SPEAKERS: dict[str, Speaker] = {
    **dict.fromkeys(("participant", "client", "patient", "user", "seeker"), "participant"),
    **dict.fromkeys(("companion", "therapist", "counsellor", "counselor", "assistant", "robot"), "companion"),
}
"""How the two sides are called, here and in the corpora people have."""
MOST_CHARACTERS = 100_000
"""Of one turn; longer ones are surely not a turn."""


@dataclass(frozen=True)
class Row:
    """One turn: `line` is where it stands (row number in Parquet), `kept` the row as it was."""

    line: int
    dialogue: str
    turn: float
    speaker: Speaker
    text: str
    kept: Mapping[str, Any]


@dataclass(frozen=True)
class BadRow:
    """A row that cannot be used, and why, in words without its text."""

    line: int
    why: str


def format_of(path: Path) -> Format:
    """The format a file's name says. Raises AlongsideError for another."""
    found = FORMATS.get(path.suffix.lower())
    if found is None:
        raise AlongsideError(
            f"{path.name} is of no format known here", f"Name it with one of: {', '.join(FORMATS)}."
        )
    return found


def read_rows(path: Path) -> Iterator[Row | BadRow]:
    """The rows of a file in order, bad ones among them. Raises AlongsideError if it cannot be read at all."""
    kind = format_of(path)
    if not path.is_file():
        raise AlongsideError(f"there is no file {path}", "Give the path of a JSONL, CSV or Parquet file.")
    source = {"jsonl": _json_lines, "csv": _csv, "parquet": _parquet}[kind]
    for line, found in source(path):
        yield found if isinstance(found, BadRow) else check(line, found)


def check(line: int, raw: Mapping[str, Any]) -> Row | BadRow:
    """One row, or why it cannot be used."""
    for name in ("dialogue", "turn", "speaker", "text"):
        if raw.get(name) is None or (raw[name] == "" and name != "text"):
            return BadRow(line, f"{name} is missing")
    turn = number(raw["turn"])
    if turn is None:
        return BadRow(line, "turn is not a number")
    speaker = SPEAKERS.get(str(raw["speaker"]).strip().lower())
    if speaker is None:
        return BadRow(line, "speaker is neither participant nor companion")
    text = raw["text"]
    if not isinstance(text, str):
        return BadRow(line, "text is not text")
    if len(text) > MOST_CHARACTERS:
        return BadRow(line, f"text has more than {MOST_CHARACTERS} characters")
    for name in ("start", "end"):
        if raw.get(name) not in (None, "") and number(raw[name]) is None:
            return BadRow(line, f"{name} is not a number of seconds")
    if isinstance(raw["dialogue"], (dict, list)):
        return BadRow(line, "dialogue is not a name")
    return Row(line, str(raw["dialogue"]), turn, speaker, text, raw)


def number(value: Any) -> float | None:
    """A finite number, however it is written; None for anything else."""
    if isinstance(value, bool):
        return None
    try:
        number = float(value)
    except (TypeError, ValueError):
        return None
    return number if math.isfinite(number) else None


def _json_lines(path: Path) -> Iterator[tuple[int, Mapping[str, Any] | BadRow]]:
    with path.open("rb") as file:
        for line, content in enumerate(file, 1):
            if not content.strip():
                continue
            try:
                raw = json.loads(content.decode("utf-8-sig"))
            except UnicodeDecodeError:
                yield line, BadRow(line, "it is not UTF-8")
                continue
            except (ValueError, RecursionError):
                yield line, BadRow(line, "it is not JSON")
                continue
            yield line, raw if isinstance(raw, dict) else BadRow(line, "it is not a JSON object")


def _csv(path: Path) -> Iterator[tuple[int, Mapping[str, Any] | BadRow]]:
    csv.field_size_limit(10 * MOST_CHARACTERS)
    with path.open(encoding="utf-8-sig", errors="surrogateescape", newline="") as file:
        reader = csv.reader(file)
        header = next(reader, [])
        lacking = [name for name in ("dialogue", "turn", "speaker", "text") if name not in header]
        if lacking:
            raise AlongsideError(
                f"{path.name} has no column {', '.join(lacking)}", "Name the columns in its first line."
            )
        line = reader.line_num + 1
        while True:
            try:
                cells = next(reader)
            except StopIteration:
                return
            except csv.Error as error:
                yield line, BadRow(line, f"it is not CSV: {error}")
            else:
                if cells:
                    yield line, _cells(line, header, cells)
            line = reader.line_num + 1


def _cells(line: int, header: list[str], cells: list[str]) -> Mapping[str, Any] | BadRow:
    if len(cells) != len(header):
        return BadRow(line, f"it has {len(cells)} cells where the first line has {len(header)}")
    if any("\udc80" <= letter <= "\udcff" for cell in cells for letter in cell):
        return BadRow(line, "it is not UTF-8")
    return dict(zip(header, cells, strict=True))


def _parquet(path: Path) -> Iterator[tuple[int, Mapping[str, Any] | BadRow]]:
    parquet = arrow("parquet")
    try:
        file = parquet.ParquetFile(path)
        line = 0
        for batch in file.iter_batches(batch_size=4096):
            for raw in batch.to_pylist():
                line += 1
                yield line, raw
    except (OSError, ValueError) as error:
        raise AlongsideError(f"{path.name} is not a Parquet file: {error}") from None


def arrow(part: str) -> Any:
    """A part of pyarrow. Raises AlongsideError with the command that gets it."""
    import importlib

    try:
        return importlib.import_module(f"pyarrow.{part}" if part else "pyarrow")
    except ImportError:
        raise AlongsideError(
            "Parquet needs pyarrow", "Install it: pip install 'alongside[corpus]', or use JSONL or CSV."
        ) from None
