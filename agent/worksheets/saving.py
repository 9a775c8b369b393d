"""A run written down and taken up again, on another day or after a crash. Plain JSON; nothing is left out."""

from __future__ import annotations

import json
import os
from dataclasses import replace
from pathlib import Path
from typing import Any

from agent.worksheets import tables
from agent.worksheets.play import in_play
from agent.worksheets.schema import Field, Sheet
from agent.worksheets.single_values import from_json
from agent.worksheets.state import Attempt, Entry, SheetRun
from agent.worksheets.steps import rest
from agent.worksheets.values import check
from alongside.codec import from_plain, to_plain
from alongside.errors import AlongsideError

VERSION = 1
_KEYS = {"version", "sheet", "status", "current", "rule", "since", "begun_in", "entries", "history"}


def to_json(run: SheetRun) -> str:
    """The run as JSON text."""
    current = run.current
    return json.dumps(
        {
            "version": VERSION,
            "sheet": run.sheet.key,
            "status": run.status,
            "current": current.key if current else "",
            "rule": run.rule,
            "since": run.since,
            "begun_in": run.begun_in,
            "entries": {
                field.key: to_plain(entry) for field, entry in zip(run.sheet.fields, run.entries, strict=True)
            },
            "history": [to_plain(attempt) for attempt in run.history],
        },
        ensure_ascii=False,
        indent=1,
    )


def save(run: SheetRun, path: Path) -> None:
    """Write the run to a file: beside the old one, then moved into its place, never half written."""
    beside = path.with_name(f"{path.name}.new")
    try:
        beside.write_text(to_json(run) + "\n", encoding="utf-8")
        os.replace(beside, path)
    except OSError as error:
        raise AlongsideError(f"{path} cannot be written ({error.strerror})", "Name another file.") from None


def load(path: Path, sheet: Sheet) -> SheetRun:
    """The run in a file. AlongsideError if there is none."""
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError):
        raise AlongsideError(f"{path} cannot be read", "Name a file that a run was saved in.") from None
    return from_json_text(text, sheet)


def sheet_key(text: str) -> str:
    """The key of the sheet that a saved run is of. AlongsideError if it is no saved run."""
    return str(_read(text)["sheet"])


def from_json_text(text: str, sheet: Sheet) -> SheetRun:
    """The run in `text`, on `sheet`, which may have changed since it was saved.

    Answers find their field by its key. One whose field is gone, or which does not fit it any more, is kept
    in the history. AlongsideError if it is no saved run, or one of another sheet.
    """
    plain = _read(text)
    if plain["sheet"] != sheet.key:
        raise AlongsideError(
            f"The saved answers are of the worksheet {plain['sheet']!r}, not {sheet.key!r}",
            "Name the sheet they were begun with.",
        )
    history = tuple(from_plain(Attempt, attempt) for attempt in plain["history"])
    saved = {str(key): from_plain(Entry, entry) for key, entry in plain["entries"].items()}
    entries = []
    for field in sheet.fields:
        old = saved.pop(field.key, Entry())
        entry = _fitted(field, old)
        if entry != old:
            history += _kept(field.key, old)
        entries.append(entry)
    for key, old in saved.items():
        history += _kept(key, old)
    return _placed(SheetRun(sheet=sheet, entries=tuple(entries), history=history), plain)


def _placed(run: SheetRun, plain: dict[str, Any]) -> SheetRun:
    """The run where it stood: at the same question, if that is still there."""
    status, rule = plain["status"], plain["rule"]
    if status not in ("offered", "open", "paused", "done", "stopped") or not isinstance(rule, int):
        raise AlongsideError(f"The saved answers have the status {status!r}", "There is no such status.")
    rule = rule if 0 <= rule < len(run.sheet.stops) else -1
    run = replace(run, status=status, rule=rule, since=str(plain["since"]))
    run = replace(run, begun_in=str(plain["begun_in"]))
    place = run.sheet.index(str(plain["current"]))
    plays = in_play(run.sheet, tuple(entry.value for entry in run.entries))
    if place >= 0 and plays[place]:
        return replace(run, position=place)
    if plain["current"] == "" and not run.waiting:
        return replace(run, position=len(run.entries))
    return rest(run)


def _fitted(field: Field, entry: Entry) -> Entry:
    """The entry as far as it fits the field."""
    value = _fitting(field, entry.value)
    offered = _fitting(field, entry.offered)
    part = entry.part if _part_fits(field, entry.part) else ""
    if (value, part, offered) == (entry.value, entry.part, entry.offered) and bool(value) >= (
        entry.status == "filled"
    ):
        return entry
    status = "waiting" if entry.status == "filled" and not value else entry.status
    return Entry(status=status, value=value, part=part, offered=offered)


def _fitting(field: Field, value: str) -> str:
    plain = from_json(value)
    if not value or plain is None:
        return ""
    same, _ = check(field, plain if isinstance(plain, str) else value)
    return value if same and from_json(same) == plain else ""


def _part_fits(field: Field, part: str) -> bool:
    plain = from_json(part)
    if not part:
        return True
    if not isinstance(plain, dict) or field.kind not in ("table", "timer", "breathing"):
        return False
    if field.kind != "table":
        return set(plain) <= {"from", "holds"}
    then = plain.get("then", [])
    if field.column(str(plain.get("asking", ""))) is None or not isinstance(then, list):
        return False
    return all(tables.fits(field, row) for row in (plain.get("row", {}), *then))


def _kept(key: str, entry: Entry) -> tuple[Attempt, ...]:
    """What an entry held, as history."""
    return tuple(
        Attempt(field=key, move="enter", said=text, outcome="refused", before=text)
        for text in (entry.value, entry.part)
        if text
    )


def _read(text: str) -> dict[str, Any]:
    plain = from_json(text)
    if not isinstance(plain, dict) or plain.get("version") != VERSION or set(plain) != _KEYS:
        raise AlongsideError(
            "This is no saved worksheet", "It should be a file that `alongside worksheet run` wrote."
        )
    if not isinstance(plain["entries"], dict) or not isinstance(plain["history"], list):
        raise AlongsideError("The saved worksheet is damaged", "Its entries or its history are no lists.")
    return plain
