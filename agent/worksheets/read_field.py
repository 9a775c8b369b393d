"""Reads one field of a sheet, and one column of a table."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, get_args

import yaml

from agent.worksheets.conditions import read_conditions
from agent.worksheets.reader import Reader
from agent.worksheets.schema import WORDINGS, Column, ColumnKind, Field, FieldKind

RATING = ("minimum", "maximum", "low", "high")
BELONGS: dict[str, tuple[str, ...]] = {
    **dict.fromkeys((*RATING, "rates"), ("rating",)),
    **dict.fromkeys(("choices", "synonyms"), ("choice", "several")),
    **dict.fromkeys(("least", "most"), ("several", "table")),
    **dict.fromkeys(("columns", "row_prompts"), ("table",)),
    "seconds": ("timer",),
    **dict.fromkeys(("pattern", "rounds", "opt_out"), ("breathing",)),
}
"""Keys that only some kinds have."""
BREATH_PARTS = 4
LONGEST_SECONDS = 4 * 3600.0
MOST_ROUNDS = 100


def read_field(node: yaml.Node, file: str, before: Sequence[Field]) -> Field:
    """The field in `node`, which may refer to the fields before it."""
    read = Reader(node, file, Field)
    kind = read.one_of("kind", get_args(FieldKind))
    _only_its_own(read, kind)
    known = [field.key for field in before]
    key = _own_key(read, known)
    table, breathing = kind == "table", kind == "breathing"
    field = Field(
        key=key,
        label=read.value("label", str),
        kind=kind,  # type: ignore[arg-type]
        prompts=read.wordings("prompts", known),
        help=read.value("help", str),
        repair=read.wordings("repair", known),
        names=read.texts("names"),
        inner=read.value("inner", bool, False),
        rates=read.value("rates", str, ""),
        when=read_conditions(read, "when", before),
        least=read.value("least", int, 0),
        most=read.value("most", int, 0),
        columns=_columns(read, known) if table else (),
        row_prompts=read.wordings("row_prompts", [*known, "row"]) if table else (),
        seconds=_seconds(read) if kind == "timer" else 0.0,
        pattern=_pattern(read) if breathing else (),
        rounds=_rounds(read) if breathing else 0,
        opt_out=read.wordings("opt_out", known, WORDINGS if "opt_out" in read.keys else 0),
        **_scale(read, kind, key),
    )
    _check_counts(read, field)
    if field.rates and field.rates not in [other.key for other in before if other.kind == "text"]:
        raise read.wrong("rates", f"{field.rates!r} is no text field before this one", "Use its key.")
    return field


def _own_key(read: Reader, taken: Sequence[str]) -> str:
    key: str = read.value("key", str)
    if key in taken or not key.isidentifier():
        raise read.wrong("key", f"key {key!r} must be a name of its own", "Letters, digits and underscores.")
    return key


def _only_its_own(read: Reader, kind: str) -> None:
    for key in read.keys:
        kinds = BELONGS.get(key, (kind,))
        if kind not in kinds:
            raise read.wrong(
                read.marks[key], f"{key!r} is not for kind {kind!r}", f"It is for {' and '.join(kinds)}."
            )


def _scale(read: Reader, kind: str, key: str) -> dict[str, Any]:
    """What ratings and choices have, for a field or a column."""
    found: dict[str, Any] = {
        "minimum": read.value("minimum", float, 0.0),
        "maximum": read.value("maximum", float, 0.0),
        "low": read.value("low", str, ""),
        "high": read.value("high", str, ""),
        "choices": read.texts("choices"),
    }
    found["synonyms"] = _synonyms(read, found["choices"])
    if kind == "rating" and not found["minimum"] < found["maximum"]:
        raise read.wrong(read.node, f"{key!r} needs a maximum above its minimum", "Add `maximum: 10`.")
    folded = {choice.casefold() for choice in found["choices"]}
    if kind in ("choice", "several") and len(folded) < 2:
        raise read.wrong(read.node, f"{key!r} needs choices", "List at least two under `choices:`.")
    if len(folded) < len(found["choices"]):
        raise read.wrong("choices", f"two choices of {key!r} are the same", "Take one of them out.")
    return found


def _synonyms(read: Reader, choices: Sequence[str]) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """Other words for each choice; no two choices may share one."""
    if "synonyms" not in read.keys:
        return ()
    inner = Reader(read.keys["synonyms"], read.file, choices)
    found = tuple((choice, inner.texts(choice, 1)) for choice in choices if choice in inner.keys)
    words = [*choices, *(word for _, others in found for word in others)]
    folded = [word.casefold() for word in words]
    twice = next((word for word in words if folded.count(word.casefold()) > 1), None)
    if twice is not None:
        raise read.wrong("synonyms", f"{twice!r} stands for two choices", "Leave it to one of them.")
    return found


def _columns(read: Reader, taken: Sequence[str]) -> tuple[Column, ...]:
    nodes = read.items("columns", "the columns")
    if not nodes:
        raise read.wrong(read.node, "a table needs columns", "Add `columns:` with at least one.")
    columns: list[Column] = []
    for node in nodes:
        columns.append(_column(node, read.file, [column.key for column in columns]))
    return tuple(columns)


def _column(node: yaml.Node, file: str, before: Sequence[str]) -> Column:
    read = Reader(node, file, Column)
    kind = read.one_of("kind", get_args(ColumnKind))
    _only_its_own(read, kind)
    key = _own_key(read, before)
    return Column(
        key=key,
        label=read.value("label", str),
        kind=kind,  # type: ignore[arg-type]
        # The first column is asked for by the table's own prompts.
        ask=read.wordings("ask", ["row"] if before else [], 0 if not before or "ask" in read.keys else 1),
        **_scale(read, kind, key),
    )


def _check_counts(read: Reader, field: Field) -> None:
    room = len(field.choices) if field.kind == "several" else field.most or field.least
    for key in ("least", "most"):
        number = getattr(field, key)
        if number < 0 or (field.choices and number > room):
            raise read.wrong(key, f"{key!r} of {field.key!r} cannot be {number}", f"From 0 to {room}.")
    if field.most and field.most < field.least:
        raise read.wrong("most", f"'most' of {field.key!r} is below 'least'", "Raise it or take it out.")


def _seconds(read: Reader) -> float:
    seconds: float = read.value("seconds", float)
    if not 0 < seconds <= LONGEST_SECONDS:
        raise read.wrong("seconds", "a timer runs for 1 second to 4 hours", "Give its length in seconds.")
    return seconds


def _pattern(read: Reader) -> tuple[float, ...]:
    node = read.keys.get("pattern")
    items = node.value if isinstance(node, yaml.SequenceNode) else []
    found = tuple(float(read.typed(item, "pattern", float)) for item in items)
    if len(found) != BREATH_PARTS or min(found) < 0 or not (found[0] > 0 and found[2] > 0) or max(found) > 60:
        raise read.wrong(
            "pattern",
            "'pattern' must be four times in seconds",
            "In, hold, out, hold, such as [4, 4, 4, 4]; a hold may be 0.",
        )
    return found


def _rounds(read: Reader) -> int:
    rounds: int = read.value("rounds", int)
    if not 0 < rounds <= MOST_ROUNDS:
        raise read.wrong("rounds", f"'rounds' must be 1 to {MOST_ROUNDS}", "Four is usual.")
    return rounds
