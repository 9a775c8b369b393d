"""What is in order by the schema and may still be a slip; and how long a sheet takes to be asked."""

from __future__ import annotations

from collections.abc import Iterator

from agent.worksheets.schema import Field, Sheet
from agent.worksheets.sheet import sheet_names

SPOKEN = 150
"""Words a minute of a calm voice."""
LONG = 26
"""Words of one question beyond which it is hard to keep in mind."""


def advice(sheet: Sheet) -> Iterator[str]:
    """What whoever wrote the sheet may want to look at, a line each."""
    for key, place, where in (("distress_before", 0, "first"), ("distress_after", -1, "last")):
        field = sheet.fields[place]
        if (field.key, field.kind, field.minimum, field.maximum) != (key, "rating", 0.0, 10.0):
            yield f"The {where} field is not the rating {key} from 0 to 10: distress will not be compared."
    known = {*sheet_names(), sheet.key}
    for rule in sheet.stops:
        if rule.instead and rule.instead not in known:
            yield f"A stop rule offers {rule.instead!r}, which does not come along: give it by its path."
    if sheet.follow_up is not None and sheet.follow_up.lapse and sheet.follow_up.lapse not in known:
        yield f"After a lapse it offers {sheet.follow_up.lapse!r}, which does not come along."
    for field in sheet.fields:
        yield from _of_field(field)


def spoken_minutes(sheet: Sheet) -> float:
    """How long the questions alone take to be said, once each; not the answers."""
    words = sum(len(field.prompts[0].split()) for field in sheet.fields)
    words += len(sheet.offers[0].split()) + len(sheet.closings[0].split())
    columns = [column for field in sheet.fields for column in field.columns[1:]]
    return (words + sum(len(column.ask[0].split()) for column in columns)) / SPOKEN


def wordings(sheet: Sheet) -> int:
    """How many ways of saying something there are in it."""
    own = (sheet.offers, sheet.returns, sheet.closings, *(rule.say for rule in sheet.stops))
    asked = [
        texts
        for field in sheet.fields
        for texts in (field.prompts, field.repair, field.row_prompts, field.opt_out)
    ]
    cells = [column.ask for field in sheet.fields for column in field.columns]
    later = [sheet.follow_up.prompts] if sheet.follow_up is not None else []
    return sum(len(texts) for texts in (*own, *asked, *cells, *later))


def _of_field(field: Field) -> Iterator[str]:
    for text in (*field.prompts, *field.repair, *field.row_prompts):
        if len(text.split()) > LONG:
            yield f"{field.key}: {len(text.split())} words are long to listen to: {text!r}"
        if text.count("?") > 1:
            yield f"{field.key}: two questions at once: {text!r}"
    if len(set(field.prompts)) < len(field.prompts):
        yield f"{field.key}: two of its prompts are the same."
