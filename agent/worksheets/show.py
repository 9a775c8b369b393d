"""A run put into words and into view: what to ask, what the page shows, what they keep."""

from __future__ import annotations

from agent.worksheets.phrases import pattern, plain
from agent.worksheets.schema import PLACE, Field
from agent.worksheets.state import SheetRun
from agent.worksheets.values import shown
from alongside.messages import SheetView
from alongside.records import SheetField

SAYABLE = 8
"""Words of an earlier answer that still sit well inside a question."""


def question(run: SheetRun, variation: int) -> str:
    """What to say next; `variation` picks among the wordings. Empty once the sheet is put away."""
    field = run.current
    if run.status == "offered":
        return _pick(run, run.sheet.offers, variation)
    if run.status == "stopped":
        return ""
    if run.status == "done" or field is None:
        return _pick(run, run.sheet.closings, variation)
    if run.status == "paused":
        return _pick(run, run.sheet.returns, variation)
    entry = run.entry(field.key)
    if entry.problem == "help":
        return f"{field.help} {_pick(run, field.prompts, variation)}"
    if entry.problem == "scale":
        return f"{entry.doubt} out of ten, or out of a hundred?"
    if entry.problem:
        return _pick(run, field.repair, variation)
    if entry.status == "filled":
        return f"You had: {shown(field, entry.value)}. What would you like there instead?"
    return _pick(run, field.prompts, variation)


def view(run: SheetRun, said: str = "") -> SheetView:
    """The sheet as it stands, for the page. `said` are the words that asked: the page shows the same."""
    field = run.current
    held = run.status in ("open", "paused")
    return SheetView(
        sheet=run.sheet.key,
        title=run.sheet.title,
        status="none" if run.status == "stopped" else run.status,
        current=field.key if field is not None and held else "",
        progress=run.settled / len(run.entries),
        fields=tuple(_field(run, field, said) for field in run.sheet.fields),
    )


def summary(run: SheetRun) -> str:
    """The answers, a line each, in the person's own words."""
    lines = [run.sheet.title]
    for field, entry in zip(run.sheet.fields, run.entries, strict=True):
        if entry.status == "filled":
            scale = f" of {field.maximum:g}" if field.kind == "rating" else ""
            lines.append(f"{field.label}: {shown(field, entry.value)}{scale}")
    return "\n".join(lines)


def problem_text(run: SheetRun, field: Field) -> str:
    """Why the last answer was not taken, as the page shows it."""
    between = f"from {field.minimum:g} to {field.maximum:g}"
    texts = {
        "number": f"A number {between}, please.",
        "range": f"The scale goes {between}.",
        "choice": "Please pick from the list.",
        "empty": "There was nothing in it yet.",
        "long": "That is more than fits here. A shorter answer, please.",
        "scale": "Out of ten, or out of a hundred?",
    }
    return texts.get(run.entry(field.key).problem, "")


def _field(run: SheetRun, field: Field, said: str) -> SheetField:
    wordings = [_pick(run, field.prompts, number) for number in range(len(field.prompts))]
    entry = run.entry(field.key)
    asked = run.status == "open" and run.current is field
    status = "heard" if entry.doubt else "asking" if asked else entry.status
    return SheetField(
        key=field.key,
        label=field.label,
        kind=field.kind,
        prompt=next((wording for wording in wordings if wording in said), wordings[0]),
        help=field.help,
        status=status,
        value=entry.value,
        shown=entry.doubt or shown(field, entry.value),
        minimum=field.minimum,
        maximum=field.maximum,
        low_label=field.low,
        high_label=field.high,
        choices=field.choices,
        problem=problem_text(run, field),
    )


def _pick(run: SheetRun, texts: tuple[str, ...], variation: int) -> str:
    """One of the wordings whose earlier answers are there to be said; those with one come first."""
    said = {field.key: _sayable(field, run.entry(field.key).value) for field in run.sheet.fields}
    fitting = [text for text in texts if all(said[key] for key in PLACE.findall(text))]
    fitting.sort(key=lambda text: not PLACE.search(text))
    return PLACE.sub(lambda found: said[found[1]], fitting[variation % len(fitting)])


def _sayable(field: Field, value: str) -> str:
    """An earlier answer without its lead-in and end mark, or nothing if it is too long to repeat."""
    text = pattern(r"^(?:<lead_in>[\s,]+)+(?=\w)").sub("", shown(field, value)).rstrip(" .!?…,;:")
    if not text or len(plain(text).split()) > SAYABLE or "\n" in text:
        return ""
    return text[0].upper() + text[1:]
