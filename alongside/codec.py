"""Messages as plain JSON values and back, strictly: what does not fit is refused by name."""

from __future__ import annotations

import base64
import binascii
import dataclasses
import functools
import math
import types
import typing
from typing import Any, TypeVar

from alongside.errors import AlongsideError

T = TypeVar("T")
LARGEST = 1e300
"""A number this large in JSON is a mistake or an attack; Python would raise on the larger integers."""


def field_types(kind: type) -> dict[str, Any]:
    """Field name -> resolved type of a message or record class, in order."""
    return _field_types(kind)


@functools.cache
def _field_types(kind: Any) -> dict[str, Any]:
    hints = typing.get_type_hints(kind)
    return {item.name: hints[item.name] for item in dataclasses.fields(kind)}


def to_plain(value: Any) -> Any:
    """A message or record as JSON values; bytes become base64."""
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return {name: to_plain(getattr(value, name)) for name in field_types(type(value))}
    if isinstance(value, tuple):
        return [to_plain(item) for item in value]
    if isinstance(value, bytes):
        return base64.b64encode(value).decode("ascii")
    return value


def from_plain(kind: type[T], plain: Any) -> T:
    """The message or record of class `kind` in `plain`.

    Raises AlongsideError naming the field that is unknown, missing or of the wrong type.
    """
    if not isinstance(plain, dict):
        raise AlongsideError(f"{kind.__name__} must be an object, not {type(plain).__name__}")
    known = field_types(kind)
    unknown = sorted(set(plain) - set(known))
    if unknown:
        raise AlongsideError(f"{kind.__name__} has no field {unknown[0]!r}")
    values = {name: _value(known[name], item, f"{kind.__name__}.{name}") for name, item in plain.items()}
    try:
        return kind(**values)
    except TypeError as error:
        raise AlongsideError(f"{kind.__name__} is incomplete: {str(error).split(') ')[-1]}") from None


def _value(hint: Any, plain: Any, where: str) -> Any:
    origin = typing.get_origin(hint)
    if origin is typing.Literal:
        if plain not in typing.get_args(hint):
            raise AlongsideError(f"{where} must be one of {', '.join(map(repr, typing.get_args(hint)))}")
        return plain
    if origin is tuple:
        if not isinstance(plain, (list, tuple)):
            raise AlongsideError(f"{where} must be a list")
        return tuple(_value(typing.get_args(hint)[0], item, where) for item in plain)
    if origin in (typing.Union, types.UnionType):
        raise TypeError(f"{where}: unions are not part of the vocabulary")
    if dataclasses.is_dataclass(hint):
        return from_plain(typing.cast(type, hint), plain)
    return _scalar(hint, plain, where)


def _scalar(hint: Any, plain: Any, where: str) -> Any:
    if hint is bytes and isinstance(plain, str):
        try:
            return base64.b64decode(plain, validate=True)
        except (binascii.Error, ValueError):
            raise AlongsideError(f"{where} is not base64") from None
    if hint is float and isinstance(plain, (int, float)) and not isinstance(plain, bool):
        number = float(plain) if abs(plain) < LARGEST else math.inf
        if not math.isfinite(number):
            raise AlongsideError(f"{where} must be a finite number")
        return number
    if hint is not float and isinstance(plain, hint) and not (hint is int and isinstance(plain, bool)):
        return plain
    raise AlongsideError(f"{where} must be {hint.__name__}, not {type(plain).__name__}")
