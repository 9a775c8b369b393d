"""Single steps of a run, each a pure function from one frozen state to the next."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any, Literal

from agent.worksheets import tables
from agent.worksheets.exercises import EXERCISES, started
from agent.worksheets.play import broken_rule
from agent.worksheets.schema import Field
from agent.worksheets.state import Attempt, Entry, Outcome, SheetRun
from alongside.messages import Answer

SheetMove = Literal["enter", "edit", "skip", "back", "pause", "resume", "stop", "start"]


def key_of(run: SheetRun) -> str:
    """The key of the field asked, or an empty text."""
    return run.current.key if run.current else ""


def note(
    run: SheetRun, answer: Answer, key: str, outcome: Outcome, before: str = "", cell: str = ""
) -> SheetRun:
    """The run with one more line of history."""
    attempt = Attempt(
        field=key,
        move=answer.move,
        said=answer.value,
        outcome=outcome,
        channel=answer.channel,
        turn_id=answer.turn_id,
        before=before,
        cell=cell,
    )
    return replace(run, history=(*run.history, attempt))


def set_entry(run: SheetRun, place: int, entry: Entry) -> SheetRun:
    """The run with another entry at `place`."""
    return replace(run, entries=(*run.entries[:place], entry, *run.entries[place + 1 :]))


def put(run: SheetRun, answer: Answer, place: int, value: str) -> SheetRun:
    """`value` in the field at `place`, with a note of it and of what it replaced."""
    old = run.entries[place]
    before = old.value or old.offered
    run = set_entry(run, place, Entry(status="filled", value=value))
    return _ruled(note(run, answer, run.sheet.fields[place].key, "taken", before), place)


def put_table(run: SheetRun, answer: Answer, place: int, entry: Entry, cell: str = "") -> SheetRun:
    """A table as it stands after rows or cells were given, with a note of what is not in it any more."""
    field, old = run.sheet.fields[place], run.entries[place]
    before = _replaced(field, old, entry, cell) or old.offered
    return note(_with_table(run, place, replace(entry, offered="")), answer, field.key, "taken", before, cell)


def _with_table(run: SheetRun, place: int, entry: Entry) -> SheetRun:
    """The run with a table's entry, which is settled once no row is to be asked for."""
    field = run.sheet.fields[place]
    full = entry.status == "waiting" and tables.is_full(field, entry)
    return _ruled(set_entry(run, place, tables.close(field, entry) if full else entry), place)


def settle(run: SheetRun, here: int) -> SheetRun:
    """On from the field that was just answered, unless a stop rule lays the sheet aside."""
    run = advance(run, here)
    rule = run.stop_rule
    if rule is None or run.status != "open":
        return run
    return replace(run, status="paused" if rule.then == "pause" else "stopped")


def advance(run: SheetRun, here: int) -> SheetRun:
    """From the field just settled to the next that waits: after it, else from the top, else done."""
    if here == run.position and here < len(run.entries) and run.entries[here].status != "waiting":
        run = replace(run, position=here + 1)
    return rest(run)


def rest(run: SheetRun) -> SheetRun:
    """The run asking for something that waits and is in play, or done."""
    waiting = run.waiting
    if not waiting:
        done = run.status in ("open", "done")
        return replace(run, position=len(run.entries), status="done" if done else run.status)
    if run.status == "done":  # an answer changed, and brought more questions into play
        run = replace(run, status="open")
    if run.position in waiting:
        return run
    return replace(run, position=next((place for place in waiting if place >= run.position), waiting[0]))


def go(run: SheetRun, place: int) -> SheetRun:
    """The run asking the field at `place`, whatever it held; nothing where that is passed over."""
    if not run.plays[place]:
        return run
    return clear_problem(replace(run, position=place, status="open", rule=-1), place)


def clear_problem(run: SheetRun, place: int) -> SheetRun:
    """The run with nothing held against the answer at `place`."""
    if place >= len(run.entries):
        return run
    return set_entry(run, place, replace(run.entries[place], problem="", doubt=""))


def move(run: SheetRun, what: SheetMove, here: int, at: float = 0.0) -> SheetRun:
    """The run after a move. `here` is the field it concerns."""
    if what == "skip":
        return _skip(run, here)
    if what == "back":
        return _back(run)
    if what == "pause":
        return replace(run, status="paused", rule=-1) if run.status in ("offered", "open") else run
    if what == "stop":
        return run if run.status == "done" else replace(run, status="stopped", rule=-1)
    if run.status in ("offered", "paused", "stopped"):  # start, resume
        return rest(replace(run, status="open", rule=-1))
    field = run.current
    if what == "start" and run.status == "open" and field is not None and field.kind in EXERCISES:
        return set_entry(run, run.position, started(run.entries[run.position], at))
    return run


def _skip(run: SheetRun, here: int) -> SheetRun:
    """Leave a field empty; one that was filled before keeps its answer. Within a row, leave a cell empty."""
    if here >= len(run.entries):
        return run
    field, entry = run.sheet.fields[here], run.entries[here]
    if field.kind == "table" and entry.status == "waiting" and (entry.value or entry.part):
        within = here == run.position and tables.draft(field, entry).begun
        left = tables.skip_cell(field, entry) if within else tables.close(field, entry)
        return settle(_with_table(run, here, left), here)
    status: Literal["filled", "skipped"] = "filled" if entry.status == "filled" else "skipped"
    return advance(set_entry(run, here, replace(entry, status=status, problem="", doubt="")), here)


def _back(run: SheetRun) -> SheetRun:
    """To the cell before, else to the field before that is in play."""
    run = clear_problem(run, run.position)
    field = run.current
    if field is not None and field.kind == "table" and run.status == "open":
        earlier = tables.back_cell(field, run.entries[run.position])
        if earlier is not None:
            return set_entry(run, run.position, earlier)
    plays = run.plays
    before = [place for place in range(min(run.position, len(plays))) if plays[place]]
    return go(run, before[-1] if before else next((place for place, on in enumerate(plays) if on), 0))


def _ruled(run: SheetRun, place: int) -> SheetRun:
    """The run with the stop rule that the answer at `place` breaks, if it breaks one."""
    values = tuple(entry.value for entry in run.entries)
    return replace(run, rule=broken_rule(run.sheet, values, run.sheet.fields[place].key))


def _replaced(field: Field, old: Entry, new: Entry, cell: str) -> str:
    """What of a table is not in it any more (JSON): a corrected cell, or whole rows."""
    if cell:
        place, _, key = cell.partition(".")
        was: Any = tables.cell(field, old, int(place), key)
        return json.dumps(was) if was is not None else ""
    kept = tables.all_rows(field, new)
    lost = [row for row in tables.all_rows(field, old) if not any(tables.within(row, one) for one in kept)]
    return json.dumps([dict(row) for row in lost]) if lost else ""
