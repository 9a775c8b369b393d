"""Plans made on a worksheet: remembered with the sheet they are from, asked about in its own words."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any

from agent.remembering.days import day_meant, time_said
from agent.remembering.keeping import Keeping
from agent.remembering.kept import KeptPlan
from agent.remembering.plans import deed_in
from agent.words.tokens import normalise
from agent.worksheets.schema import PLACE, Sheet
from agent.worksheets.state import SheetRun

SAYABLE = 14
"""Words of a plan that can still be said inside a question."""
_SAYS_I = re.compile(r"(?:I|I'\w+)\b")


def plan_on(run: SheetRun, keeping: Keeping, turn: str) -> KeptPlan | None:
    """The plan that stands on a sheet; None where the sheet asks for none, or it was left out."""
    follow = run.sheet.follow_up
    words = _words(run, follow.about) if follow is not None else ""
    if not words:
        return None
    when = _first(run, "time")
    said = _said(when) or time_said(words)
    day = str(when.get("day", "")) if isinstance(when, dict) else ""
    who = _first(run, "person")
    return KeptPlan(
        key=f"plan:{run.begun_in or keeping.session}:{run.sheet.key}",
        text=deed_in(words) or words,
        when=said,
        day=day or day_meant(said, keeping.date),
        who=who if isinstance(who, str) else "",
        session=keeping.session,
        turn=turn,
        date=keeping.date,
        said_how=words,
        sheet=run.sheet.key,
    )


def asked_about(plan: KeptPlan, sheets: Mapping[str, Sheet]) -> Iterator[str]:
    """The sheet's own ways of asking how its plan went; nothing where the sheet is gone or asks nothing."""
    sheet = sheets.get(plan.sheet)
    if sheet is None or sheet.follow_up is None:
        return
    about = plan_words(plan)
    for prompt in sheet.follow_up.prompts:
        if about or not PLACE.search(prompt):
            yield PLACE.sub(lambda found: _in_place(about, found.string[: found.start()]), prompt)


def plan_words(plan: KeptPlan) -> str:
    """A plan short enough to be said: its deed, or what was written; an empty text if it is too long."""
    words = normalise(plan.text if is_deed(plan) else plan.said_how or plan.text).strip(" .!?…,;:")
    return words if len(words.split()) <= SAYABLE and "\n" not in words else ""


def is_deed(plan: KeptPlan) -> bool:
    """Whether the plan's text is a deed ("ring your brother"), and not only what was written."""
    return not plan.sheet or plan.text != plan.said_how


def _words(run: SheetRun, key: str) -> str:
    """What stands in a field, as text: of several or of a table the first, of a time what was said."""
    value = _value(run, key)
    if isinstance(value, list):
        value = value[0] if value else ""
    if isinstance(value, dict):
        cells = [cell for cell in value.values() if isinstance(cell, str) and cell.strip()]
        value = cells[0] if cells else ""
    return normalise(value).strip() if isinstance(value, str) else ""


def _first(run: SheetRun, kind: str) -> Any:
    """The first answer to a field of that kind from the plan's own field on, or None."""
    about = run.sheet.follow_up.about if run.sheet.follow_up is not None else ""
    for field in run.sheet.fields[run.sheet.index(about) + 1 :]:
        if field.kind == kind and (value := _value(run, field.key)):
            return value
    return None


def _value(run: SheetRun, key: str) -> Any:
    entry = run.entry(key)
    try:
        return json.loads(entry.value) if entry.value and entry.status == "filled" else None
    except ValueError:
        return None


def _said(when: Any) -> str:
    return str(when.get("said", "")) if isinstance(when, dict) else ""


def _in_place(words: str, before: str) -> str:
    """The words of a plan as they stand at that place: a capital only where a sentence begins."""
    begins = not before or before.rstrip().endswith((".", "?", "!"))
    head = words[:1].upper() if begins or _SAYS_I.match(words) else words[:1].lower()
    return head + words[1:]
