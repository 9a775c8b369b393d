"""A run as the page shows it, and as they keep it."""

from __future__ import annotations

from agent.worksheets import tables
from agent.worksheets.asking import question, wordings
from agent.worksheets.exercises import pattern as breathing_pattern
from agent.worksheets.schema import Field
from agent.worksheets.shown import shown, shown_in_doubt
from agent.worksheets.state import Entry, SheetRun
from alongside.messages import SheetView
from alongside.records import SheetColumn, SheetField

__all__ = ["problem_text", "question", "summary", "view"]


def view(run: SheetRun, said: str = "") -> SheetView:
    """The sheet as it stands, for the page. `said` are the words that asked: the page shows the same."""
    field = run.current
    held = run.status in ("open", "paused")
    plays = run.plays
    return SheetView(
        sheet=run.sheet.key,
        title=run.sheet.title,
        status="none" if run.status == "stopped" else run.status,
        current=field.key if field is not None and held else "",
        progress=run.progress,
        fields=tuple(_field(run, place, plays[place], said) for place in range(len(run.sheet.fields))),
    )


def summary(run: SheetRun) -> str:
    """The answers, a line each, in the person's own words."""
    lines = [run.sheet.title]
    for field, entry, plays in zip(run.sheet.fields, run.entries, run.plays, strict=True):
        if entry.value and plays:
            scale = f" of {field.maximum:g}" if field.kind == "rating" else ""
            lines.append(f"{field.label}: {shown(field, entry.value)}{scale}")
    return "\n".join(lines)


def problem_text(run: SheetRun, field: Field) -> str:
    """Why the last answer was not taken, as the page shows it."""
    entry = run.entry(field.key)
    most = field.most
    if field.kind == "table":
        field = tables.asked(field, entry)
    between = f"from {field.minimum:g} to {field.maximum:g}"
    texts = {
        "number": f"A number {between}, please." if field.kind == "rating" else "A number, please.",
        "range": f"The scale goes {between}.",
        "choice": "Please pick from the list.",
        "many": f"Up to {most}, please.",
        "time": "A day or an hour, please.",
        "person": "A name, please.",
        "row": "One of the rows does not fit here.",
        "empty": "There was nothing in it yet.",
        "long": "That is more than fits here. A shorter answer, please.",
        "scale": "Out of ten, or out of a hundred?",
        "confirm": "Is that right?",
    }
    return texts.get(entry.problem, "")


def _field(run: SheetRun, place: int, plays: bool, said: str) -> SheetField:
    field, entry = run.sheet.fields[place], run.entries[place]
    texts = wordings(run, field)
    asked = run.status == "open" and run.position == place
    return SheetField(
        key=field.key,
        label=field.label,
        kind=field.kind,
        prompt=next((text for text in texts if text in said), texts[0]),
        help=field.help,
        status="passed" if not plays else "heard" if entry.doubt else "asking" if asked else entry.status,
        value=entry.value,
        shown=_heard(field, entry) or shown(field, entry.value),
        minimum=field.minimum,
        maximum=field.maximum,
        low_label=field.low,
        high_label=field.high,
        choices=field.choices,
        problem=problem_text(run, field),
        columns=tuple(
            SheetColumn(
                key=column.key,
                label=column.label,
                kind=column.kind,
                minimum=column.minimum,
                maximum=column.maximum,
                choices=column.choices,
            )
            for column in field.columns
        ),
        least=field.least,
        most=field.most,
        seconds=(field.seconds,) if field.kind == "timer" else breathing_pattern(field, entry),
        rounds=field.rounds,
        part=entry.part,
        offered=entry.offered,
        offered_shown=shown(field, entry.offered),
    )


def _heard(field: Field, entry: Entry) -> str:
    """What was half heard, as a person would read it."""
    if entry.problem != "confirm" or not entry.doubt:
        return entry.doubt
    return shown_in_doubt(tables.asked(field, entry) if field.kind == "table" else field, entry.doubt)
