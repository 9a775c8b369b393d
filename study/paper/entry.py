"""A sheet filled on paper, typed in by whoever runs the study: field by field, checked, and twice if wanted.

It is the same run that the screen and the voice make, entered through channel "paper".
"""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

from agent.worksheets.run import apply, begin
from agent.worksheets.schema import Field, Sheet
from agent.worksheets.show import problem_text
from agent.worksheets.shown import shown
from agent.worksheets.state import Attempt, SheetRun
from agent.worksheets.state import Entry as Stands
from alongside.messages import Answer
from study.paper.typed import MisreadError, cell, hint, read

HELP = (
    "Type what stands on the paper. Enter alone: left empty there. <  back one field. "
    "?  this help. !  stop here and keep what is typed. A line that ends in \\ goes on."
)
MOVES = ("<", "?", "!")


@dataclass(frozen=True)
class Differs:
    """A field that came out otherwise the second time; values as JSON."""

    field: str
    label: str
    first: str
    second: str


class StoppedError(Exception):
    """Whoever types stopped in the middle; `run` is what there is."""

    def __init__(self, run: SheetRun) -> None:
        super().__init__("stopped")
        self.run = run


class Entry:
    """One person typing sheets in. `ask` gives what is typed at a prompt, `tell` shows a line."""

    def __init__(self, ask: Callable[[str], str], tell: Callable[[str], None]) -> None:
        self.ask, self.tell = ask, tell

    def enter(self, sheet: Sheet, begun: SheetRun | None = None) -> SheetRun:
        """The whole sheet, from its first open field on. Raises StoppedError with what was typed so far."""
        run = begun or self._start(sheet)
        self.tell(HELP)
        place = run.position if begun else 0
        back: list[int] = []
        while place < len(sheet.fields):
            if not run.plays[place]:
                place += 1
                continue
            try:
                run, moved = self._field(run, place)
            except (EOFError, KeyboardInterrupt):
                raise StoppedError(run) from None
            if moved == "!":
                raise StoppedError(run)
            if moved == "<":
                place = back.pop() if back else place
                continue
            back.append(place)
            place += 1
        return self._correct(_finished(run))

    def settle(self, first: SheetRun, second: SheetRun) -> tuple[SheetRun, tuple[Differs, ...]]:
        """The first run, with what came out otherwise the second time decided one by one."""
        found = differences(first, second)
        run = first
        for item in found:
            place = run.sheet.index(item.field)
            field = run.sheet.fields[place]
            one, two = (shown(field, value) or "(empty)" for value in (item.first, item.second))
            self.tell(f"{item.label}: {one!r} the first time, {two!r} the second.")
            while True:
                said = self.ask("1, 2, or e to type it again > ").strip().lower()
                if said == "2":
                    run = _put(run, field, _typed(field, item.second))
                elif said == "e":
                    run, _ = self._field(run, place)
                if said in ("1", "2", "e"):
                    break
        return _finished(run), found

    def _start(self, sheet: Sheet) -> SheetRun:
        return apply(begin(sheet), Answer(sheet=sheet.key, move="start", channel="paper"))

    def _field(self, run: SheetRun, place: int) -> tuple[SheetRun, str]:
        """One field until it is taken; with it what was done instead: <, ! or nothing."""
        field = run.sheet.fields[place]
        number = f"{place + 1}. {field.label}"
        expected = hint(field)
        self.tell(f"{number}  [{expected}]" if expected else number)
        if field.kind == "table":
            return self._table(run, field)
        while True:
            said = self._line("  > ")
            if said == "?":
                self.tell(f"{field.help} {HELP}")
                continue
            if said in MOVES:
                return run, said
            try:
                tried = _put(run, field, read(field, said)) if said else _skip(run, field)
            except MisreadError as wrong:
                self.tell(f"  {wrong}")
                continue
            if said and tried.entry(field.key).problem:
                self.tell(f"  {problem_text(tried, field) or 'That does not fit.'}")
                continue
            if field.kind == "breathing" and said and field.pattern[1:2] != (0.0,):
                tried = self._holds(tried, field)
            return tried, ""

    def _holds(self, run: SheetRun, field: Field) -> SheetRun:
        without = self._line("  were the holds left out? y/n > ").lower().startswith("y")
        done = json.loads(run.entry(field.key).value)
        return _put(run, field, json.dumps({**done, "holds": False})) if without else run

    def _table(self, run: SheetRun, field: Field) -> tuple[SheetRun, str]:
        """Row by row; an empty first cell ends it."""
        rows: list[dict[str, Any]] = []
        while not field.most or len(rows) < field.most:
            row: dict[str, Any] = {}
            for column in field.columns:
                expected = hint(column)
                name = f"{column.label} [{expected}]" if expected else column.label
                said, value = self._cell(run, field, column.key, f"  row {len(rows) + 1}, {name} > ")
                if said in ("<", "!") and not rows and not row:
                    return run, said
                if said in ("<", "!") or (not said and column is field.columns[0]):
                    row = {}
                    break
                if said:
                    row[column.key] = value
            if not row:
                break
            rows.append(row)
        return (_put(run, field, json.dumps(rows)) if rows else _skip(run, field)), ""

    def _cell(self, run: SheetRun, field: Field, key: str, prompt: str) -> tuple[str, Any]:
        column = next(column for column in field.columns if column.key == key)
        while True:
            said = self._line(prompt)
            if said == "?":
                self.tell(f"{field.help} {HELP}")
                continue
            if not said or said in MOVES:
                return said, None
            try:
                value = cell(column, said)
            except MisreadError as wrong:
                self.tell(f"  {wrong}")
                continue
            tried = _put(run, field, json.dumps([{key: value}]))
            if not tried.entry(field.key).problem:
                return said, value
            self.tell(f"  {problem_text(tried, field) or 'That does not fit there.'}")

    def _correct(self, run: SheetRun) -> SheetRun:
        """Everything once more, to be put right by number."""
        while True:
            for place, field in enumerate(run.sheet.fields):
                if run.plays[place]:
                    self.tell(f"{place + 1:>3}. {field.label}: {_told(run, field)}")
            said = self.ask("Number of a field to change, or Enter to keep it all > ").strip()
            if not said:
                return run
            if said.isdigit() and 1 <= int(said) <= len(run.sheet.fields) and run.plays[int(said) - 1]:
                run, _ = self._field(run, int(said) - 1)
                run = _finished(self._open_fields(run))

    def _open_fields(self, run: SheetRun) -> SheetRun:
        """A correction may have brought fields into play that were not asked for yet."""
        for place, field in enumerate(run.sheet.fields):
            if run.plays[place] and run.entry(field.key).status == "waiting":
                run, _ = self._field(run, place)
        return run

    def _line(self, prompt: str) -> str:
        said = self.ask(prompt).rstrip()
        while said.endswith("\\"):
            said = f"{said[:-1].rstrip()}\n{self.ask('  … ').rstrip()}"
        return said.strip()


