"""The JSON Schema of a sheet, made from the dataclasses: editors complete and check a sheet by it.

The loader checks more (that what is referred to is there) and says it with the line.
"""

from __future__ import annotations

import dataclasses
import types
import typing
from typing import Any

from agent.worksheets.read_field import BELONGS, BREATH_PARTS, LONGEST_SECONDS, MOST_ROUNDS
from agent.worksheets.schema import WORDINGS, Condition, Sheet, Test

_TEXT = {"type": "string", "minLength": 1}
_LEAST_WORDINGS = {
    **dict.fromkeys(("offers", "returns", "closings", "prompts", "repair", "row_prompts", "say"), WORDINGS),
    "opt_out": WORDINGS,
    "choices": 2,
}
_NARROWER: dict[str, dict[str, Any]] = {
    "key": {"pattern": r"^[^\W\d]\w*$"},
    "minutes": {"minimum": 1},
    "least": {"minimum": 0},
    "most": {"minimum": 0},
    "seconds": {"exclusiveMinimum": 0, "maximum": LONGEST_SECONDS},
    "rounds": {"minimum": 1, "maximum": MOST_ROUNDS},
    "pattern": {"minItems": BREATH_PARTS, "maxItems": BREATH_PARTS},
    "fields": {"minItems": 1},
    "columns": {"minItems": 1},
}
_NEEDS = {
    "rating": ("maximum",),
    "choice": ("choices",),
    "several": ("choices",),
    "table": ("columns", "row_prompts"),
    "timer": ("seconds",),
    "breathing": ("pattern", "rounds"),
}
"""What a field of that kind must have beside what every field has."""
_SCALARS: dict[Any, str] = {str: "string", int: "integer", float: "number", bool: "boolean"}


def schema() -> dict[str, Any]:
    """The whole schema, as plain JSON values."""
    found: dict[str, Any] = {}
    described(Sheet, found)
    for kind, needed in _NEEDS.items():
        for name in ("Field", "Column"):
            if all(key in found[name]["properties"] for key in needed):
                found[name].setdefault("allOf", []).append(_if_kind(kind, needed))
    for name in ("Field", "Column"):
        for key, kinds in BELONGS.items():
            if key in found[name]["properties"]:
                found[name]["allOf"].append(_only_for(key, kinds))
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "Worksheet",
        "$ref": "#/$defs/Sheet",
        "$defs": found,
    }


def described(kind: Any, found: dict[str, Any]) -> dict[str, Any]:
    """A reference to the schema of a dataclass, which is put into `found`."""
    name = kind.__name__
    if name not in found:
        found[name] = {}
        found[name] = _condition() if kind is Condition else _properties(kind, found)
    return {"$ref": f"#/$defs/{name}"}


def _properties(kind: Any, found: dict[str, Any]) -> dict[str, Any]:
    hints = typing.get_type_hints(kind)
    properties, required = {}, []
    for item in dataclasses.fields(kind):
        about = {"description": item.metadata["about"]}
        properties[item.name] = {**about, **_value(item.name, hints[item.name], found)}
        if item.default is dataclasses.MISSING:
            required.append(item.name)
    return {
        "description": (kind.__doc__ or "").split("\n")[0],
        "type": "object",
        "properties": properties,
        "required": required,
        "additionalProperties": False,
    }


def _value(name: str, hint: Any, found: dict[str, Any]) -> dict[str, Any]:
    narrower = _NARROWER.get(name, {})
    origin, arguments = typing.get_origin(hint), typing.get_args(hint)
    if origin in (typing.Union, types.UnionType):
        return _value(name, arguments[0], found)
    if origin is typing.Literal:
        return {"enum": list(arguments)}
    if dataclasses.is_dataclass(hint):
        return described(hint, found)
    if origin is not tuple:
        return {**(_TEXT if hint is str else {"type": _SCALARS[hint]}), **narrower}
    inner = arguments[0]
    if typing.get_origin(inner) is tuple:  # names with texts, written as a mapping
        return {"type": "object", "additionalProperties": _texts(0)}
    if inner is str:
        return _texts(_LEAST_WORDINGS.get(name, 0))
    many = {"type": "array", "items": _value("", inner, found), **narrower}
    one = dataclasses.is_dataclass(inner) and name not in ("fields", "columns")
    return {"anyOf": [many["items"], many]} if one else many


def _texts(least: int) -> dict[str, Any]:
    many = {"type": "array", "items": _TEXT, **({"minItems": least} if least else {})}
    return many if least else {"anyOf": [_TEXT, many]}


def _condition() -> dict[str, Any]:
    """A condition as it is written: the field, and one test with what the answer is held against."""
    about = {item.name: item.metadata["about"] for item in dataclasses.fields(Condition)}
    number = {"type": "number"}
    tests = {
        "is": {"type": ["string", "number"], "description": "The answer is this."},
        "at_least": {**number, "description": "A rating, or how many choices or rows, is this or more."},
        "at_most": {**number, "description": "A rating, or how many choices or rows, is this or less."},
        "has": {"type": "string", "description": "This choice is among those picked."},
        "filled": {"type": "boolean", "description": "There is an answer, or there is none."},
    }
    return {
        "description": (Condition.__doc__ or "").split("\n")[0],
        "type": "object",
        "properties": {"field": {**_TEXT, "description": about["field"]}, **tests},
        "required": ["field"],
        "oneOf": [{"required": [test]} for test in typing.get_args(Test)],
        "additionalProperties": False,
    }


def _if_kind(kind: str, needed: tuple[str, ...]) -> dict[str, Any]:
    return {
        "if": {"properties": {"kind": {"const": kind}}, "required": ["kind"]},
        "then": {"required": list(needed)},
    }


def _only_for(key: str, kinds: tuple[str, ...]) -> dict[str, Any]:
    return {"if": {"required": [key]}, "then": {"properties": {"kind": {"enum": list(kinds)}}}}
