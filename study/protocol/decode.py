"""Reads frozen dataclasses from YAML by their own type hints, strictly; remembers where each value stood.

Serves any YAML file whose dataclasses are written with `told` (study/protocol/parts.py).
"""

from __future__ import annotations

import dataclasses
import re
import types
import typing
from typing import Any, TypeVar

import yaml

from agent.worksheets.reader import Reader
from alongside.codec import field_types
from alongside.errors import AlongsideError
from study.protocol.parts import DAYS, KEY, LONGEST

T = TypeVar("T")
Path = tuple[str | int, ...]


class Marks:
    """Where each value of a file stands, by its path: `("visits", 1, "steps", 0, "use")`."""

    def __init__(self, file: str) -> None:
        self.file = file
        self._nodes: dict[Path, yaml.Node] = {}

    def put(self, path: Path, node: yaml.Node) -> None:
        """Remember a value's place."""
        self._nodes[path] = node

    def line(self, path: Path) -> int:
        """The line of a value, or of the nearest thing around it that is in the file."""
        while path and path not in self._nodes:
            path = path[:-1]
        node = self._nodes.get(path)
        return node.start_mark.line + 1 if node else 1

    def wrong(self, path: Path, what: str, do: str = "") -> AlongsideError:
        """The error at that place."""
        return AlongsideError(f"{self.file}, line {self.line(path)}: {what}", do, code=2)


def decode(node: yaml.Node, kind: type[T], marks: Marks, path: Path = ()) -> T:
    """The dataclass `kind` in a mapping. Raises AlongsideError with the line of what does not fit."""
    marks.put(path, node)
    read = Reader(node, marks.file, kind)
    hints = field_types(kind)
    values: dict[str, Any] = {}
    for item in dataclasses.fields(typing.cast(Any, kind)):
        child = read.keys.get(item.name)
        at = (*path, item.name)
        if child is None:
            if item.default is dataclasses.MISSING:
                raise marks.wrong(path, f"{item.name!r} is missing", f"Add it. {item.metadata['about']}")
            continue
        marks.put(at, child)
        narrower = item.metadata["narrower"]
        value = _value(child, hints[item.name], read, item.name, marks, at)
        _narrow(value, narrower, item.name, marks, at)
        values[item.name] = value
    return kind(**values)


def _value(node: yaml.Node, hint: Any, read: Reader, name: str, marks: Marks, at: Path) -> Any:
    origin, arguments = typing.get_origin(hint), typing.get_args(hint)
    if origin in (typing.Union, types.UnionType):
        return _value(node, arguments[0], read, name, marks, at)
    if origin is typing.Literal:
        return _among(read.typed(node, name, str), arguments, name, marks, at)
    if dataclasses.is_dataclass(hint):
        return decode(node, typing.cast(type, hint), marks, at)
    if origin is not tuple:
        return read.typed(node, name, hint)
    nodes = node.value if isinstance(node, yaml.SequenceNode) else [node]
    if arguments[0] is int:
        return tuple(day for child in nodes for day in _days(child, read, name, marks, at))
    found = []
    for place, child in enumerate(nodes):
        marks.put((*at, place), child)
        found.append(_value(child, arguments[0], read, name, marks, (*at, place)))
    return tuple(found)


def _days(node: yaml.Node, read: Reader, name: str, marks: Marks, at: Path) -> list[int]:
    """Whole numbers: one, or a range as `1-15`."""
    text = node.value if isinstance(node, yaml.ScalarNode) else ""
    if not re.match(DAYS, text):
        raise marks.wrong(at, f"{name!r} must be whole numbers", "Write `3`, `1-15`, or `[1, 8, 15]`.")
    first, _, last = text.partition("-")
    if len(text) > 11 or not int(first) <= int(last or first) <= LONGEST:
        raise marks.wrong(at, f"{text!r} is no range up to {LONGEST}", "Write the smaller number first.")
    return list(range(int(first), int(last or first) + 1))


def _among(value: str, options: tuple[str, ...], name: str, marks: Marks, at: Path) -> str:
    if value not in options:
        told = f"{', '.join(options[:-1])} or {options[-1]}"
        raise marks.wrong(at, f"{name} {value!r} must be {told}", "Use one of these.")
    return value


def _narrow(value: Any, narrower: dict[str, Any], name: str, marks: Marks, at: Path) -> None:
    """Hold a value against what narrows it."""
    if not re.match(narrower.get("pattern", ""), value if isinstance(value, str) else ""):
        written = "lower-case letters, digits and _" if narrower["pattern"] == KEY else "a time as 09:30"
        raise marks.wrong(at, f"{name} {value!r} must be {written}", "Write it so.")
    if "minItems" in narrower and len(value) < narrower["minItems"]:
        raise marks.wrong(at, f"{name!r} needs {narrower['minItems']} or more", "Write each after a dash.")
    if "minimum" in narrower and value < narrower["minimum"]:
        raise marks.wrong(at, f"{name!r} must be {narrower['minimum']} or more", "Use a larger number.")
    if "exclusiveMinimum" in narrower and value <= narrower["exclusiveMinimum"]:
        raise marks.wrong(
            at, f"{name!r} must be more than {narrower['exclusiveMinimum']}", "Use a larger number."
        )
    if "maximum" in narrower and value > narrower["maximum"]:
        raise marks.wrong(at, f"{name!r} must be {narrower['maximum']} or less", "Use a smaller number.")
