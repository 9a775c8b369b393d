"""Reads one mapping of a YAML file strictly; whatever is wrong is told with its line and what to do."""

from __future__ import annotations

import dataclasses
import difflib
from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml

from agent.worksheets.schema import PLACE, WORDINGS
from alongside.errors import AlongsideError

LARGEST = 1_000_000
"""Bytes of a file beyond which it is none that somebody wrote."""
_YAML_DO = "Look for an open quote, a missing space after a colon, or a line indented too far."
_PLAIN_NAMES: dict[type, str] = {
    str: "a text",
    float: "a number",
    int: "a whole number",
    bool: "true or false",
}


def read_root(path: Path, told_in: str = "docs/worksheets.md") -> yaml.Node | None:
    """The YAML of a file as nodes, which know their lines; None if there is no such file.

    `told_in`: the page that shows how such a file is written.

    Raises AlongsideError, with the line, if it is not YAML.
    """
    try:
        data = path.read_bytes()
        if len(data) > LARGEST:
            raise AlongsideError(f"{path.name} is larger than a megabyte", "It should be a short text.")
        root = _composed(data)
    except (OSError, ValueError) as error:
        if isinstance(error, UnicodeDecodeError):
            raise AlongsideError(f"{path.name} is not a UTF-8 text", "Save it as UTF-8.") from None
        return None
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        raise AlongsideError(f"{path.name}, line {line}: {error.problem}", _YAML_DO) from None
    except (yaml.YAMLError, RecursionError):
        raise AlongsideError(f"{path.name} is not YAML", _YAML_DO) from None
    if root is None:
        raise AlongsideError(f"{path.name} is empty", f"{told_in} shows how one is written.")
    return root


@lru_cache(maxsize=64)
def _composed(data: bytes) -> yaml.Node | None:
    """The nodes of a text, which nobody changes: the same files are read for each visit of a study."""
    found: yaml.Node | None = yaml.compose(data.decode("utf-8-sig"))
    return found


def read_named(what: str, name_or_path: str | Path, folder: Path) -> tuple[yaml.Node, Path]:
    """The file of that name in `folder`, or at that path, as nodes; and where it lies.

    Raises AlongsideError, naming the `what` there are, if there is none, and as `read_root` does.
    """
    path = Path(name_or_path)
    if path.suffix not in (".yaml", ".yml"):
        path = folder / f"{name_or_path}.yaml"
    root = read_root(path)
    if root is None:
        has = ", ".join(names_in(folder))
        raise AlongsideError(f"There is no {what} {str(name_or_path)!r}", f"There is: {has}.")
    return root, path


def names_in(folder: Path) -> tuple[str, ...]:
    """The names of the files that come along in a folder."""
    return tuple(sorted(path.stem for path in folder.glob("*.yaml")))


