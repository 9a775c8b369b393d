"""The vocabulary: every message survives JSON, and what does not fit is refused by name."""

import contextlib
import dataclasses
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alongside.codec import field_types, from_plain, to_plain
from alongside.errors import AlongsideError
from alongside.messages import BY_TOPIC, MESSAGES, Message, Turn
from tests.strategies import message_of


@pytest.mark.parametrize("kind", MESSAGES, ids=lambda kind: kind.__name__)
@given(data=st.data())
def test_every_message_survives_json(kind: type[Message], data: st.DataObject) -> None:
    message = data.draw(message_of(kind))
    assert from_plain(kind, json.loads(json.dumps(to_plain(message)))) == message


def test_each_topic_has_one_message() -> None:
    assert len(BY_TOPIC) == len(MESSAGES) >= 20


@given(
    junk=st.recursive(
        st.none() | st.booleans() | st.floats() | st.integers() | st.text(),
        lambda inner: st.lists(inner) | st.dictionaries(st.sampled_from([*field_types(Turn), "x"]), inner),
    )
)
def test_junk_is_refused_in_one_line(junk: object) -> None:
    with contextlib.suppress(AlongsideError):
        assert isinstance(from_plain(Turn, junk), Turn)
        return
    with pytest.raises(AlongsideError, match=r"\A[^\n]+\Z"):
        from_plain(Turn, junk)


def test_the_offending_field_is_named() -> None:
    with pytest.raises(AlongsideError, match=r"Turn\.confidence must be float, not str"):
        from_plain(Turn, {"turn_id": "a", "text": "b", "confidence": "high"})
    with pytest.raises(AlongsideError, match="no field 'colour'"):
        from_plain(Turn, {"turn_id": "a", "text": "b", "colour": "red"})
    with pytest.raises(AlongsideError, match=r"Turn\.channel must be one of"):
        from_plain(Turn, {"turn_id": "a", "text": "b", "channel": "telepathy"})


def test_messages_cannot_be_changed() -> None:
    with pytest.raises(dataclasses.FrozenInstanceError):
        Turn(turn_id="a", text="b").text = "c"  # type: ignore[misc]
