"""A worksheet on the terminal as it would be asked: wordings, branches, stop rules, what follows."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from rich.console import Console
from rich.panel import Panel
from rich.table import Table
from rich.text import Text

from agent.worksheets.conditions import told
from agent.worksheets.schema import Condition, Field, Sheet

Line = tuple[str, Text]
"""A word for what it is, and the text."""


def preview(sheet: Sheet, console: Console) -> None:
    """Print the sheet."""
    console.print(Panel(_grid(_head(sheet)), title=sheet.title, title_align="left"))
    for number, field in enumerate(sheet.fields, 1):
        name = Text.assemble((f"{number:2}  ", "dim"), (field.label, "bold"), (f"  {_kind(field)}", "dim"))
        console.print(name)
        console.print(_grid(_question(sheet, field)))
        console.print()
    console.print(Panel(_grid(_tail(sheet)), title="Afterwards", title_align="left"))


def _grid(lines: Iterable[Line]) -> Table:
    grid = Table.grid(padding=(0, 2))
    grid.add_column(justify="right", style="dim", min_width=13)
    grid.add_column()
    for name, text in lines:
        grid.add_row(name, text)
    return grid


def _head(sheet: Sheet) -> Iterator[Line]:
    yield "about", Text(sheet.about)
    yield "takes", Text(f"{sheet.minutes} minutes, {len(sheet.fields)} questions")
    if sheet.suits.needs:
        yield "good for", Text(", ".join(need.replace("_", " ") for need in sheet.suits.needs))
    yield "readiness", Text(", ".join(sheet.suits.stages) or "any")
    if sheet.caution:
        yield "caution", Text(sheet.caution, "bold yellow")
    yield from _said("offered", sheet.offers)


def _question(sheet: Sheet, field: Field) -> Iterator[Line]:
    if field.when:
        yield "only if", Text(_conditions(sheet, field.when), "cyan")
    yield from _said("asked", field.prompts)
    for column in field.columns:
        yield "column", Text(f"{column.label}, {_scale(column.as_field()) or column.kind}")
        yield from _said("", column.ask)
    yield from _said("next row", field.row_prompts)
    yield "help", Text(field.help)
    yield from _said("again", field.repair)
    yield from _said("no holding", field.opt_out)
    for rule in sheet.stops:
        if sheet.fields[max(sheet.index(one.field) for one in rule.when)] is field:
            then = {"pause": "pauses", "stop": "is put away"}[rule.then]
            other = f", and {rule.instead} is offered" if rule.instead else ""
            yield "stops", Text(f"if {_conditions(sheet, rule.when)}, the sheet {then}{other}", "yellow")
            yield from _said("", rule.say)


def _tail(sheet: Sheet) -> Iterator[Line]:
    yield from _said("closing", sheet.closings)
    yield from _said("return", sheet.returns)
    if sheet.carries:
        labels = [sheet.fields[sheet.index(key)].label for key in sheet.carries]
        yield "carried", Text(f"to the next day: {', '.join(labels)}")
    if sheet.follow_up is not None:
        yield "next time", Text(f"asked about: {sheet.fields[sheet.index(sheet.follow_up.about)].label}")
        yield from _said("", sheet.follow_up.prompts)
        if sheet.follow_up.lapse:
            yield "", Text(f"if it did not go well, {sheet.follow_up.lapse} is offered")


def _kind(field: Field) -> str:
    if field.kind == "timer":
        return f"timer, {field.seconds:g} seconds"
    if field.kind == "breathing":
        return f"breathing {'-'.join(f'{part:g}' for part in field.pattern)}, {field.rounds} rounds"
    counts = [f"{word} {number}" for word, number in (("least", field.least), ("most", field.most)) if number]
    return ", ".join([_scale(field) or field.kind, *counts])


def _scale(field: Field) -> str:
    if field.kind == "rating":
        ends = f" ({field.low} to {field.high})" if field.low and field.high else ""
        return f"rating {field.minimum:g} to {field.maximum:g}{ends}"
    return f"{field.kind} of {', '.join(field.choices)}" if field.choices else ""


def _conditions(sheet: Sheet, when: tuple[Condition, ...]) -> str:
    return " and ".join(told(one, sheet.fields[sheet.index(one.field)]) for one in when)


def _said(name: str, texts: tuple[str, ...]) -> list[Line]:
    return [(name if not place else "", Text(text)) for place, text in enumerate(texts)]