class Reader:
    """One mapping: its keys are checked when it is made, its values when they are asked for."""

    def __init__(self, node: yaml.Node, file: str, known: type | Iterable[str]) -> None:
        self.file = file
        self.node = node
        self.keys: dict[str, yaml.Node] = {}
        self.marks: dict[str, yaml.Node] = {}
        names = [item.name for item in dataclasses.fields(known)] if isinstance(known, type) else [*known]
        if not isinstance(node, yaml.MappingNode):
            raise self.wrong(node, "expected keys and values", f"Write it as `{names[0]}: ...`.")
        for key, value in node.value:
            if key.value not in names:
                near = difflib.get_close_matches(str(key.value), names, n=1)
                do = f"Did you mean {near[0]!r}?" if near else f"There is: {', '.join(names)}."
                raise self.wrong(key, f"unknown key {str(key.value)!r}", do)
            if key.value in self.keys:
                raise self.wrong(key, f"{key.value!r} stands here twice", "Take one of them out.")
            self.keys[key.value] = value
            self.marks[key.value] = key

    def wrong(self, node: yaml.Node | str, what: str, do: str = "") -> AlongsideError:
        """The error at a node, or at the value of a key (the mapping itself if the key is absent)."""
        if isinstance(node, str):
            node = self.keys.get(node, self.node)
        return AlongsideError(f"{self.file}, line {node.start_mark.line + 1}: {what}", do)

    def value(self, key: str, kind: type, default: Any = None) -> Any:
        """The scalar `key`, of class `kind`; required unless a default is given."""
        node = self.keys.get(key)
        if node is None:
            if default is None:
                raise self.wrong(self.node, f"{key!r} is missing", f"Add `{key}:` with {_PLAIN_NAMES[kind]}.")
            return default
        return self.typed(node, key, kind)

    def typed(self, node: yaml.Node, key: str, kind: type) -> Any:
        """A node's scalar as `kind`."""
        value = self.scalar(node)
        if kind is float and isinstance(value, int) and not isinstance(value, bool):
            value = _number(value)
        if not isinstance(value, kind) or (kind is not bool and isinstance(value, bool)) or value == "":
            quotes = " Put it in quotes." if kind is str and isinstance(node, yaml.ScalarNode) else ""
            raise self.wrong(node, f"{key!r} must be {_PLAIN_NAMES[kind]}", quotes)
        if isinstance(value, float) and not abs(value) < 1e9:
            raise self.wrong(node, f"{key!r} must be a number that can be shown", "Use a smaller one.")
        if isinstance(value, int) and not abs(value) < 10**9:
            raise self.wrong(node, f"{key!r} is too large", "Use a smaller number.")
        return " ".join(value.split()) if isinstance(value, str) else value

    def one_of(self, key: str, options: Iterable[str], default: str | None = None) -> str:
        """The text `key`, which must be one of `options`."""
        value: str = self.value(key, str, default)
        if key in self.keys:
            self._among(self.keys[key], key, value, [*options])
        return value

    def some_of(self, key: str, options: Iterable[str]) -> tuple[str, ...]:
        """The list of texts `key`, each one of `options`."""
        found = self.texts(key)
        node = self.keys.get(key)
        if node is not None:
            items = node.value if isinstance(node, yaml.SequenceNode) else [node]
            for item, value in zip(items, found, strict=True):
                self._among(item, key, value, [*options])
        return found

    def _among(self, node: yaml.Node, key: str, value: str, options: list[str]) -> None:
        if value not in options:
            near = difflib.get_close_matches(value, options, n=1)
            told = f"{', '.join(options[:-1])} or {options[-1]}" if len(options) > 1 else "".join(options)
            do = f"Did you mean {near[0]!r}?" if near else "Use one of these."
            raise self.wrong(node, f"{key} {value!r} must be {told}", do)

    def items(self, key: str, what: str) -> list[yaml.Node]:
        """The nodes of the list `key`; a single mapping counts as a list of one. Empty if it is absent."""
        node = self.keys.get(key)
        if node is None:
            return []
        if isinstance(node, yaml.MappingNode):
            return [node]
        if not isinstance(node, yaml.SequenceNode) or not node.value:
            raise self.wrong(node, f"{key!r} must be a list", f"Write {what} under it, each after a dash.")
        return list(node.value)

    def texts(self, key: str, fewest: int = 0) -> tuple[str, ...]:
        """The list of texts `key`, with at least `fewest` of them without a placeholder."""
        node = self.keys.get(key)
        if node is None:
            if fewest:
                raise self.wrong(self.node, f"{key!r} is missing", f"Add `{key}:` with {_counted(fewest)}.")
            return ()
        items = node.value if isinstance(node, yaml.SequenceNode) else [node]
        values = [self.scalar(item) for item in items]
        for item, value in zip(items, values, strict=True):
            if not isinstance(value, str) or not value.strip():
                do = "Put it in quotes." if isinstance(item, yaml.ScalarNode) and item.value else ""
                raise self.wrong(item, f"{key!r} must be a list of texts", do)
        plain = len([text for text in values if not PLACE.search(text)])
        if plain < fewest:
            raise self.wrong(
                node, f"{key!r} needs {_counted(fewest)} without a placeholder", f"Add {fewest - plain} more."
            )
        return tuple(" ".join(text.split()) for text in values)

    def wordings(self, key: str, known: Iterable[str], fewest: int = WORDINGS) -> tuple[str, ...]:
        """The texts `key`, whose placeholders are all among `known`."""
        texts = self.texts(key, fewest)
        names = [*known]
        for text in texts:
            for name in PLACE.findall(text):
                if name not in names:
                    near = difflib.get_close_matches(name, names, n=1)
                    do = f"Did you mean {{{near[0]}}}?" if near else "Use the key of an earlier field."
                    raise self.wrong(key, f"{{{name}}} is no field before this place", do)
        return texts

    def scalar(self, node: yaml.Node) -> Any:
        """A scalar's value by YAML's own rules; None for lists and mappings."""
        if not isinstance(node, yaml.ScalarNode):
            return None
        try:
            return yaml.constructor.SafeConstructor().construct_object(node)
        except (yaml.YAMLError, ValueError, OverflowError):
            raise self.wrong(node, f"{node.value!r} cannot be read", "Put it in quotes.") from None


def _counted(number: int) -> str:
    return f"{number} wording{'s' if number > 1 else ''}"


def _number(value: int) -> float:
    return float(value) if abs(value) < 10**12 else 1e12
