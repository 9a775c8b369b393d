"""What words mean to each kind of field, once they are no move and no yes to a doubt."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date

from agent.worksheets.choices import Picked, pick
from agent.worksheets.exercise_words import done_so_far
from agent.worksheets.people import person
from agent.worksheets.phrases import holds, is_all, pattern, plain, starts, words
from agent.worksheets.ratings import rating
from agent.worksheets.rows import rows
from agent.worksheets.schema import Field
from agent.worksheets.spoken_times import time_said
from agent.worksheets.understood import Understood
from agent.worksheets.values import clean

Reader = Callable[[str, Field, str, str, date], Understood]
"""Reads what was said to a field: with what was in doubt, an earlier answer to compare with, and today."""

SUBSTANCE = 2
"""Words of content in an answer to a rating that make it something told rather than a number sought.
One is enough where they speak of themselves ("I'm exhausted")."""


def _text(said: str, field: Field, doubt: str, before: str, today: date) -> Understood:
    text = plain(said)
    if not pattern(r"\b<fillers>(?:\s|$)").sub("", text).strip():
        return Understood("unclear", problem="empty")
    dark = holds("self_harm", text)
    overwhelmed = _overwhelmed(text) or (not field.inner and pattern("<cannot>(?: <still>)*").fullmatch(text))
    to_companion = starts("to_companion", text) and (not field.inner or "?" in said)
    if (dark and not field.inner) or overwhelmed or to_companion:
        return Understood("aside")
    return Understood("value", json.dumps(clean(said)), heavy=dark)


def _rating(said: str, field: Field, doubt: str, before: str, today: date) -> Understood:
    text = plain(said)
    found = rating(said, field, doubt, before)
    heavy = holds("heavy", text)
    if found.value:
        return Understood("value", found.value, heavy=heavy and found.content > 0)
    told = found.content >= (1 if holds("of_themselves", text) else SUBSTANCE) and not found.doubt
    if heavy or told or _comes_first(text):
        return Understood("aside")
    return Understood("unclear", problem=found.problem, doubt=found.doubt)


def _choices(said: str, field: Field, doubt: str, before: str, today: date) -> Understood:
    text = plain(said)
    if is_all("asks_meaning", text):
        return Understood("unclear", problem="help")
    meant = pick(said, field)
    found = picked(meant, field, heavy=holds("heavy", text))
    if found.value:
        return found
    content = [word for word in text.split() if word not in words("rating_words")]
    told = len(content) > SUBSTANCE and not meant.named
    if holds("heavy", text) or told or _comes_first(text):
        return Understood("aside")
    return found


def picked(found: Picked, field: Field, heavy: bool = False) -> Understood:
    """The choices as a value, or the value asked about."""
    several = field.kind == "several"
    if not (found.choices or (found.empty and several)) or (len(found.choices) > 1 and not several):
        return Understood("unclear", problem="choice")
    value = json.dumps(list(found.choices) if several else found.choices[0])
    return Understood("value", value, heavy=heavy) if found.sure else _doubtful(value)


def _time(said: str, field: Field, doubt: str, before: str, today: date) -> Understood:
    text = plain(said)
    if is_dark(text) or _comes_first(text):
        return Understood("aside")
    found = time_said(said, today, doubt)
    if not found.value:
        return Understood("unclear", problem="time")
    return Understood("value", found.value) if found.sure else _doubtful(found.value)


def _person(said: str, field: Field, doubt: str, before: str, today: date) -> Understood:
    text = plain(said)
    if is_dark(text) or _comes_first(text):
        return Understood("aside")
    found = person(said)
    if not found.who:
        return Understood("unclear", problem=found.problem)
    return Understood("value", json.dumps(found.who)) if found.sure else _doubtful(json.dumps(found.who))


def _table(said: str, field: Field, doubt: str, before: str, today: date) -> Understood:
    """New rows with their first column."""
    text = plain(said)
    column = field.columns[0]
    if holds("self_harm", text) or _comes_first(text):
        return Understood("aside")
    if not pattern(r"\b<fillers>(?:\s|$)").sub("", text).strip():
        return Understood("unclear", problem="empty")
    items, ends = rows(said, "person" if column.kind == "person" else "text")
    if not items and not ends:
        return Understood("unclear", problem="person" if column.kind == "person" else "empty")
    kept = items[: field.most] if field.most else items
    return Understood("value", json.dumps([{column.key: item} for item in kept]), ends=ends)


def _exercise(said: str, field: Field, doubt: str, before: str, today: date) -> Understood:
    text = plain(said)
    value = done_so_far(said, field)
    if is_all("exercise_help", text):
        return Understood("unclear", problem="help")
    if value:
        return Understood("value", value)
    told = len(text.split()) > SUBSTANCE and holds("of_themselves", text)
    told = told or (len(text.split()) > 2 * SUBSTANCE and text.split()[0] in words("clause_heads"))
    if holds("heavy", text) or told or _comes_first(text):
        return Understood("aside")
    return Understood("unclear", problem="empty")


def _doubtful(value: str) -> Understood:
    return Understood("unclear", problem="confirm", doubt=value)


def is_dark(text: str) -> bool:
    """Whether something in it comes before any sheet."""
    return holds("heavy", text) or holds("self_harm", text)


def _comes_first(text: str) -> bool:
    """Whether they said that it is too much, or speak to the companion rather than to the sheet."""
    return _overwhelmed(text) or starts("to_companion", text)


def _overwhelmed(text: str) -> bool:
    return is_all("too_much", pattern(r"\s+<still>$").sub("", text)) or is_all("too_much", text)


READERS: dict[str, Reader] = {
    "text": _text,
    "rating": _rating,
    "choice": _choices,
    "several": _choices,
    "time": _time,
    "person": _person,
    "table": _table,
    "timer": _exercise,
    "breathing": _exercise,
}
