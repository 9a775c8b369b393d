"""A worksheet that was begun and left open: kept until it is finished, and waiting in the next session."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from agent.offering.library import Library
from agent.remembering.keeping import Keeping
from agent.remembering.kept import KeptSheet, Memory, put, without
from agent.worksheets.run import suspend
from agent.worksheets.saving import from_json_text, to_json
from agent.worksheets.state import SheetRun
from alongside.errors import AlongsideError


def left_open(memory: Memory, run: SheetRun, keeping: Keeping, common: dict[str, Any]) -> Memory:
    """The memory with the run as it stands, if it is under way and holds an answer.

    What else was said at the sheet is not kept here; the session's record has it.
    """
    answered = any(entry.value or entry.part for entry in run.entries)
    key = f"begun:{run.sheet.key}:{keeping.session}"
    if run.status not in ("open", "paused") or not answered or key in keeping.forgotten:
        return memory
    sheet = run.sheet
    text = to_json(replace(run, history=()))
    kept = KeptSheet(key=key, text=sheet.title, sheet=sheet.key, became="begun", run=text, **common)
    return put(closed(memory, sheet.key, key), "worksheets", kept)


def closed(memory: Memory, sheet: str, key: str = "") -> Memory:
    """The memory without unfinished runs of that sheet from other sessions."""
    old = [item for item in memory.worksheets if item.became == "begun" and item.sheet == sheet]
    return without(memory, [item.key for item in old if item.key != key])


def begun_run(keeping: Keeping, library: Library, sheet: str = "") -> SheetRun | None:
    """The run that was left open last, of that sheet or of any; None if there is none to go on with."""
    open_runs = [item for item in keeping.memory.worksheets if item.became == "begun" and item.run]
    for item in reversed(open_runs):
        known = library.sheets.get(item.sheet)
        wanted = item.sheet == sheet if sheet else library.fixed in ("", item.sheet)
        if known is None or not wanted:
            continue
        try:
            run = suspend(from_json_text(item.run, known))
            return run if run.begun_in else replace(run, begun_in=item.session)
        except AlongsideError:
            return None
    return None
