"""Every message, through its ROS message and back, unchanged."""

import dataclasses
import time
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from alongside.codec import field_types
from alongside.conversion import from_ros, from_time, ros_type, to_ros, to_time
from alongside.errors import AlongsideError
from alongside.messages import (
    MESSAGES,
    Affect,
    AudioChunk,
    CameraFrame,
    Control,
    Message,
    PartialSpeech,
    Patience,
    Turn,
)
from tests.strategies import message_of, stamp


@pytest.mark.parametrize("kind", MESSAGES, ids=lambda kind: kind.__name__)
@settings(deadline=None)  # the first value of a large message takes longest, on a busy machine too long
@given(data=st.data())
def test_every_message_comes_back_as_it_went(kind: type[Message], data: st.DataObject) -> None:
    message = data.draw(message_of(kind))
    over_the_wire = _serialised(to_ros(message))
    assert from_ros(kind, over_the_wire) == message


@given(stamp)
def test_a_stamp_is_exact(seconds: float) -> None:
    assert from_time(to_time(seconds)) == seconds
    assert 0 <= to_time(seconds).nanosec < 1_000_000_000


def test_a_stamp_that_was_not_set_is_now() -> None:
    before = time.time()
    ros = ros_type(Patience)(seconds=1.0)
    assert before <= from_ros(Patience, ros).stamp <= time.time()


def test_a_camera_frame_is_a_compressed_image() -> None:
    ros = to_ros(CameraFrame(data=b"\xff\xd8", format="jpeg"))
    assert type(ros).__module__.startswith("sensor_msgs.")
    assert (ros.format, ros.data.tobytes()) == ("jpeg", b"\xff\xd8")


def test_whole_numbers_in_decimal_fields_arrive_as_meant() -> None:
    affect = Affect(source="face", valence=1, arousal=-1, confidence=0)
    assert from_ros(Affect, _serialised(to_ros(affect))) == affect


def test_text_that_ros_cannot_carry_is_mended() -> None:
    partial = PartialSpeech(turn_id="t", revision=0, text="be\0fore \ud800 after")
    assert from_ros(PartialSpeech, _serialised(to_ros(partial))).text == "before ? after"


@pytest.mark.parametrize("value", [2**31, -(2**31) - 1])
def test_a_number_too_large_is_refused_by_name(value: int) -> None:
    with pytest.raises(AlongsideError, match=r"AudioChunk\.rate does not fit"):
        to_ros(AudioChunk(samples=b"", rate=value))


def test_what_is_not_text_is_refused_by_name() -> None:
    with pytest.raises(AlongsideError, match=r"Turn\.text must be str, not int"):
        to_ros(Turn(turn_id="t", text=5))  # type: ignore[arg-type]


def test_values_outside_the_vocabulary_are_refused_without_repeating_them() -> None:
    control = to_ros(Control(name="session", value="start"))
    control.name = "private words"
    with pytest.raises(AlongsideError, match=r"Control\.name must be one of") as refused:
        from_ros(Control, control)
    assert "private" not in str(refused.value)
    patience = to_ros(Patience(seconds=1.0))
    patience.seconds = float("nan")
    with pytest.raises(AlongsideError, match=r"Patience\.seconds must be a finite number"):
        from_ros(Patience, patience)


def test_large_samples_take_no_time_per_byte() -> None:
    chunk = AudioChunk(samples=bytes(10_000_000))
    began = time.process_time()
    assert from_ros(AudioChunk, to_ros(chunk)).samples == chunk.samples
    assert time.process_time() - began < 0.25  # a loop over the bytes takes about a second


def test_frozen_messages_stay_frozen() -> None:
    turn = from_ros(Turn, to_ros(Turn(turn_id="t", text="x")))
    with pytest.raises(dataclasses.FrozenInstanceError):
        turn.text = "y"  # type: ignore[misc]
    assert list(field_types(Turn)) == [item.name for item in dataclasses.fields(turn)]


def _serialised(ros: Any) -> Any:
    """`ros` as it is after a journey: through CDR and back."""
    from rclpy.serialization import deserialize_message, serialize_message

    return deserialize_message(serialize_message(ros), type(ros))
