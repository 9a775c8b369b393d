"""A component's settings as ROS parameters, with descriptions and bounds.

They are read only: a component reads its settings when it starts. What `--params-file`, `-p` or a
launch file gives wins over the profile.
"""

from __future__ import annotations

import dataclasses
import sys
import typing
from typing import Any

from rcl_interfaces.msg import (  # type: ignore[import-untyped, unused-ignore]
    FloatingPointRange,
    IntegerRange,
    ParameterDescriptor,
)
from rclpy.exceptions import InvalidParameterValueException

from alongside.codec import field_types
from alongside.component import Component
from alongside.errors import AlongsideError
from alongside.settings import read_settings


def declare_settings(node: Any, component: Component) -> None:
    """Declare every setting on `node`, and take over what was given for it from outside.

    Raises AlongsideError for a value of the wrong type or out of bounds.
    """
    current = {key: getattr(component.settings, key) for key in field_types(component.Settings)}
    given: dict[str, Any] = {}
    for item in dataclasses.fields(component.Settings):
        default = _plain(current[item.name])
        try:
            value = node.declare_parameter(item.name, default, _descriptor(component.Settings, item)).value
        except InvalidParameterValueException as error:
            raise AlongsideError(
                f"{component.name}: parameter {item.name}: {error}", _allowed(item)
            ) from None
        if _plain(value) != default:
            given[item.name] = value
    if given:
        read_settings(component.Settings, given, component.name)
        # It has not started, so it is as if it had been made with these settings in the first place.
        component.__init__(component.name, {**current, **given}, component.context)  # type: ignore[misc]


def _descriptor(settings: type, item: dataclasses.Field[Any]) -> Any:
    hint = field_types(settings)[item.name]
    low, high = item.metadata.get("low"), item.metadata.get("high")
    # Dynamic typing lets `1` pass for 1.0; read_settings is the stricter and clearer judge.
    descriptor = ParameterDescriptor(
        description=str(item.metadata.get("description", "")), read_only=True, dynamic_typing=True
    )
    if typing.get_origin(hint) is typing.Literal:
        descriptor.additional_constraints = f"one of: {', '.join(map(str, typing.get_args(hint)))}"
    if (low is not None or high is not None) and hint is float:
        descriptor.floating_point_range = [
            FloatingPointRange(
                from_value=float(-sys.float_info.max if low is None else low),
                to_value=float(sys.float_info.max if high is None else high),
            )
        ]
    elif (low is not None or high is not None) and hint is int:
        descriptor.integer_range = [
            IntegerRange(
                from_value=int(-(2**63) if low is None else low),
                to_value=int(2**63 - 1 if high is None else high),
            )
        ]
    return descriptor


def _allowed(item: dataclasses.Field[Any]) -> str:
    low, high = item.metadata.get("low"), item.metadata.get("high")
    return f"It must lie between {low} and {high}."


def _plain(value: Any) -> Any:
    return list(value) if isinstance(value, (tuple, list)) or hasattr(value, "tolist") else value
