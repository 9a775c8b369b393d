"""How a turn meets the worksheet: opened when asked for or agreed to, suspended for what matters more."""

from __future__ import annotations

from agent.appraisal.reading import Appraisal
from agent.safety import SafetyMemory
from agent.state import CompanionState
from agent.worksheets.run import Heard, apply, begin, hear, suspend
from agent.worksheets.sheet import Sheet
from agent.worksheets.state import SheetRun
from alongside.messages import Answer, Turn


def at_sheet(
    state: CompanionState, turn: Turn, appraisal: Appraisal, safety: SafetyMemory, sheet: Sheet
) -> Heard | None:
    """What a turn does to the worksheet; None where it has nothing to do with it."""
    run = state.sheet
    open_now = run is not None and run.status == "open"
    grave = any(premise.kind in ("harm", "delusion", "mania") for premise in appraisal.reading.premises)
    if safety.level != "none" or grave or appraisal.asks("goodbye"):
        return Heard(suspend(run), "aside") if run is not None and open_now else None
    if run is not None and open_now and appraisal.language == "english":
        return hear(run, turn.text, turn.turn_id, turn.channel)
    if appraisal.asks("worksheet") and appraisal.short_answer != "no" and not open_now:
        return _start(run, sheet, turn)
    pending = state.offers.pending
    if run is not None and (
        (run.status == "offered" and pending == "sheet") or (run.status == "paused" and pending == "resume")
    ):
        heard = hear(run, turn.text, turn.turn_id, turn.channel)
        return heard if heard.kind != "aside" else None
    return None


def _start(run: SheetRun | None, sheet: Sheet, turn: Turn) -> Heard:
    fresh = run if run is not None and run.status in ("offered", "paused", "stopped") else begin(sheet)
    move = "resume" if fresh.status in ("paused", "stopped") else "start"
    note = Answer(sheet=sheet.key, move=move, turn_id=turn.turn_id, channel=turn.channel, stamp=turn.stamp)  # type: ignore[arg-type]
    return Heard(apply(fresh, note), "moved", move=move)
