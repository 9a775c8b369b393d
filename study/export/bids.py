"""The same as a tree in the way of BIDS 1.10 (Gorgolewski et al. 2016, doi:10.1038/sdata.2016.44).

    dataset_description.json  README  participants.tsv  participants.json  sessions.json
    task-study_events.json
    sub-P01/sub-P01_sessions.tsv
    sub-P01/ses-evening05/beh/sub-P01_ses-evening05_task-study_events.tsv
    phenotype/STEP.tsv  phenotype/STEP.json

`phenotype/` holds a file for each step that gave scores: a row a session, a column a scale.
"""

from __future__ import annotations

import json
import re
from collections import defaultdict
from pathlib import Path
from typing import Any

import alongside
from study.export.columns import EVENTS, PARTICIPANTS, SCORES, VISITS, Column, Row, Table
from study.export.sinks import cell, private

VERSION = "1.10.0"
TASK = "task-study"
_SESSIONS = Table("sessions", "a visit", tuple(one for one in VISITS.columns if one.name != "participant_id"))
_FIELD = re.compile(r"[\t\r\n]+")


class Bids:
    """Writes the tree as rows come; scores are held to the end, for they become columns."""

    def __init__(self, folder: Path, title: str, version: str, masked: bool) -> None:
        folder.mkdir(parents=True, mode=0o700)
        self._folder = folder
        self._open: dict[Path, Any] = {}
        self._scores: dict[str, dict[tuple[str, str], dict[str, Any]]] = defaultdict(dict)
        about = {
            "Name": title,
            "BIDSVersion": VERSION,
            "DatasetType": "raw",
            "GeneratedBy": [{"Name": "Alongside", "Version": alongside.__version__}],
        }
        self._json("dataset_description.json", about)
        self._text("README", _readme(title, version, masked))
        self._text(".bidsignore", "**/audio/\n")
        self._json("participants.json", _sidecar(PARTICIPANTS.columns))
        self._json("sessions.json", _sidecar(_SESSIONS.columns))
        self._json(f"{TASK}_events.json", _sidecar(EVENTS.columns))

    def put(self, table: Table, row: Row) -> None:
        """Take one row."""
        who, visit = str(row["participant_id"]), str(row.get("session_id", ""))
        if table is PARTICIPANTS:
            self._line(self._folder / "participants.tsv", table, row)
        elif table is VISITS:
            self._line(self._folder / who / f"{who}_sessions.tsv", _SESSIONS, row)
        elif table is EVENTS:
            run = f"_run-{row['run']}" if row["run"] != 1 else ""
            self._line(
                self._folder / who / visit / "beh" / f"{who}_{visit}_{TASK}{run}_events.tsv", table, row
            )
        elif table is SCORES:
            step = re.sub(r"\W+", "_", str(row["step"]))
            self._scores[step].setdefault((who, visit), {})[str(row["scale"])] = row["value"]

    def close(self) -> None:
        """End all files, and write the scores."""
        for file in self._open.values():
            file.close()
        for step, rows in sorted(self._scores.items()):
            scales = sorted({scale for row in rows.values() for scale in row})
            columns = tuple(Column(scale, "number", f"Score of {step}: {scale}.") for scale in scales)
            table = Table(step, "a session", (PARTICIPANTS.columns[0], _SESSIONS.columns[0], *columns))
            path = self._folder / "phenotype" / f"{step}.tsv"
            for (who, visit), row in rows.items():
                self._line(path, table, {"participant_id": who, "session_id": visit, **row})
            self._open.pop(path).close()
            self._json(f"phenotype/{step}.json", _sidecar(columns))

    def _line(self, path: Path, table: Table, row: Row) -> None:
        """A row into a file that is begun with its names. Of people's own files the newest alone is open."""
        if path not in self._open:
            for other in [other for other in self._open if other.name.startswith("sub-")]:
                self._open.pop(other).close()
            path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            self._open[path] = private(path)
            self._open[path].write("\t".join(table.names) + "\n")
        values = (_FIELD.sub(" ", cell(row.get(name), "n/a")) or "n/a" for name in table.names)
        self._open[path].write("\t".join(values) + "\n")

    def _json(self, name: str, content: dict[str, Any]) -> None:
        self._text(name, json.dumps(content, indent=2, ensure_ascii=False) + "\n")

    def _text(self, name: str, content: str) -> None:
        path = self._folder / name
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        with private(path) as file:
            file.write(content)


def _sidecar(columns: tuple[Column, ...]) -> dict[str, Any]:
    """A JSON sidecar: what each column means."""
    found: dict[str, Any] = {}
    for column in columns:
        found[column.name] = {"Description": column.meaning}
        if column.unit:
            found[column.name]["Units"] = column.unit
        if column.levels:
            found[column.name]["Levels"] = dict(column.levels)
    return found


def _readme(title: str, version: str, masked: bool) -> str:
    words = "masked for names, places, organisations, addresses and numbers" if masked else "NOT MASKED"
    return (
        f"{title}, protocol version {version}.\n\nExported by Alongside {alongside.__version__}. "
        f"Participants are codes, dates are numbers of days, words are {words}. Masking by program misses "
        "some: read before you share.\n"
    )
