"""A worksheet in the doing: pure functions from one frozen state to the next. Nothing said is lost.

An answer that was skipped over, refused or replaced stays in `history`; `entries` holds what counts.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from typing import Literal

from agent.worksheets.moves import agrees, find_move, find_target
from agent.worksheets.phrases import pattern
from agent.worksheets.ratings import text_and_rating
from agent.worksheets.schema import Sheet
from agent.worksheets.show import question, summary, view
from agent.worksheets.state import Attempt, Entry, Outcome, SheetRun
from agent.worksheets.understand import Understood, understand
from agent.worksheets.values import check
from alongside.messages import Answer
from alongside.records import Channel

__all__ = ["Heard", "SheetRun", "apply", "begin", "hear", "question", "summary", "suspend", "view"]

SheetMove = Literal["enter", "edit", "skip", "back", "pause", "resume", "stop", "start"]
HeardKind = Literal["filled", "corrected", "unclear", "moved", "aside"]
_OOPS = r"(?:<oops>[,.!\s]+)+"
_CORRECTION = rf"^(?:{_OOPS}<correction_after_no>|<correction>)(?!\s+to\s)[\s,:]+(?P<rest>\S.*)$"
_REPAIRED_RATING = rf"^{_OOPS}(?P<rest>\S.*)$"


@dataclass(frozen=True)
class Heard:
    """What spoken words did to the run. `field` is the field concerned, `move` the move made.

    kind "aside" leaves the sheet paused; a value said along with it is kept all the same.
    """

    run: SheetRun
    kind: HeardKind
    field: str = ""
    move: str = ""


def begin(sheet: Sheet) -> SheetRun:
    """A fresh run, offered. The move `start` (or a yes) opens it."""
    return SheetRun(sheet=sheet, entries=tuple(Entry() for _ in sheet.fields))


def apply(run: SheetRun, answer: Answer) -> SheetRun:
    """The run after something typed, chosen or pressed. Never raises; a misfit is kept, as refused."""
    field = run.sheet.index(answer.field)
    here = field if answer.field else run.position
    if answer.sheet not in ("", run.sheet.key) or (answer.field and field < 0):
        return _note(run, answer, answer.field, "refused")
    if answer.move in ("enter", "edit"):
        if answer.move == "edit" and not answer.value and here < len(run.entries):
            return _note(_go(run, here), answer, answer.field, "moved")
        return _enter(run, answer, here)
    moved = _move(run, answer.move, here)
    return _note(moved, answer, answer.field or _key(run), "moved")


def hear(run: SheetRun, text: str, turn_id: str = "", channel: Channel = "voice") -> Heard:
    """The run after spoken words. While paused, done or put away, all but a move back to it is an aside."""
    note = Answer(sheet=run.sheet.key, field=_key(run), value=text, channel=channel, turn_id=turn_id)
    if run.status == "offered":
        agreed = agrees(text)
        if agreed is None:
            return Heard(_note(run, note, "", "aside"), "aside")
        return _moved(run, note, "start" if agreed else "stop")
    target = find_target(text, run.sheet)
    if target:
        return _revise(run, note, *target)
    field = run.current
    if run.status != "open" or field is None:
        return _hear_at_rest(run, note)
    corrected = _correct(run, note)
    if corrected:
        return corrected
    return _take(run, note, understand(text, field, run.entry(field.key).doubt))


def suspend(run: SheetRun) -> SheetRun:
    """The run with the sheet laid aside while something else comes first; `resume` goes on."""
    return replace(run, status="paused") if run.status == "open" else run


def _take(run: SheetRun, note: Answer, heard: Understood) -> Heard:
    """Put what was understood into the field being asked."""
    key = _key(run)
    if heard.move in ("skip", "back", "pause", "stop"):
        return _moved(run, note, heard.move)
    if heard.kind == "aside":
        return Heard(_note(suspend(run), note, key, "aside"), "aside", key)
    if heard.kind == "value":
        filled = _fill_with_rating(run, note, heard.value)
        return Heard(suspend(filled), "aside", key) if heard.heavy else Heard(filled, "filled", key)
    if heard.problem == "unsure" and run.entry(key).problem == "unsure":
        return _moved(run, note, "skip")
    puzzled = _set(run, run.position, replace(run.entry(key), problem=heard.problem, doubt=heard.doubt))
    return Heard(_note(puzzled, note, key, "unclear"), "unclear", key)


def _fill_with_rating(run: SheetRun, note: Answer, value: str) -> SheetRun:
    """Fill the field asked; "ashamed, maybe eighty" also fills the rating that asks how strong it was."""
    here = run.position
    for place, other in enumerate(run.sheet.fields):
        if other.rates == _key(run) and run.entries[place].status == "waiting":
            text, rating = text_and_rating(note.value, other)
            if text:
                run = _put(run, note, here, json.dumps(text))
                return _advance(_put(run, note, place, rating), here)
    return _advance(_put(run, note, here, value), here)


def _correct(run: SheetRun, note: Answer) -> Heard | None:
    """ "No, I meant six": the answer given last is replaced, if what follows fits there."""
    last = next((attempt for attempt in reversed(run.history) if attempt.outcome != "moved"), None)
    if last is None or last.outcome != "taken" or last.field == _key(run):
        return None
    place = run.sheet.index(last.field)
    field = run.sheet.fields[place]
    found = pattern(_CORRECTION).match(note.value)
    if not found and field.kind == "rating":
        found = pattern(_REPAIRED_RATING).match(note.value)
    if not found or find_move(note.value):
        return None
    meant = understand(found["rest"], field)
    asked = run.current
    rates_now = (
        asked is not None and asked.kind == "rating" and understand(found["rest"], asked).kind == "value"
    )
    if meant.kind != "value" or (field.kind == "text" and rates_now):
        return None
    return Heard(_put(run, note, place, meant.value), "corrected", field.key)


def _revise(run: SheetRun, note: Answer, key: str, to: str) -> Heard:
    """ "Go back to the feeling", "change the feeling to angry"."""
    place = run.sheet.index(key)
    if to:
        meant = understand(to, run.sheet.fields[place])
        if meant.kind == "value":
            changed = _put(run, note, place, meant.value)
            return Heard(_advance(changed, place) if place == run.position else changed, "corrected", key)
    return Heard(_note(_go(run, place), note, key, "moved"), "moved", key, "edit")


def _hear_at_rest(run: SheetRun, note: Answer) -> Heard:
    """Words heard while the sheet is paused, done or put away."""
    move = find_move(note.value)
    wants_on = move == "resume" or (run.status == "paused" and agrees(note.value))
    if wants_on and run.status != "done":
        return _moved(run, note, "resume")
    if move == "stop" or (move == "back" and run.status in ("paused", "done")):
        return _moved(run, note, move)
    return Heard(_note(run, note, _key(run), "aside"), "aside", _key(run))


def _moved(run: SheetRun, note: Answer, move: SheetMove) -> Heard:
    key = _key(run)
    moved = _move(run, move, run.position)
    kept = replace(note, move=move)
    return Heard(_note(moved, kept, key, "moved"), "moved", _key(moved), move)


def _move(run: SheetRun, move: SheetMove, here: int) -> SheetRun:
    if move == "skip":
        return _skip(run, here)
    if move == "back":
        run = _clear_problem(run, run.position)
        return _go(run, max(0, run.position - 1))
    if move == "pause":
        return replace(run, status="paused") if run.status in ("offered", "open") else run
    if move == "stop":
        return run if run.status == "done" else replace(run, status="stopped")
    if run.status in ("offered", "paused", "stopped"):  # start, resume
        return _rest(replace(run, status="open"))
    return run


def _skip(run: SheetRun, here: int) -> SheetRun:
    """Leave a field empty; one that was filled before keeps its answer."""
    if here >= len(run.entries):
        return run
    status: Literal["filled", "skipped"] = "filled" if run.entries[here].status == "filled" else "skipped"
    run = _set(run, here, replace(run.entries[here], status=status, problem="", doubt=""))
    return _advance(run, here)


def _enter(run: SheetRun, answer: Answer, here: int) -> SheetRun:
    """A value typed or chosen, for any field at any time."""
    if here >= len(run.entries):
        return _note(run, answer, answer.field, "refused")
    field = run.sheet.fields[here]
    value, problem = check(field, answer.value)
    if problem:
        run = _set(run, here, replace(run.entries[here], problem=problem, doubt=""))
        return _note(run, answer, field.key, "refused")
    run = _put(run, answer, here, value)
    if run.status in ("offered", "paused"):
        run = replace(run, status="open")
    return _advance(run, here)


def _advance(run: SheetRun, here: int) -> SheetRun:
    """From the field just settled to the next that waits: after it, else from the top, else done."""
    return _rest(replace(run, position=here + 1)) if here == run.position else _rest(run)


def _rest(run: SheetRun) -> SheetRun:
    """The run asking for something that waits, or done."""
    waiting = [place for place, entry in enumerate(run.entries) if entry.status == "waiting"]
    if not waiting:
        done = run.status in ("open", "done")
        return replace(run, position=len(run.entries), status="done" if done else run.status)
    if run.position < len(run.entries) and run.entries[run.position].status == "waiting":
        return run
    return replace(run, position=next((place for place in waiting if place >= run.position), waiting[0]))


def _go(run: SheetRun, place: int) -> SheetRun:
    """The run asking the field at `place`, whatever it held."""
    return _clear_problem(replace(run, position=place, status="open"), place)


def _put(run: SheetRun, answer: Answer, place: int, value: str) -> SheetRun:
    """`value` in the field at `place`, with a note of it and of what it replaced."""
    before = run.entries[place].value
    run = _set(run, place, Entry(status="filled", value=value))
    return _note(run, answer, run.sheet.fields[place].key, "taken", before)


def _set(run: SheetRun, place: int, entry: Entry) -> SheetRun:
    return replace(run, entries=(*run.entries[:place], entry, *run.entries[place + 1 :]))


def _clear_problem(run: SheetRun, place: int) -> SheetRun:
    if place >= len(run.entries):
        return run
    return _set(run, place, replace(run.entries[place], problem="", doubt=""))


def _note(run: SheetRun, answer: Answer, key: str, outcome: Outcome, before: str = "") -> SheetRun:
    """The run with one more line of history."""
    attempt = Attempt(
        field=key,
        move=answer.move,
        said=answer.value,
        outcome=outcome,
        channel=answer.channel,
        turn_id=answer.turn_id,
        before=before,
    )
    return replace(run, history=(*run.history, attempt))


def _key(run: SheetRun) -> str:
    return run.current.key if run.current else ""
