"""Messages as plain JSON values and back, strictly: what does not fit is refused by name."""

from __future__ import annotations

import base64
import binascii
import dataclasses
import functools
import math
import types
import typing
from collections.abc import Callable
from typing import Any, TypeVar

from alongside.errors import AlongsideError

T = TypeVar("T")
Reader = Callable[[Any], Any]
LARGEST = 1e300
"""A number this large in JSON is a mistake or an attack; Python would raise on the larger integers."""


def field_types(kind: type) -> dict[str, Any]:
    """Field name -> resolved type of a message or record class, in order."""
    return _field_types(kind)


@functools.cache
def _field_types(kind: Any) -> dict[str, Any]:
    hints = typing.get_type_hints(kind)
    return {item.name: hints[item.name] for item in dataclasses.fields(kind)}


@functools.cache
def _names(kind: Any) -> tuple[str, ...] | None:
    """The fields of a message or record; None for a class that is neither."""
    return tuple(item.name for item in dataclasses.fields(kind)) if dataclasses.is_dataclass(kind) else None


def to_plain(value: Any) -> Any:
    """A message or record as JSON values; bytes become base64."""
    kind: Any = type(value)
    if (names := _names(kind)) is not None:
        return {name: to_plain(getattr(value, name)) for name in names}
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
    known = _readers(typing.cast(Any, kind))
    unknown = sorted(set(plain) - set(known))
    if unknown:
        raise AlongsideError(f"{kind.__name__} has no field {unknown[0]!r}")
    values = {name: known[name](item) for name, item in plain.items()}
    try:
        return kind(**values)
    except TypeError as error:
        raise AlongsideError(f"{kind.__name__} is incomplete: {str(error).split(') ')[-1]}") from None


@functools.cache
def _readers(kind: Any) -> dict[str, Reader]:
    """What reads each field of a class: looked up once, for a record holds a hundred thousand of them."""
    return {name: _reader(hint, f"{kind.__name__}.{name}") for name, hint in field_types(kind).items()}


def _reader(hint: Any, where: str) -> Reader:
    origin, inner = typing.get_origin(hint), typing.get_args(hint)
    if origin is typing.Literal:
        return functools.partial(_one_of, inner, where)
    if origin is tuple:
        return functools.partial(_items, _reader(inner[0], where), where)
    if origin in (typing.Union, types.UnionType):
        raise TypeError(f"{where}: unions are not part of the vocabulary")
    if dataclasses.is_dataclass(hint):
        return functools.partial(from_plain, typing.cast(type, hint))
    return functools.partial(_scalar, hint, where)


def _one_of(options: tuple[Any, ...], where: str, plain: Any) -> Any:
    if plain not in options:
        raise AlongsideError(f"{where} must be one of {', '.join(map(repr, options))}")
    return plain


def _items(read: Reader, where: str, plain: Any) -> Any:
    if not isinstance(plain, (list, tuple)):
        raise AlongsideError(f"{where} must be a list")
    return tuple(map(read, plain))


def _scalar(hint: Any, where: str, plain: Any) -> Any:
    if type(plain) is hint is str:
        return plain
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
