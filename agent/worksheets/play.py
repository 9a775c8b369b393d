"""Which fields are in play: branching follows the answers, also when they change later."""

from __future__ import annotations

from collections.abc import Sequence

from agent.worksheets.conditions import all_hold
from agent.worksheets.schema import Sheet


def in_play(sheet: Sheet, values: Sequence[str]) -> tuple[bool, ...]:
    """For each field, whether its conditions hold. An answer that is itself passed over counts as none."""
    answers: dict[str, str] = {}
    found: list[bool] = []
    for field, value in zip(sheet.fields, values, strict=True):
        plays = all_hold(field.when, lambda key: answers.get(key, ""))
        answers[field.key] = value if plays else ""
        found.append(plays)
    return tuple(found)


def broken_rule(sheet: Sheet, values: Sequence[str], key: str) -> int:
    """The first stop rule about the field `key` whose conditions all hold now, or -1."""
    plays = in_play(sheet, values)
    answers = {
        field.key: value if playing else ""
        for field, value, playing in zip(sheet.fields, values, plays, strict=True)
    }
    for number, rule in enumerate(sheet.stops):
        if any(condition.field == key for condition in rule.when) and all_hold(
            rule.when, answers.__getitem__
        ):
            return number
    return -1
