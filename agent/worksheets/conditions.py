"""Conditions on earlier answers: how they are written, and whether they hold."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from typing import Any, get_args

import yaml

from agent.worksheets.reader import Reader
from agent.worksheets.schema import Condition, Field, Test

_TESTS: tuple[str, ...] = get_args(Test)
_COUNTED = ("several", "table")
"""Kinds of which `at_least` and `at_most` count the choices or rows."""


def read_conditions(read: Reader, key: str, fields: Sequence[Field]) -> tuple[Condition, ...]:
    """The conditions under `key`: one mapping or a list of them, on any of `fields`."""
    return tuple(_condition(node, read.file, fields) for node in read.items(key, "conditions"))


def holds(condition: Condition, value: str) -> bool:
    """Whether it holds of an answer (JSON; an empty text where there is none)."""
    if condition.test == "filled":
        return (value not in ("", "[]")) == condition.value
    if not value:
        return False
    plain: Any = json.loads(value)
    if condition.test == "is":
        return bool(_same(plain, condition.value))
    if condition.test == "has":
        return any(_same(item, condition.value) for item in (plain if isinstance(plain, list) else [plain]))
    number = len(plain) if isinstance(plain, list) else plain
    if not isinstance(number, (int, float)) or not isinstance(condition.value, (int, float)):
        return False
    return number >= condition.value if condition.test == "at_least" else number <= condition.value


def all_hold(conditions: Sequence[Condition], answer: Callable[[str], str]) -> bool:
    """Whether all hold; `answer` gives a field's answer as JSON."""
    return all(holds(condition, answer(condition.field)) for condition in conditions)


def told(condition: Condition, field: Field) -> str:
    """A condition in words, for the preview: "How strong it was is at least 7"."""
    if condition.test == "filled":
        return f"{field.label} is {'given' if condition.value else 'left out'}"
    value = f"{condition.value:g}" if isinstance(condition.value, float) else str(condition.value)
    verb = {"is": "is", "has": "holds", "at_least": "is at least", "at_most": "is at most"}[condition.test]
    if field.kind in _COUNTED and condition.test in ("at_least", "at_most"):
        verb = verb.replace("is", "has")
    return f"{field.label} {verb} {value}"


def _same(plain: Any, wanted: Any) -> bool:
    if isinstance(plain, str) and isinstance(wanted, str):
        return plain.casefold() == wanted.casefold()
    return type(plain) in (int, float) and isinstance(wanted, (int, float)) and plain == wanted


def _condition(node: yaml.Node, file: str, fields: Sequence[Field]) -> Condition:
    read = Reader(node, file, ("field", *_TESTS))
    key = read.value("field", str)
    field = next((field for field in fields if field.key == key), None)
    if field is None:
        raise read.wrong("field", f"{key!r} is no field before this place", "A condition looks back only.")
    tests = [test for test in _TESTS if test in read.keys]
    if len(tests) != 1:
        raise read.wrong(
            node, "a condition needs exactly one test", f"Use one of {', '.join(_TESTS)}; list several."
        )
    return Condition(field=key, test=tests[0], value=_value(read, tests[0], field))  # type: ignore[arg-type]


def _value(read: Reader, test: str, field: Field) -> str | float | bool:
    """What the answer is held against, if it can be held against it."""
    if test == "filled":
        return bool(read.value(test, bool))
    if test in ("at_least", "at_most"):
        if field.kind not in ("rating", *_COUNTED):
            raise read.wrong(
                test, f"{test!r} does not fit {field.key!r}", "It is for ratings and for counts."
            )
        number: float = read.value(test, float)
        if field.kind == "rating" and not field.minimum <= number <= field.maximum:
            scale = f"from {field.minimum:g} to {field.maximum:g}"
            raise read.wrong(test, f"{number:g} is not on the scale of {field.key!r}", f"It goes {scale}.")
        return number
    if field.kind == "rating" and test == "is":
        return float(read.value(test, float))
    if test == "has" and field.kind not in ("choice", "several"):
        raise read.wrong(test, f"'has' does not fit {field.key!r}", "It is for choices.")
    if test == "is" and field.kind not in ("choice", "text", "person"):
        raise read.wrong(test, f"'is' does not fit {field.key!r}", "Use has, at_least, at_most or filled.")
    return read.one_of(test, field.choices) if field.choices else str(read.value(test, str))
