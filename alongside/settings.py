"""Settings of a component: a frozen dataclass whose fields say what they are for.

The same declaration becomes YAML keys in a profile, ROS parameters with descriptions,
and help text.
"""

from __future__ import annotations

import dataclasses
import difflib
import typing
from typing import Any, TypeVar

from alongside.codec import field_types
from alongside.errors import AlongsideError

S = TypeVar("S")


def setting(default: Any, description: str, *, low: float | None = None, high: float | None = None) -> Any:
    """A settings field: its default, what it is for (with its unit), and its bounds."""
    metadata = {"description": description, "low": low, "high": high}
    return dataclasses.field(default=default, metadata=metadata)


@dataclasses.dataclass(frozen=True)
class NoSettings:
    """For a component that has nothing to set."""


def read_settings(kind: type[S], given: dict[str, Any], where: str) -> S:
    """`given` as an instance of `kind`.

    Raises AlongsideError for a key that does not exist (with the nearest that does), a
    value of the wrong type, or one out of bounds. `where` names the place in the message.
    """
    types = field_types(kind)
    for key in given:
        if key not in types:
            near = difflib.get_close_matches(key, types, n=1)
            hint = f"Did you mean {near[0]!r}?" if near else f"It has: {', '.join(types) or 'no settings'}."
            raise AlongsideError(f"{where} has no setting {key!r}", hint)
    values = {key: _checked(kind, key, types[key], value, where) for key, value in given.items()}
    return kind(**values)


def _checked(kind: type, key: str, hint: Any, value: Any, where: str) -> Any:
    name = f"{where}: {key}"
    if hint is float and isinstance(value, int) and not isinstance(value, bool):
        value = float(value)
    if typing.get_origin(hint) is typing.Literal:
        if value not in typing.get_args(hint):
            options = ", ".join(map(str, typing.get_args(hint)))
            raise AlongsideError(f"{name} is {value!r}", f"It must be one of: {options}.")
        return value
    if typing.get_origin(hint) is tuple:
        if not isinstance(value, (list, tuple)):
            raise AlongsideError(f"{name} must be a list")
        return tuple(value)
    if not isinstance(value, hint) or (isinstance(value, bool) and hint is not bool):
        raise AlongsideError(f"{name} must be {hint.__name__}, not {value!r}")
    low, high = _bounds(kind, key)
    if (low is not None and value < low) or (high is not None and value > high):
        raise AlongsideError(f"{name} is {value}", f"It must lie between {low} and {high}.")
    return value


def _bounds(kind: type, key: str) -> tuple[float | None, float | None]:
    found = next(item for item in dataclasses.fields(typing.cast(Any, kind)) if item.name == key)
    return found.metadata.get("low"), found.metadata.get("high")
