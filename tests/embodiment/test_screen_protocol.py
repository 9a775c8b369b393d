"""Frames: what goes out comes back the same, and nothing but what was agreed comes in."""

from __future__ import annotations

import json
import struct
import time
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from alongside.codec import from_plain
from alongside.errors import AlongsideError
from alongside.messages import Act, Answer, Control, FacePose, SheetView, Spoken, State, VoiceClip
from alongside.records import SheetField, Viseme, Word
from embodiment.screen.protocol import (
    LARGEST_FRAME,
    MOST_PICTURE,
    Audio,
    FrameError,
    Picture,
    Typed,
    pack,
    pack_error,
    unpack,
)

JPEG = b"\xff\xd8\xff\xe0" + bytes(100) + b"\xff\xd9"
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=20,
)
KINDS = st.sampled_from(["Answer", "Control", "Spoken", "Stop", "Interruption", "Typed", "Act", "", 3])
FIELDS = st.sampled_from(
    ["stamp", "sheet", "field", "move", "value", "name", "by", "act_id", "status", "heard", "text", "cause"]
)


def accepted_or_told(frame: str | bytes) -> None:
    """Either a message, or one line that can be sent back."""
    try:
        unpack(frame)
    except FrameError as error:
        line = json.loads(pack_error(error))
        assert line["type"] == "Error"
        assert line["what"]
        assert "\n" not in line["what"] + line["do"]
        assert len(line["what"]) <= 200


@given(st.binary(max_size=3000))
@example(b"\x01" + bytes(1024))
@example(b"\x02" + JPEG)
def test_any_bytes_are_taken_or_refused_in_one_line(frame: bytes) -> None:
    accepted_or_told(frame)


@given(st.text(alphabet=st.characters(), max_size=500))
@example("[" * 60000)
@example('{"type":"Stop","stamp":' + "9" * 400 + "}")
@example('{"type":"Stop","stamp":' + "9" * 5000 + "}")
@example('{"type":"Stop","stamp":NaN}')
@example('{"type":"Typed","text":"\\ud800"}')
@example('{"\\ud800":1}')
@example("\ud800")
def test_any_text_is_taken_or_refused_in_one_line(frame: str) -> None:
    accepted_or_told(frame)


@given(JSON)
def test_any_json_is_taken_or_refused_in_one_line(plain: Any) -> None:
    accepted_or_told(json.dumps(plain))


@given(kind=KINDS, fields=st.dictionaries(FIELDS, JSON, max_size=6))
def test_any_nearly_right_message_is_taken_or_refused_in_one_line(kind: Any, fields: dict[str, Any]) -> None:
    accepted_or_told(json.dumps({**fields, "type": kind}))


@pytest.mark.parametrize(
    ("frame", "word"),
    [
        ({"type": "Control", "name": "session", "value": "on"}, "session"),
        ({"type": "Control", "name": "session", "value": "start", "by": "operator"}, "participant"),
        ({"type": "Stop", "by": "guardian"}, "participant"),
        ({"type": "Answer", "sheet": "day", "extra": 1}, "extra"),
        ({"type": "Answer", "sheet": "x" * 101}, "sheet"),
        ({"type": "Answer", "sheet": "day", "value": "x" * 20_001}, "value"),
        ({"type": "Spoken", "act_id": "a", "status": "sung"}, "status"),
        ({"type": "Spoken", "status": "started"}, "act_id"),
        ({"type": "Turn", "text": "hello"}, "unknown type"),
        ({"type": "Typed", "text": " \n"}, "empty"),
        ({"type": "Typed", "text": "x" * 5001}, "5001"),
        ({"type": "Typed", "text": "x", "by": "me"}, "by"),
        ({"type": "Typed", "text": 5}, "text"),
        ({"type": "Typed", "text": [[[[[[[1]]]]]]]}, "deeply"),
        ({"type": ["Stop"]}, "unknown type"),
        ([1], "object"),
        ("x" * 70000, "long"),
        ("é" * 40000, "long"),
    ],
)
def test_what_was_not_agreed_is_named(frame: Any, word: str) -> None:
    with pytest.raises(FrameError, match=word):
        unpack(frame if isinstance(frame, str) else json.dumps(frame))


