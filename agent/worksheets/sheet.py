"""A worksheet as it is written: `load_sheet` reads the YAML files beside this one.

A prompt may hold `{key}` for an earlier answer; such a wording is used only where that answer
was given and is short enough to say. Every field has at least three wordings without one.
"""

from __future__ import annotations

import difflib
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

import yaml

from alongside.errors import AlongsideError

FieldKind = Literal["text", "rating", "choice", "several"]
WORDINGS = 3
"""The fewest ways of saying something that a sheet must offer."""

PLACE = re.compile(r"\{(\w+)\}")


@dataclass(frozen=True, kw_only=True)
class Field:
    """One question of a sheet.

    `inner`: the answer is a thought or a feeling, so hard words may well be the answer. `rates`: the
    text field whose strength this rating gives. `names`: what else the field is called when spoken of.
    """

    key: str
    label: str
    kind: FieldKind
    prompts: tuple[str, ...]
    help: str
    repair: tuple[str, ...]
    names: tuple[str, ...] = ()
    minimum: float = 0.0
    maximum: float = 0.0
    low: str = ""
    high: str = ""
    choices: tuple[str, ...] = ()
    inner: bool = False
    rates: str = ""


@dataclass(frozen=True, kw_only=True)
class Sheet:
    """A worksheet: what it is, how long it takes, how it is offered, taken up again and closed."""

    key: str
    title: str
    about: str
    minutes: int
    fields: tuple[Field, ...]
    offers: tuple[str, ...]
    returns: tuple[str, ...]
    closings: tuple[str, ...]

    def index(self, key: str) -> int:
        """Where the field `key` stands, or -1."""
        return next((place for place, field in enumerate(self.fields) if field.key == key), -1)


class _Reader:
    """Reads one mapping of a YAML file; whatever is wrong is told with its line."""

    def __init__(self, node: yaml.Node, file: str, known: type) -> None:
        self.file = file
        self.node = node
        self.keys: dict[str, yaml.Node] = {}
        if not isinstance(node, yaml.MappingNode):
            raise self.wrong(node, "expected keys and values")
        for key, value in node.value:
            if key.value not in known.__annotations__:
                near = difflib.get_close_matches(str(key.value), known.__annotations__, n=1)
                raise self.wrong(
                    key, f"unknown key {key.value!r}", f"Did you mean {near[0]!r}?" if near else ""
                )
            if key.value in self.keys:
                raise self.wrong(key, f"{key.value!r} stands here twice")
            self.keys[key.value] = value

    def wrong(self, node: yaml.Node, what: str, do: str = "") -> AlongsideError:
        return AlongsideError(f"{self.file}, line {node.start_mark.line + 1}: {what}", do)

    def _scalar(self, node: yaml.Node) -> Any:
        """A scalar's value by YAML's own rules; None for lists and mappings."""
        if not isinstance(node, yaml.ScalarNode):
            return None
        try:
            return yaml.constructor.SafeConstructor().construct_object(node)
        except (yaml.YAMLError, ValueError):
            raise self.wrong(node, f"{node.value!r} cannot be read") from None

    def value(self, key: str, kind: type, default: Any = None) -> Any:
        """The scalar `key`, of class `kind`; required unless a default is given."""
        node = self.keys.get(key)
        if node is None:
            if default is None:
                raise self.wrong(self.node, f"{key!r} is missing")
            return default
        value = self._scalar(node)
        if kind is float and isinstance(value, int) and not isinstance(value, bool):
            value = float(value)
        if not isinstance(value, kind) or (kind is not bool and isinstance(value, bool)) or value == "":
            raise self.wrong(node, f"{key!r} must be {_PLAIN_NAMES[kind]}")
        return " ".join(value.split()) if isinstance(value, str) else value

    def texts(self, key: str, fewest: int = 0) -> tuple[str, ...]:
        """The list of texts `key`, with at least `fewest` of them."""
        node = self.keys.get(key)
        if node is None:
            if fewest:
                raise self.wrong(self.node, f"{key!r} is missing")
            return ()
        items = node.value if isinstance(node, yaml.SequenceNode) else [node]
        values = [self._scalar(item) for item in items]
        for item, value in zip(items, values, strict=True):
            if not isinstance(value, str) or not value.strip():
                raise self.wrong(item, f"{key!r} must be a list of texts")
        if len([text for text in values if not PLACE.search(text)]) < fewest:
            raise self.wrong(node, f"{key!r} needs {fewest} wordings without a placeholder")
        return tuple(" ".join(text.split()) for text in values)


