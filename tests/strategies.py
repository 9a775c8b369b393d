"""Hypothesis strategies for the vocabulary, made from the field types themselves."""

import dataclasses
import typing
from typing import Any

from hypothesis import strategies as st

from alongside.codec import field_types

# Strings that every transport can carry: no lone surrogates, no NUL (it ends a ROS string).
text = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=30)
number = st.floats(-1e6, 1e6, allow_nan=False)
stamp = st.floats(1e9, 2e9)
"""Seconds since the epoch, between 2001 and 2033."""


def message_of(kind: type) -> st.SearchStrategy[Any]:
    """Any instance of a message or record class."""
    fields = {name: stamp if name == "stamp" else value_of(hint) for name, hint in field_types(kind).items()}
    return st.builds(kind, **fields)


def value_of(hint: Any) -> st.SearchStrategy[Any]:
    """Any value of a field's type."""
    if typing.get_origin(hint) is typing.Literal:
        return st.sampled_from(typing.get_args(hint))
    if typing.get_origin(hint) is tuple:
        return st.lists(value_of(typing.get_args(hint)[0]), max_size=3).map(tuple)
    if dataclasses.is_dataclass(hint):
        return message_of(typing.cast(type, hint))
    plain: dict[type, st.SearchStrategy[Any]] = {
        str: text,
        float: number,
        int: st.integers(-(2**31), 2**31 - 1),
        bool: st.booleans(),
        bytes: st.binary(max_size=64),
    }
    return plain[hint]
