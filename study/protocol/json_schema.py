"""The JSON Schema of dataclasses written with `told`: editors complete and check a protocol by it.

The loader checks more (that what is referred to is there) and says it with the line.
"""

from __future__ import annotations

import dataclasses
import types
import typing
from typing import Any

from alongside.codec import field_types
from study.protocol.parts import DAYS, Protocol

_TEXT = {"type": "string", "minLength": 1}
_SCALARS: dict[Any, dict[str, Any]] = {
    str: _TEXT,
    int: {"type": "integer"},
    float: {"type": "number"},
    bool: {"type": "boolean"},
}
_DAY = {"anyOf": [{"type": "integer", "minimum": 0}, {"type": "string", "pattern": DAYS}]}


def schema(kind: type = Protocol, title: str = "Study protocol") -> dict[str, Any]:
    """The schema of a dataclass and of all within it, as plain JSON values."""
    found: dict[str, Any] = {}
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": title,
        **_object(kind, found),
        "$defs": found,
    }


def _object(kind: Any, found: dict[str, Any]) -> dict[str, Any]:
    name = kind.__name__
    if name not in found:
        found[name] = {}  # taken before it is filled: a dataclass may hold its own kind
        hints = field_types(kind)
        items = dataclasses.fields(kind)
        found[name] = {
            "description": (kind.__doc__ or "").split("\n")[0],
            "type": "object",
            "properties": {item.name: _described(item, hints[item.name], found) for item in items},
            "required": [item.name for item in items if item.default is dataclasses.MISSING],
            "additionalProperties": False,
        }
    return {"$ref": f"#/$defs/{name}"}


def _described(item: dataclasses.Field[Any], hint: Any, found: dict[str, Any]) -> dict[str, Any]:
    shape = _shape(hint, found)
    narrower = item.metadata["narrower"]
    if narrower.get("minItems", 0) > 1 and "anyOf" in shape:
        shape = shape["anyOf"][-1]  # several are needed: one alone, written without a list, will not do
    return {"description": item.metadata["about"], **shape, **narrower}


def _shape(hint: Any, found: dict[str, Any]) -> dict[str, Any]:
    origin, arguments = typing.get_origin(hint), typing.get_args(hint)
    if origin in (typing.Union, types.UnionType):
        return _shape(arguments[0], found)
    if origin is typing.Literal:
        return {"enum": list(arguments)}
    if dataclasses.is_dataclass(hint):
        return _object(hint, found)
    if origin is not tuple:
        return _SCALARS[hint]
    one = _DAY if arguments[0] is int else _shape(arguments[0], found)
    return {"anyOf": [one, {"type": "array", "items": one}]}
