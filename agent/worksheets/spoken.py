"""Spoken words on a run: into the field asked, back to an earlier one, or to one side."""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from typing import Literal

from agent.worksheets import tables
from agent.worksheets.correcting import corrected, place_named, revised
from agent.worksheets.exercises import EXERCISES, day_of, ended, without_holds
from agent.worksheets.moves import agrees, find_move, keeps
from agent.worksheets.ratings import text_and_rating
from agent.worksheets.rows import all_told
from agent.worksheets.schema import Field
from agent.worksheets.state import Entry, SheetRun
from agent.worksheets.steps import SheetMove, key_of, move, note, put, put_table, rest, set_entry, settle
from agent.worksheets.understand import Understood, understand
from alongside.messages import Answer
from alongside.records import Channel

HeardKind = Literal["filled", "corrected", "unclear", "moved", "aside"]


@dataclass(frozen=True)
class Heard:
    """What spoken words did to the run. `field` is the field concerned, `move` the move made.

    kind "aside" leaves the sheet paused; a value said along with it is kept all the same. `instead` is
    another sheet they agreed to.
    """

    run: SheetRun
    kind: HeardKind
    field: str = ""
    move: str = ""
    instead: str = ""


def hear(run: SheetRun, text: str, turn_id: str = "", channel: Channel = "voice", at: float = 0.0) -> Heard:
    """The run after spoken words, said at `at` (seconds since the epoch, 0 if unknown).

    While paused, done or put away, all but a move back to it or a correction of the last answer is an aside.
    """
    given = Answer(sheet=run.sheet.key, field=key_of(run), value=text, channel=channel, turn_id=turn_id)
    given = replace(given, stamp=at)
    if run.status == "offered":
        agreed = agrees(text)
        if agreed is None:
            return Heard(note(run, given, "", "aside"), "aside")
        return _moved(run, given, "start" if agreed else "stop")
    target = place_named(run, text)
    if target:
        changed = revised(run, given, target)
        return Heard(*changed)
    field = run.current
    if run.status != "open" or field is None:
        return _at_rest(run, given)
    entry = run.entry(field.key)
    put_right = corrected(run, given)
    if put_right:
        return Heard(put_right[0], "corrected", put_right[1])
    if entry.offered and entry.status == "waiting" and not entry.doubt:
        wanted = True if keeps(text) else agrees(text)
        if wanted is not None:
            return _offered(run, given, wanted)
    return _take(run, given, _understood(run, text, field, at), field)


def _understood(run: SheetRun, text: str, field: Field, at: float) -> Understood:
    """What the words mean to the field, or to the cell, that is asked."""
    entry = run.entry(field.key)
    asked = tables.asked(field, entry) if field.kind == "table" else field
    if asked is not field and all_told(text):
        return Understood("value", ends=True)
    before = entry.offered or _earlier(run, field)
    return understand(text, asked, entry.doubt, before=before, today=day_of(at))


def _earlier(run: SheetRun, field: Field) -> str:
    """The last answer before this one on the same scale: what "a bit worse than before" is held against."""
    scale = (field.kind, field.minimum, field.maximum)
    for place in reversed(range(run.position)):
        other = run.sheet.fields[place]
        if field.kind == "rating" and (other.kind, other.minimum, other.maximum) == scale:
            return run.entries[place].value
    return ""


def _offered(run: SheetRun, given: Answer, wanted: bool) -> Heard:
    """The answer of another day taken over, or not."""
    key, here = key_of(run), run.position
    entry = run.entry(key)
    if wanted:
        return Heard(settle(put(run, given, here, entry.offered), here), "filled", key)
    refused = note(run, given, key, "moved", entry.offered)
    return Heard(set_entry(refused, here, replace(entry, offered="", problem="")), "moved", key, "edit")


