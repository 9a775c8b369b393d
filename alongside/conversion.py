"""Messages of the vocabulary as ROS messages and back, made from the field types alone.

Each class has a ROS message of its name and fields in `alongside_msgs`; `stamp` is `header.stamp`
there. A camera frame is a `sensor_msgs/CompressedImage`, which has the same fields. ROS is imported
when the first message is converted, not before.
"""

from __future__ import annotations

import array
import dataclasses
import functools
import importlib
import math
import time
import typing
from collections.abc import Callable
from typing import Any, TypeVar

from alongside.codec import field_types
from alongside.errors import AlongsideError
from alongside.messages import CameraFrame, Message

M = TypeVar("M")
Convert = Callable[[Any], Any]

ELSEWHERE: dict[type, tuple[str, str]] = {CameraFrame: ("sensor_msgs.msg", "CompressedImage")}
"""Classes whose ROS message is not one of ours."""
INT32 = range(-(2**31), 2**31)


def ros_type(kind: type) -> Any:
    """The ROS message class of a message or record class `kind`. AlongsideError if it is not installed."""
    module, name = ELSEWHERE.get(kind, ("alongside_msgs.msg", kind.__name__))
    try:
        return getattr(importlib.import_module(module), name)
    except ImportError as error:
        raise AlongsideError(
            f"the ROS package {module.split('.')[0]} is missing ({error})", "Run: make"
        ) from None
    except AttributeError:
        raise AlongsideError(
            f"{module} has no {name}: it was built from other sources", "Run: make"
        ) from None


def to_ros(message: Message) -> Any:
    """`message` as its ROS message. AlongsideError for a value that ROS cannot carry."""
    return _outward(typing.cast(Any, type(message)))(message)


def from_ros(kind: type[M], ros: Any) -> M:
    """The message of class `kind` in `ros`. AlongsideError naming the field whose value is not allowed."""
    return typing.cast(M, _inward(typing.cast(Any, kind))(ros))


def to_time(seconds: float) -> Any:
    """Seconds since the epoch as builtin_interfaces/Time; `from_time` gives exactly the same float back."""
    whole = math.floor(seconds)
    nanoseconds = round((seconds - whole) * 1e9)
    if nanoseconds == 1_000_000_000:
        whole, nanoseconds = whole + 1, 0
    return importlib.import_module("builtin_interfaces.msg").Time(sec=whole, nanosec=nanoseconds)


def from_time(stamp: Any) -> float:
    """Seconds since the epoch; now, if the stamp was left at zero, which in ROS means not set."""
    if stamp.sec == 0 and stamp.nanosec == 0:
        return time.time()
    return float(stamp.sec + stamp.nanosec * 1e-9)


# ---------------------------------------------------------------- outward


@functools.cache
def _outward(kind: Any) -> Convert:
    make = ros_type(kind)
    hints = field_types(kind)
    plan = [(name, _out(hint, f"{kind.__name__}.{name}")) for name, hint in hints.items() if name != "stamp"]
    if "stamp" not in hints:
        return lambda value: make(**{name: convert(getattr(value, name)) for name, convert in plan})
    header = importlib.import_module("std_msgs.msg").Header

    def convert_message(message: Any) -> Any:
        fields = {name: convert(getattr(message, name)) for name, convert in plan}
        return make(header=header(stamp=to_time(message.stamp)), **fields)

    return convert_message


def _out(hint: Any, where: str) -> Convert:
    # rclpy checks nothing here and reads memory as the declared type: an int in a float field is garbage.
    if typing.get_origin(hint) is tuple:
        item = _out(typing.get_args(hint)[0], where)
        return lambda values: [item(value) for value in values]
    if dataclasses.is_dataclass(hint):
        return _outward(typing.cast(Any, hint))
    if typing.get_origin(hint) is typing.Literal:
        hint = str
    plain: dict[Any, Convert] = {
        str: functools.partial(_text, where),
        int: functools.partial(_whole, where),
        float: float,
        bool: bool,
        bytes: lambda value: array.array("B", value),
    }
    return plain[hint]


def _text(where: str, value: Any) -> str:
    if not isinstance(value, str):
        raise AlongsideError(f"{where} must be str, not {type(value).__name__}")
    if value.isascii() and "\0" not in value:
        return value
    # A NUL would end the string early; half of a surrogate pair has no UTF-8.
    return value.replace("\0", "").encode("utf-8", "replace").decode("utf-8")


def _whole(where: str, value: Any) -> int:
    if int(value) not in INT32:
        raise AlongsideError(f"{where} does not fit into 32 bits")
    return int(value)


# ---------------------------------------------------------------- inward


@functools.cache
def _inward(kind: Any) -> Convert:
    hints = field_types(kind)
    plan = [(name, _in(hint, f"{kind.__name__}.{name}")) for name, hint in hints.items() if name != "stamp"]
    if "stamp" not in hints:
        return lambda ros: kind(**{name: convert(getattr(ros, name)) for name, convert in plan})

    def convert_message(ros: Any) -> Any:
        fields = {name: convert(getattr(ros, name)) for name, convert in plan}
        return kind(stamp=from_time(ros.header.stamp), **fields)

    return convert_message


def _in(hint: Any, where: str) -> Convert:
    if typing.get_origin(hint) is tuple:
        item = _in(typing.get_args(hint)[0], where)
        return lambda values: tuple(item(value) for value in values)
    if dataclasses.is_dataclass(hint):
        return _inward(typing.cast(Any, hint))
    if typing.get_origin(hint) is typing.Literal:
        return functools.partial(_choice, where, frozenset(typing.get_args(hint)))
    if hint is float:
        return functools.partial(_finite, where)
    if hint is bytes:
        return lambda value: value.tobytes()
    return typing.cast(Convert, hint)


def _choice(where: str, options: frozenset[str], value: str) -> str:
    if value not in options:
        raise AlongsideError(f"{where} must be one of {', '.join(map(repr, sorted(options)))}")
    return value


def _finite(where: str, value: float) -> float:
    if not math.isfinite(value):
        raise AlongsideError(f"{where} must be a finite number")
    return value
