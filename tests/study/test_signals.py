"""signals.mcap: any message comes back from it by ROS tools, and a crash loses only its edge."""

from __future__ import annotations

import typing
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from rosbags.highlevel import AnyReader

from alongside.codec import field_types
from alongside.messages import MESSAGES, AudioChunk, CameraFrame, Message, Turn, VoiceClip
from study.msgdef import definition, type_name
from study.signals import SignalWriter, finished, parts, recover
from tests.strategies import message_of
from tests.study.study_reading import read_parts

INTERFACES = Path(__file__).parents[2] / "interfaces" / "alongside_msgs" / "msg"


def as_plain(value: Any) -> Any:
    """A message read back, or one of ours, as comparable plain values."""
    if isinstance(value, (list, tuple)):
        return [as_plain(item) for item in value]
    if isinstance(value, bytes):
        return list(value)
    if hasattr(value, "__slots__") and not isinstance(value, (str, int, float)):
        return {name: as_plain(getattr(value, name)) for name in value.__slots__ if name != "header"}
    if hasattr(value, "__dataclass_fields__"):
        return {name: as_plain(getattr(value, name)) for name in field_types(type(value)) if name != "stamp"}
    return repr(value) if isinstance(value, float) else value


@given(st.lists(st.sampled_from(MESSAGES).flatmap(message_of), max_size=6))
@settings(deadline=None, max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_message_comes_back(tmp_path_factory: pytest.TempPathFactory, said: list[Message]) -> None:
    folder = tmp_path_factory.mktemp("signals")
    writer = SignalWriter(folder, "robot_1")
    for message in said:
        writer.write(message)
    writer.close()
    back = list(read_parts(folder))
    assert [topic for topic, _ in back] == [f"/robot_1/{message.topic}" for message in said]
    for message, (_, ros) in zip(said, back, strict=True):
        assert as_plain(ros) == as_plain(message)
        assert abs(ros.header.stamp.sec + ros.header.stamp.nanosec * 1e-9 - message.stamp) < 1e-6


def test_rosbag_tools_read_every_kind_of_message(tmp_path: Path) -> None:
    writer = SignalWriter(tmp_path)
    for kind in MESSAGES:
        writer.write(_plain_one(kind))
    writer.close()
    with AnyReader([tmp_path / "signals.mcap"]) as reader:
        seen = {
            connection.topic: reader.deserialize(raw, connection.msgtype)
            for connection, _, raw in reader.messages()
        }
        types = {connection.topic: connection.msgtype for connection in reader.connections}
    assert types == {f"/{kind.topic}": type_name(kind) for kind in MESSAGES}
    assert bytes(seen["/audio"].samples) == b"\1\2"
    assert seen["/image/compressed"].format == "jpeg"
    assert seen["/turn"].prosody.pitch_hz == 0.0


def _plain_one(kind: type[Message]) -> Message:
    """A message with something in each required field."""
    plain: dict[Any, Any] = {str: "x", int: 1, float: 0.5, bool: True, bytes: b"\1\2"}
    given: dict[str, Any] = {}
    for name, hint in field_types(kind).items():
        if typing.get_origin(hint) is typing.Literal:
            given[name] = typing.get_args(hint)[0]
        elif hint in plain and name not in ("stamp", "format"):
            given[name] = plain[hint]
    return kind(**given)


def test_definitions_are_those_of_the_interface_package() -> None:
    for kind in MESSAGES:
        if kind is CameraFrame:
            continue
        text = (INTERFACES / f"{kind.__name__}.msg").read_text()
        lines = [" ".join(line.split("#")[0].split()) for line in text.splitlines()]
        shipped = [line for line in lines if line and "=" not in line]
        ours = [line for line in definition(kind).split("=" * 80)[0].splitlines() if line]
        assert [line.replace("alongside_msgs/", "") for line in ours] == shipped, kind.__name__


@given(share=st.floats(0, 1))
@settings(deadline=None, max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_a_file_cut_anywhere_is_put_right_up_to_its_edge(
    tmp_path_factory: pytest.TempPathFactory, share: float
) -> None:
    folder = tmp_path_factory.mktemp("cut")
    writer = SignalWriter(folder)
    for number in range(120):
        writer.write(AudioChunk(stamp=number, samples=bytes([number, 255 - number]) * 1024))
    writer.close()
    path = folder / "signals.mcap"
    whole = path.read_bytes()
    cut = int(share * (len(whole) - 1))
    path.write_bytes(whole[:cut])
    assert recover(folder) == [path]
    assert finished(path)
    kept = [ros.header.stamp.sec for _, ros in read_parts(folder)]
    assert kept == list(range(len(kept)))
    if share > 0.9:
        assert len(kept) > 60
    assert recover(folder) == []


def test_a_killed_writer_loses_about_a_second_of_sound(tmp_path: Path) -> None:
    writer = SignalWriter(tmp_path)
    for number in range(300):
        writer.write(AudioChunk(stamp=number, samples=b"\0\1" * 512))
    recover(tmp_path)  # as the next start does; the writer was never closed
    kept = len(list(read_parts(tmp_path)))
    assert 300 - kept <= 64 * 1024 / 1024 + 2


def test_parts_are_counted_on(tmp_path: Path) -> None:
    for _ in range(12):
        writer = SignalWriter(tmp_path)
        writer.write(Turn(turn_id="t", text="x"))
        writer.close()
        writer.close()
    assert [path.name for path in parts(tmp_path)][:3] == ["signals.mcap", "signals.1.mcap", "signals.2.mcap"]
    assert parts(tmp_path)[-1].name == "signals.11.mcap"
    assert len(list(read_parts(tmp_path))) == 12


def test_a_word_with_half_a_surrogate_pair_is_written_all_the_same(tmp_path: Path) -> None:
    writer = SignalWriter(tmp_path)
    writer.write(VoiceClip(act_id="a", index=0, last=True, text="odd \ud800 text", samples=b""))
    writer.close()
    assert next(read_parts(tmp_path))[1].text == "odd ? text"
