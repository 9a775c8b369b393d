"""What to say next on a sheet, in one of its wordings, with earlier answers in their place."""

from __future__ import annotations

import functools
import json
from collections.abc import Sequence
from pathlib import Path

import yaml

from agent.worksheets import tables
from agent.worksheets.exercises import running
from agent.worksheets.phrases import pattern, plain
from agent.worksheets.schema import PLACE, Field
from agent.worksheets.shown import shown, shown_in_doubt
from agent.worksheets.state import Entry, SheetRun

SAYABLE = 8
"""Words of an earlier answer that still sit well inside a question."""
REPEATABLE = 40
"""Words of an answer that is repeated so that it can be changed; what is longer is on the page."""
SINCE = "Last time"


def question(run: SheetRun, variation: int) -> str:
    """What to say next; `variation` picks among the wordings. Empty once the sheet is put away."""
    field, rule = run.current, run.stop_rule
    if rule is not None and run.status in ("paused", "stopped", "done"):
        return pick(run, rule.say, variation)
    if run.status == "offered":
        return pick(run, run.sheet.offers, variation)
    if run.status == "stopped":
        return ""
    if run.status == "done" or field is None:
        return pick(run, run.sheet.closings, variation)
    if run.status == "paused":
        return pick(run, run.sheet.returns, variation)
    entry = run.entry(field.key)
    asked = tables.asked(field, entry) if field.kind == "table" else field
    if entry.problem:
        return _again(run, field, asked, entry, variation)
    if field.kind == "table":
        return _of_table(run, field, entry, variation)
    if running(entry):
        return _saying("running", variation)
    if entry.status == "filled":
        return _saying("again", variation, x=_short(shown(field, entry.value)))
    if entry.offered:
        since = (run.since or SINCE)[0].upper() + (run.since or SINCE)[1:]
        return _saying("offered", variation, since=since, x=_short(shown(field, entry.offered)))
    return pick(run, field.prompts, variation)


def wordings(run: SheetRun, field: Field) -> tuple[str, ...]:
    """Every way in which the field, or the cell that is asked of it, may be put."""
    texts = field.prompts
    if field.kind == "table":
        texts = _texts(field, run.entry(field.key))
    return tuple(pick(run, texts, number) for number in range(len(texts)))


def pick(run: SheetRun, texts: Sequence[str], variation: int) -> str:
    """One of the wordings whose earlier answers are there to be said; those with one come first."""
    wanted = {key for text in texts for key in PLACE.findall(text)}  # most wordings have none
    said = {
        field.key: sayable(field, entry.value) if plays else ""
        for field, entry, plays in zip(run.sheet.fields, run.entries, run.plays, strict=True)
        if field.key in wanted
    }
    if "row" in wanted:
        said["row"] = _row(run)
    fitting = [text for text in texts if all(said.get(key) for key in PLACE.findall(text))]
    fitting.sort(key=lambda text: not PLACE.search(text))
    if not fitting:  # a column may have no wording without {row}
        return PLACE.sub("that", texts[variation % len(texts)]) if texts else ""
    return PLACE.sub(lambda found: said[found[1]], fitting[variation % len(fitting)])


def sayable(field: Field, value: str) -> str:
    """An earlier answer without its lead-in and end mark, or nothing if it is too long to repeat."""
    text = pattern(r"^(?:<lead_in>[\s,]+)+(?=\w)").sub("", shown(field, value)).rstrip(" .!?…,;:")
    if not text or len(plain(text).split()) > SAYABLE or "\n" in text:
        return ""
    return text[0].upper() + text[1:]


def _again(run: SheetRun, field: Field, asked: Field, entry: Entry, variation: int) -> str:
    """The question once more, by what went wrong with the answer."""
    if entry.problem == "help":
        return f"{field.help} {pick(run, _texts(field, entry), variation)}"
    if entry.problem == "scale":
        return f"{entry.doubt} out of ten, or out of a hundred?"
    if entry.problem == "confirm" and entry.doubt:
        return _saying("confirm", variation, x=_short(shown_in_doubt(asked, entry.doubt)))
    if entry.problem == "holds":
        return pick(run, field.opt_out or _sayings()["without_holds"], variation)
    within = field.kind == "table" and asked is not field
    return pick(run, asked.prompts if within and asked.prompts else field.repair, variation)


def _of_table(run: SheetRun, field: Field, entry: Entry, variation: int) -> str:
    now = tables.draft(field, entry)
    column = field.column(now.asking)
    was = now.row.get(now.asking) if column is not None else None
    if column is not None and was is not None:
        return _saying("again", variation, x=_short(tables.cell_shown(column, was)))
    if entry.offered and not entry.value and not now.row:
        since = (run.since or SINCE)[0].upper() + (run.since or SINCE)[1:]
        return _saying("offered", variation, since=since, x=_short(shown(field, entry.offered)))
    if entry.status == "filled" and not now.row:
        return _saying("more", variation, x=_short(shown(field, entry.value)))
    return pick(run, _texts(field, entry), variation)


def _texts(field: Field, entry: Entry) -> tuple[str, ...]:
    """The wordings for what is asked of the field now."""
    if field.kind != "table":
        return field.prompts
    asked = tables.asked(field, entry)
    if asked is not field and asked.prompts:
        return asked.prompts
    return field.row_prompts if tables.rows(entry) else field.prompts


def _row(run: SheetRun) -> str:
    """The first answer of the row at hand, or of the last one where a new row is asked for."""
    field = run.current
    if field is None or field.kind != "table":
        return ""
    entry = run.entry(field.key)
    now, done, first = tables.draft(field, entry), tables.rows(entry), field.columns[0]
    row = now.row or (done[-1] if done else {})
    cell = row.get(first.key)
    return "" if cell is None else sayable(first.as_field(), json.dumps(cell))


def _short(text: str) -> str:
    words = text.split()
    return text.rstrip(".") if len(words) <= REPEATABLE else " ".join(words[:REPEATABLE]) + " …"


def _saying(name: str, variation: int, **places: str) -> str:
    texts = _sayings()[name]
    return texts[variation % len(texts)].format(**places)


@functools.cache
def _sayings() -> dict[str, tuple[str, ...]]:
    text = (Path(__file__).parent / "phrases" / "say.yaml").read_text(encoding="utf-8")
    return {name: tuple(lines) for name, lines in yaml.safe_load(text).items()}
