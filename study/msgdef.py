"""Messages as ROS 2 wire types, made from their field types alone: the definition text and the values.

The same rules as the packages under `interfaces/` (`stamp` is `header.stamp`, str and the literal
choices are string, float is float64, int is int32, bytes is uint8[]), so a recording reads the same with
and without ROS, and needs no ROS to write.
"""

from __future__ import annotations

import dataclasses
import math
import typing
from typing import Any

from alongside.codec import field_types
from alongside.messages import CameraFrame, Message

PACKAGE = "alongside_msgs"
HEADER = "builtin_interfaces/Time stamp\nstring frame_id\n"
TIME = "int32 sec\nuint32 nanosec\n"
_PLAIN = {str: "string", int: "int32", float: "float64", bool: "bool", bytes: "uint8[]"}
_RULE = "=" * 80


def type_name(kind: type) -> str:
    """`alongside_msgs/msg/Turn`; a camera frame is a `sensor_msgs/msg/CompressedImage`."""
    return "sensor_msgs/msg/CompressedImage" if kind is CameraFrame else f"{PACKAGE}/msg/{kind.__name__}"


def definition(kind: type) -> str:
    """The whole definition of a message class, with those it is made of, as MCAP and rosbag2 keep it."""
    parts = [_fields(kind)]
    parts += [f"MSG: {PACKAGE}/{record.__name__}\n{_fields(record)}" for record in _records(kind)]
    parts += [f"MSG: std_msgs/Header\n{HEADER}", f"MSG: builtin_interfaces/Time\n{TIME}"]
    return f"{_RULE}\n".join(parts)


def values(message: Message) -> dict[str, Any]:
    """`message` as nested plain values in the shape of its definition."""
    plain: dict[str, Any] = _value(message)
    plain["header"] = {"stamp": time_of(message.stamp), "frame_id": ""}
    del plain["stamp"]
    if isinstance(message, CameraFrame):
        plain["data"] = message.data
    return plain


def time_of(seconds: float) -> dict[str, int]:
    """Seconds since the epoch as builtin_interfaces/Time."""
    whole = math.floor(seconds)
    nanoseconds = round((seconds - whole) * 1e9)
    carry = nanoseconds == 1_000_000_000
    return {"sec": whole + carry, "nanosec": 0 if carry else nanoseconds}


def _fields(kind: type) -> str:
    lines: list[str] = []
    for name, hint in field_types(kind).items():
        if name == "stamp":
            lines.insert(0, "std_msgs/Header header")
        else:
            lines.append(f"{_wire(hint)} {name}")
    if kind is CameraFrame:  # the order of sensor_msgs/CompressedImage
        lines = [lines[0], "string format", "uint8[] data"]
    return "\n".join(lines) + "\n"


def _wire(hint: Any) -> str:
    if typing.get_origin(hint) is tuple:
        return f"{_wire(typing.get_args(hint)[0])}[]"
    if typing.get_origin(hint) is typing.Literal:
        return "string"
    return _PLAIN.get(hint) or f"{PACKAGE}/{hint.__name__}"


def _records(kind: type) -> list[type]:
    """The record classes that `kind` is made of, each once, the outer before the inner."""
    found: list[type] = []
    for hint in field_types(kind).values():
        inner = typing.get_args(hint)[0] if typing.get_origin(hint) is tuple else hint
        if dataclasses.is_dataclass(inner) and isinstance(inner, type) and inner not in found:
            found += [inner, *(record for record in _records(inner) if record not in found)]
    return found


def _value(value: Any) -> Any:
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return {name: _value(getattr(value, name)) for name in field_types(type(value))}
    if isinstance(value, tuple):
        return [_value(item) for item in value]
    if isinstance(value, str) and not value.isascii():
        # Half of a surrogate pair has no UTF-8.
        return value.encode("utf-8", "replace").decode("utf-8")
    return value