_PLAIN_NAMES: dict[type, str] = {
    str: "a text",
    float: "a number",
    int: "a whole number",
    bool: "true or false",
}


def load_sheet(name_or_path: str | Path) -> Sheet:
    """The sheet of that name (beside this file) or at that path.

    Raises AlongsideError, with the line, if there is none or it is not in order.
    """
    path = Path(name_or_path)
    if path.suffix != ".yaml":
        path = Path(__file__).with_name(f"{name_or_path}.yaml")
    try:
        root = yaml.compose(path.read_text(encoding="utf-8"))
    except OSError:
        has = ", ".join(sheet_names())
        raise AlongsideError(f"There is no worksheet {str(name_or_path)!r}", f"There is: {has}.") from None
    except UnicodeDecodeError:
        raise AlongsideError(f"{path.name} is not a UTF-8 text") from None
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        raise AlongsideError(f"{path.name}, line {line}: {error.problem}") from None
    except yaml.YAMLError:
        raise AlongsideError(f"{path.name} is not YAML") from None
    if root is None:
        raise AlongsideError(f"{path.name} is empty")
    return _sheet(root, path.name)


def sheet_names() -> tuple[str, ...]:
    """The worksheets that come with the package."""
    return tuple(sorted(path.stem for path in Path(__file__).parent.glob("*.yaml")))


def _sheet(root: yaml.Node, file: str) -> Sheet:
    read = _Reader(root, file, Sheet)
    listed = read.keys.get("fields")
    if not isinstance(listed, yaml.SequenceNode) or not listed.value:
        raise read.wrong(listed or root, "'fields' must be a list")
    fields: list[Field] = []
    for node in listed.value:
        fields.append(_field(node, file, fields))
    return Sheet(
        key=read.value("key", str),
        title=read.value("title", str),
        about=read.value("about", str),
        minutes=read.value("minutes", int),
        fields=tuple(fields),
        **{key: _checked(read, key, fields) for key in ("offers", "returns", "closings")},
    )


def _field(node: yaml.Node, file: str, before: list[Field]) -> Field:
    read = _Reader(node, file, Field)
    field = Field(
        key=read.value("key", str),
        label=read.value("label", str),
        kind=read.value("kind", str),
        prompts=_checked(read, "prompts", before),
        help=read.value("help", str),
        repair=_checked(read, "repair", before),
        names=read.texts("names"),
        minimum=read.value("minimum", float, 0.0),
        maximum=read.value("maximum", float, 0.0),
        low=read.value("low", str, ""),
        high=read.value("high", str, ""),
        choices=read.texts("choices"),
        inner=read.value("inner", bool, False),
        rates=read.value("rates", str, ""),
    )
    known = [other.key for other in before]
    if field.kind not in ("text", "rating", "choice", "several"):
        raise read.wrong(read.keys["kind"], f"kind {field.kind!r} must be text, rating, choice or several")
    if field.key in known or not field.key.isidentifier():
        raise read.wrong(read.keys["key"], f"key {field.key!r} must be a name of its own")
    if field.kind == "rating" and not field.minimum < field.maximum:
        raise read.wrong(node, f"{field.key!r} needs a maximum above its minimum")
    if field.kind in ("choice", "several") and len(set(field.choices)) < 2:
        raise read.wrong(node, f"{field.key!r} needs choices")
    if field.rates and field.rates not in [other.key for other in before if other.kind == "text"]:
        raise read.wrong(read.keys["rates"], f"{field.rates!r} is no text field before this one")
    return field


def _checked(read: _Reader, key: str, before: list[Field]) -> tuple[str, ...]:
    """Wordings that refer only to fields before them."""
    texts = read.texts(key, WORDINGS)
    known = {field.key for field in before}
    for text in texts:
        for name in PLACE.findall(text):
            if name not in known:
                raise read.wrong(read.keys[key], f"{{{name}}} is no field before this place")
    return texts