def differences(first: SheetRun, second: SheetRun) -> tuple[Differs, ...]:
    """Fields whose values are not the same in both."""
    return tuple(
        Differs(field.key, field.label, one.value, two.value)
        for field, one, two in zip(first.sheet.fields, first.entries, second.entries, strict=True)
        if one.value != two.value
    )


def _typed(field: Field, value: str) -> str:
    """A stored value as it would be typed in: a text bare, the rest as JSON."""
    return str(json.loads(value)) if value and field.kind in ("text", "person") else value


def _told(run: SheetRun, field: Field) -> str:
    entry = run.entry(field.key)
    return shown(field, entry.value).replace("\n", " / ") if entry.value else "(empty)"


def _put(run: SheetRun, field: Field, value: str) -> SheetRun:
    if not value:
        return _skip(run, field)
    return apply(run, Answer(sheet=run.sheet.key, field=field.key, value=value, channel="paper"))


def _skip(run: SheetRun, field: Field) -> SheetRun:
    """The field left empty, as on the paper; what was typed there by mistake stays in the history only."""
    old = run.entry(field.key)
    if old.value:
        place = run.sheet.index(field.key)
        undone = Attempt(
            field=field.key, move="edit", said="", outcome="moved", channel="paper", before=old.value
        )
        entries = (*run.entries[:place], Stands(status="waiting"), *run.entries[place + 1 :])
        run = replace(run, entries=entries, history=(*run.history, undone))
    return apply(run, Answer(sheet=run.sheet.key, field=field.key, move="skip", channel="paper"))


def _finished(run: SheetRun) -> SheetRun:
    """Paper knows no stop rules: what was filled to the end is done."""
    if run.status == "paused":
        run = apply(run, Answer(sheet=run.sheet.key, move="resume", channel="paper"))
    return run
