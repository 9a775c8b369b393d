"""Where a printed sheet comes from: the sheet as written, a run of it, or what the page showed."""

from __future__ import annotations

import time

from agent.worksheets.run import begin, view
from agent.worksheets.schema import Condition, Field, Sheet
from agent.worksheets.state import SheetRun
from alongside.messages import SheetView
from study.paper.printed import Printed


def blank(sheet: Sheet) -> Printed:
    """The sheet with room to write in."""
    return Printed(view(begin(sheet)), sheet.about, sheet.minutes, conditions(sheet))


def of_run(run: SheetRun, *, who: str = "", day: str = "") -> Printed:
    """A sheet that was filled, or begun; what is still open has room to write in."""
    sheet = run.sheet
    return Printed(view(run), sheet.about, sheet.minutes, conditions(sheet), True, who, day)


def of_view(shown: SheetView, *, who: str = "") -> Printed:
    """A sheet as the record of a session has it, where the sheet itself may be gone or be another now."""
    when = time.localtime(shown.stamp)
    day = f"{when.tm_mday} {time.strftime('%B %Y', when)}" if shown.stamp else ""
    return Printed(shown, filled=True, who=who, day=day)


def conditions(sheet: Sheet) -> dict[str, str]:
    """For each field that hangs on an earlier answer, on which, in words for paper.

    That something must stand there at all goes without saying on paper.
    """
    said = {}
    for field in sheet.fields:
        parts = [_told(condition, sheet.fields[sheet.index(condition.field)]) for condition in field.when]
        if any(parts):
            said[field.key] = f"Only if {', and '.join(part for part in parts if part)}."
    return said


def _told(condition: Condition, field: Field) -> str:
    value = f"{condition.value:g}" if isinstance(condition.value, float) else f"“{condition.value}”"
    verb = "has" if field.kind in ("several", "table") else "is"
    if condition.test == "filled":
        return "" if condition.value else f"“{field.label}” was left empty"
    if condition.test in ("at_least", "at_most"):
        more = "or more" if condition.test == "at_least" else "or less"
        return f"“{field.label}” {verb} {value} {more}"
    return f"“{field.label}” {verb} {value}"
