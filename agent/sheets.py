"""How a turn meets the worksheets: opened when asked for or agreed to, suspended for what matters more."""

from __future__ import annotations

from dataclasses import replace

from agent.appraisal.reading import Appraisal
from agent.offering.asked import asked_for
from agent.offering.library import Library
from agent.remembering.begun import begun_run
from agent.remembering.days import day_name
from agent.remembering.keeping import Keeping
from agent.safety import SafetyMemory
from agent.state import CompanionState
from agent.worksheets.moves import find_move
from agent.worksheets.ratings import rating
from agent.worksheets.run import Heard, apply, begin, hear, suspend
from agent.worksheets.schema import Sheet
from agent.worksheets.state import SheetRun
from agent.worksheets.steps import rest
from alongside.messages import Answer, Turn


def at_sheet(
    state: CompanionState, turn: Turn, appraisal: Appraisal, safety: SafetyMemory, library: Library
) -> Heard | None:
    """What a turn does to the worksheets; None where it has nothing to do with them."""
    run = state.sheet
    open_now = run is not None and run.status == "open"
    grave = any(premise.kind in ("harm", "delusion", "mania") for premise in appraisal.reading.premises)
    if safety.level != "none" or grave or appraisal.asks("goodbye"):
        return Heard(suspend(run), "aside") if run is not None and open_now else None
    named = named_sheet(state, turn.text, library)
    if named and (not open_now or (run is not None and run.sheet.key != named)):
        return _start(state, library.find(named), turn, library)
    if run is not None and open_now and appraisal.language == "english":
        return hear(run, turn.text, turn.turn_id, turn.channel, turn.stamp)
    if appraisal.asks("worksheet") and appraisal.short_answer != "no" and not open_now:
        return _start(state, _meant(state, library), turn, library)
    if run is not None and (run.stop_rule is not None or _just_left(state, run)):
        heard = hear(run, turn.text, turn.turn_id, turn.channel, turn.stamp)
        if heard.instead:
            return _start(state, library.find(heard.instead), turn, library)
        if _just_left(state, run) and (heard.kind == "corrected" or _goes_on(run, heard, turn.text)):
            return heard
    pending = state.offers.pending
    if run is not None and (pending == "resume" or _just_left(state, run)) and _still_answers(run, turn.text):
        return hear(rest(replace(run, status="open")), turn.text, turn.turn_id, turn.channel, turn.stamp)
    if run is not None and (
        (run.status == "offered" and pending == "sheet") or (run.status == "paused" and pending == "resume")
    ):
        heard = hear(run, turn.text, turn.turn_id, turn.channel, turn.stamp)
        return heard if heard.kind != "aside" else None
    return None


def _just_left(state: CompanionState, run: SheetRun) -> bool:
    """Whether the sheet came to rest with their last turn: what is said now may still be to it."""
    at_rest = run.status in ("paused", "stopped", "done")
    last = state.last.turn_id if state.last is not None else ""
    return at_rest and bool(last) and bool(run.history) and run.history[-1].turn_id == last


def _goes_on(run: SheetRun, heard: Heard, text: str) -> bool:
    """Whether they take up again what they laid aside, in so many words; a mere "okay" does not."""
    return run.stop_rule is None and heard.move == "resume" and find_move(text) == "resume"


def _still_answers(run: SheetRun, text: str) -> bool:
    """Whether a number, and nothing else, answers the rating asked when the sheet was laid aside."""
    field = run.current
    if run.status != "paused" or run.stop_rule is not None:
        return False
    if field is None or field.kind != "rating":
        return False
    rated = rating(text, field)
    return bool(rated.value) and not rated.content


def named_sheet(state: CompanionState, text: str, library: Library) -> str:
    """The key of the sheet that a turn asks for by name or purpose; "" if it asks for none."""
    busy = state.sheet is not None and state.sheet.status == "open"
    return asked_for(text, library, busy=busy)


def fresh(sheet: Sheet, keeping: Keeping, carries: tuple[str, ...] | None = None) -> SheetRun:
    """A new run, offered, with what the sheet carries over from the last time it was done.

    `carries`: only these fields, where a programme says so.
    """
    done = [item for item in keeping.memory.worksheets if item.sheet == sheet.key and item.carried]
    if not done:
        return begin(sheet)
    last = done[-1]
    shown = {key: value for key, value in last.carried if carries is None or key in carries}
    return begin(sheet, shown, _since(last.date, keeping.date))


def taken_up(state: CompanionState, run: SheetRun | None) -> tuple[SheetRun | None, tuple[SheetRun, ...]]:
    """The run at hand and the shelf, where another run goes in the place of the one before.

    Nothing that was answered is lost: what is put aside goes onto the shelf as it stands.
    """
    before = state.sheet
    if before is None or run is None or before.sheet.key == run.sheet.key:
        return run, state.shelf
    kept = tuple(item for item in state.shelf if item.sheet.key not in (run.sheet.key, before.sheet.key))
    touched = any(entry.value for entry in before.entries)
    return run, (*kept, suspend(before)) if touched else kept


def _meant(state: CompanionState, library: Library) -> Sheet:
    """The sheet that is meant by "the sheet": the one at hand, else what fitted best when last looked."""
    run = state.sheet
    if run is not None and run.status in ("offered", "paused", "stopped"):
        return run.sheet
    return library.find(state.offers.suited)


def _start(state: CompanionState, sheet: Sheet, turn: Turn, library: Library) -> Heard:
    """The sheet opened: where it was left, if it was begun in this session or left open in another."""
    runs = [run for run in (*state.shelf, state.sheet) if run is not None and run.sheet.key == sheet.key]
    open_runs = [run for run in runs if run.status in ("offered", "paused", "stopped")]
    begun = open_runs[-1] if open_runs else begun_run(state.keeping, library, sheet.key)
    begun = begun or fresh(sheet, state.keeping, library.carries)
    move = "resume" if begun.status in ("paused", "stopped") else "start"
    note = Answer(sheet=sheet.key, move=move, turn_id=turn.turn_id, channel=turn.channel, stamp=turn.stamp)  # type: ignore[arg-type]
    return Heard(apply(begun, note), "moved", move=move)


def _since(day: str, today: str) -> str:
    """How a day is told: "yesterday", "on Thursday", "last time"."""
    name = day_name(day, today)
    if name in ("today", "yesterday"):
        return {"today": "earlier"}.get(name, name)
    return f"on {name}" if name and name != "tomorrow" else "last time"