def _take(run: SheetRun, given: Answer, heard: Understood, field: Field) -> Heard:
    """Put what was understood into the field being asked."""
    key, here = field.key, run.position
    entry = run.entry(key)
    if heard.kind == "signal":
        return _exercise(run, given, heard, field)
    if heard.kind == "move" and heard.move in ("skip", "back", "pause", "stop"):
        return _moved(run, given, heard.move)
    if heard.kind == "aside":
        laid = replace(run, status="paused", rule=-1)
        return Heard(note(laid, given, key, "aside"), "aside", key)
    ends_table = field.kind == "table" and (
        heard.ends or (heard.problem == "unsure" and tables.at_row_start(field, entry) and bool(entry.value))
    )
    if heard.kind == "value" or ends_table:
        filled = _filled(run, given, heard, field, ends_table)
        if heard.heavy and filled.status == "open":
            filled = replace(filled, status="paused", rule=-1)
        return Heard(filled, "aside" if heard.heavy else "filled", key)
    if heard.problem == "unsure" and entry.problem == "unsure":
        return _moved(run, given, "skip")
    puzzled = set_entry(run, here, replace(entry, problem=heard.problem, doubt=heard.doubt))
    return Heard(note(puzzled, given, key, "unclear"), "unclear", key)


def _filled(run: SheetRun, given: Answer, heard: Understood, field: Field, ends: bool) -> SheetRun:
    """The value in its place; "ashamed, maybe eighty" also fills the rating that asks how strong it was."""
    here = run.position
    entry = run.entries[here]
    if field.kind == "table":
        return settle(_into_table(run, given, heard, field, entry, ends), here)
    for place, other in enumerate(run.sheet.fields):
        if other.rates == field.key and place in run.waiting:
            text, rating = text_and_rating(given.value, other)
            if text:
                run = put(run, given, here, json.dumps(text))
                return settle(put(run, given, place, rating), here)
    return settle(put(run, given, here, heard.value), here)


def _into_table(
    run: SheetRun, given: Answer, heard: Understood, field: Field, entry: Entry, ends: bool
) -> SheetRun:
    here, place = run.position, len(tables.rows(entry))
    if not heard.value:
        return put_table(run, given, here, tables.close(field, entry))
    plain = json.loads(heard.value)
    if tables.at_row_start(field, entry):
        first = field.columns[0].key
        named = f"{place}.{first}" if len(plain) == 1 else ""
        return put_table(run, given, here, tables.add_rows(field, entry, plain, ends), named)
    asked = tables.draft(field, entry).asking
    changed = tables.fill_cells(field, entry, {asked: plain})
    return put_table(run, given, here, changed, f"{place}.{asked}")


def _exercise(run: SheetRun, given: Answer, heard: Understood, field: Field) -> Heard:
    """A timer or the breathing begun, ended, or made easier."""
    here = run.position
    entry = run.entries[here]
    if field.kind not in EXERCISES:
        return Heard(note(run, given, field.key, "unclear"), "unclear", field.key)
    if heard.signal == "ready":
        return _moved(run, given, "start")
    if heard.signal == "opt_out":
        easier = set_entry(run, here, without_holds(entry))
        return Heard(note(easier, given, field.key, "moved"), "moved", field.key, "edit")
    value = ended(field, entry, given.stamp, heard.signal == "done")
    return Heard(settle(put(run, given, here, value), here), "filled", field.key)


def _at_rest(run: SheetRun, given: Answer) -> Heard:
    """Words heard while the sheet is paused, done or put away."""
    found = find_move(given.value)
    rule = run.stop_rule
    agreed = agrees(given.value)
    if rule is not None and rule.instead and agreed:
        return Heard(note(run, given, key_of(run), "moved"), "moved", key_of(run), "start", rule.instead)
    if (found == "resume" or (run.status == "paused" and agreed)) and run.status != "done":
        return _moved(run, given, "resume")
    put_right = corrected(run, given)
    if put_right:
        return Heard(_freed(run, put_right[0]), "corrected", put_right[1])
    if found == "stop" or (found == "back" and run.status in ("paused", "done")):
        return _moved(run, given, found)
    return Heard(note(run, given, key_of(run), "aside"), "aside", key_of(run))


def _freed(before: SheetRun, run: SheetRun) -> SheetRun:
    """The run open again, if the answer that laid it aside was put right."""
    freed = before.stop_rule is not None and run.stop_rule is None and before.status != "done"
    return rest(replace(run, status="open")) if freed else run


def _moved(run: SheetRun, given: Answer, what: SheetMove) -> Heard:
    key = key_of(run)
    moved = move(run, what, run.position, given.stamp)
    return Heard(note(moved, replace(given, move=what), key, "moved"), "moved", key_of(moved), what)