@pytest.mark.parametrize(
    ("frame", "word"),
    [
        (b"", "empty"),
        (b"\x01" + bytes(1023), "1023"),
        (b"\x01" + bytes(100_000), "audio"),
        (b"\x02" + b"GIF89a", "not JPEG"),
        (b"\x02" + b"\xff\xd8\xff" + bytes(MOST_PICTURE), "512 KB"),
        (b"\x11abc", "0x11"),
    ],
)
def test_a_wrong_binary_frame_is_named(frame: bytes, word: str) -> None:
    assert len(frame) < LARGEST_FRAME
    with pytest.raises(FrameError, match=word):
        unpack(frame)


def test_sound_pictures_and_typing_are_taken_as_they_are() -> None:
    assert unpack(b"\x01" + b"\x07\x00" * 512) == Audio(b"\x07\x00" * 512)
    assert unpack(b"\x02" + JPEG) == Picture(JPEG)
    assert unpack('{"type":"Typed","text":" I am here.\\n"}') == Typed("I am here.")


def test_control_characters_do_not_pass_but_line_breaks_do() -> None:
    assert unpack(json.dumps({"type": "Typed", "text": "one\x00two\nthree\x1b"})) == Typed("one two\nthree")
    answer = unpack(json.dumps({"type": "Answer", "sheet": "day", "value": "a\x07b"}))
    assert isinstance(answer, Answer)
    assert answer.value == "a b"


def test_the_pages_own_clock_is_not_trusted() -> None:
    before = time.time()
    taken = unpack(json.dumps({"type": "Control", "name": "camera", "value": "off", "stamp": 5.0}))
    assert isinstance(taken, Control)
    assert before <= taken.stamp <= time.time()


@pytest.mark.parametrize(
    "message",
    [
        Act(
            act_id="a1", turn_id="t1", kind="reflect", text="That stayed with you: “ünïcode”.", reasons=("x",)
        ),
        State(turn_id="t1", phase="hold", gate_open=False, gate_reason="a hard thing was just said"),
        FacePose(mode="listening", gaze_x=-0.25, gesture="nod"),
        Spoken(act_id="a1", status="interrupted", heard="That stayed"),
        SheetView(
            sheet="day",
            fields=(
                SheetField(key="mood", label="Mood", kind="rating", prompt="?", help="", status="asking"),
            ),
        ),
    ],
)
def test_a_message_to_the_page_reads_back_the_same(message: Any) -> None:
    plain = json.loads(pack(message))
    assert plain.pop("type") == type(message).__name__
    assert from_plain(type(message), plain) == message


@given(samples=st.binary(max_size=2000), text=st.text(max_size=50))
def test_a_clip_reads_back_the_same(samples: bytes, text: str) -> None:
    clip = VoiceClip(
        act_id="a1",
        index=2,
        last=True,
        text=text,
        samples=samples,
        rate=22050,
        visemes=(Viseme(name="aa", start=0.0, end=0.125),),
        words=(Word(text="hi", start=0.0, end=0.25),),
    )
    frame = pack(clip)
    assert isinstance(frame, bytes)
    kind, length = struct.unpack_from("<BI", frame)
    head = json.loads(frame[5 : 5 + length])
    assert kind == 0x11
    assert from_plain(VoiceClip, {**head, "samples": ""}).words == clip.words
    assert head["text"] == text
    assert frame[5 + length :] == samples


def test_an_error_line_is_cut_to_length() -> None:
    assert len(json.loads(pack_error(AlongsideError("x" * 5000, "y" * 5000)))["what"]) == 200
