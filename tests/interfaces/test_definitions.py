"""The .msg files say what the vocabulary says, field for field."""

import dataclasses
import re
import typing
from pathlib import Path
from typing import Any

import audio_common_msgs.msg
import hri_msgs.msg
import naoqi_bridge_msgs.msg
import pal_device_msgs.action
import pal_device_msgs.msg
import pytest
import tts_msgs.action
from alongside_msgs import action as actions
from alongside_msgs import srv as services

from alongside import records
from alongside.codec import field_types
from alongside.messages import MESSAGES, CameraFrame

INTERFACES = Path(__file__).resolve().parents[2] / "interfaces"
OURS = INTERFACES / "alongside_msgs"
KINDS = [kind for kind in MESSAGES if kind is not CameraFrame] + [
    kind
    for kind in vars(records).values()
    if dataclasses.is_dataclass(kind) and kind.__module__ == records.__name__
]
SCALARS: dict[Any, str] = {
    str: "string",
    float: "float64",
    int: "int32",
    bool: "bool",
    bytes: "uint8[]",
}


def definition(path: Path) -> tuple[dict[str, str], dict[str, str]]:
    """Fields (name -> type, in order) and constants (name -> value) of a .msg file."""
    fields, constants = {}, {}
    for line in path.read_text().splitlines():
        if found := re.match(r'(?P<type>\S+) (?P<name>[A-Z0-9_]+)="?(?P<value>[^"\s]*)"?', line):
            constants[found["name"]] = found["value"]
        elif found := re.match(r"(?P<type>[\w/\[\]]+) (?P<name>[a-z]\w*)\s*(#.*)?$", line):
            fields[found["name"]] = found["type"]
        else:
            assert not line or line.startswith("#"), f"{path.name}: {line}"
    return fields, constants


def wire_type(hint: Any) -> str:
    if typing.get_origin(hint) is tuple:
        return wire_type(typing.get_args(hint)[0]) + "[]"
    if typing.get_origin(hint) is typing.Literal:
        return "string"
    return SCALARS.get(hint) or str(hint.__name__)


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.__name__)
def test_a_message_has_the_fields_of_its_class(kind: type) -> None:
    fields, constants = definition(OURS / "msg" / f"{kind.__name__}.msg")
    hints = field_types(kind)
    expected = {name: wire_type(hint) for name, hint in hints.items() if name != "stamp"}
    if "stamp" in hints:
        expected = {"header": "std_msgs/Header", **expected}
    assert list(fields.items()) == list(expected.items())
    choices = {
        f"{name.upper()}_{(option or 'none').upper()}": option
        for name, hint in hints.items()
        if typing.get_origin(hint) is typing.Literal
        for option in typing.get_args(hint)
    }
    assert constants == choices


def test_no_message_is_left_over() -> None:
    assert {path.stem for path in (OURS / "msg").glob("*.msg")} == {kind.__name__ for kind in KINDS}


@pytest.mark.parametrize(
    ("name", "fields"),
    [
        ("LiveSpeech", "header incremental:string final:string confidence:double locale:string"),
        ("Expression", "header expression:string valence:float arousal:float confidence:float"),
        ("FacialActionUnits", "header intensity:float[99] confidence:float[99]"),
        ("EngagementLevel", "header level:uint8"),
        ("IdsList", "header ids:sequence<string>"),
        ("IdsMatch", "id1:string id1_type:int8 id2:string id2_type:int8 confidence:float"),
        ("NormalizedRegionOfInterest2D", "header xmin:float ymin:float xmax:float ymax:float c:float"),
        ("NormalizedPointOfInterest2D", "x:float y:float c:float"),
        (
            "FacialLandmarks",
            "header landmarks:hri_msgs/NormalizedPointOfInterest2D[70] height:uint32 width:uint32",
        ),
        ("Gaze", "header sender:string receiver:string"),
        ("Group", "header group_id:string members:sequence<string>"),
        ("AudioFeatures", "zcr:float rms:float pitch:float hnr:float mfcc:sequence<float>"),
    ],
)
def test_hri_messages_have_the_shape_of_the_standard(name: str, fields: str) -> None:
    built = getattr(hri_msgs.msg, name).get_fields_and_field_types()
    expected = dict(item.split(":") if ":" in item else (item, "std_msgs/Header") for item in fields.split())
    assert list(built.items()) == list(expected.items())


@pytest.mark.parametrize(
    ("kind", "fields"),
    [
        (audio_common_msgs.msg.AudioData, "data:sequence<uint8>"),
        (audio_common_msgs.msg.AudioDataStamped, "header audio:audio_common_msgs/AudioData"),
        (
            audio_common_msgs.msg.AudioInfo,
            "channels:uint8 sample_rate:uint32 sample_format:string bitrate:uint32 coding_format:string",
        ),
        (
            naoqi_bridge_msgs.msg.AudioBuffer,
            "header frequency:uint16 channel_map:sequence<uint8> data:sequence<int16>",
        ),
    ],
    ids=lambda value: getattr(value, "__name__", ""),
)
def test_sound_messages_have_the_shape_of_those_robots_send(kind: Any, fields: str) -> None:
    expected = dict(item.split(":") if ":" in item else (item, "std_msgs/Header") for item in fields.split())
    assert list(kind.get_fields_and_field_types().items()) == list(expected.items())


@pytest.mark.parametrize(
    ("kind", "fields"),
    [
        (tts_msgs.action.TTS.Goal, "input:string locale:string voice:string"),
        (tts_msgs.action.TTS.Result, "error_msg:string text:string"),
        (tts_msgs.action.TTS.Feedback, "word:string"),
        (
            pal_device_msgs.action.DoTimedLedEffect.Goal,
            "devices:sequence<uint32> params:pal_device_msgs/LedEffectParams "
            "effect_duration:builtin_interfaces/Duration priority:uint8",
        ),
        (
            pal_device_msgs.msg.LedEffectParams,
            "effect_type:uint8 fixed_color:pal_device_msgs/LedFixedColorParams "
            "rainbow:pal_device_msgs/LedRainbowParams fade:pal_device_msgs/LedFadeParams "
            "blink:pal_device_msgs/LedBlinkParams progress:pal_device_msgs/LedProgressParams "
            "flow:pal_device_msgs/LedFlowParams preprogrammed:pal_device_msgs/LedPreProgrammedParams "
            "effect_via_topic:pal_device_msgs/LedEffectViaTopicParams "
            "data_array:pal_device_msgs/LedDataArrayParams",
        ),
        (pal_device_msgs.msg.LedFixedColorParams, "color:std_msgs/ColorRGBA"),
        (
            pal_device_msgs.msg.LedFadeParams,
            "first_color:std_msgs/ColorRGBA second_color:std_msgs/ColorRGBA "
            "transition_duration:builtin_interfaces/Duration reverse_fade:boolean",
        ),
    ],
    ids=lambda value: getattr(value, "__name__", ""),
)
def test_pal_robots_are_asked_as_they_expect_it(kind: Any, fields: str) -> None:
    expected = dict(item.split(":", 1) for item in fields.split())
    assert list(kind.get_fields_and_field_types().items()) == list(expected.items())


def test_hri_codes_are_those_of_facs_and_the_standard() -> None:
    units = hri_msgs.msg.FacialActionUnits
    assert (units.BROW_LOWERER, units.LIP_CORNER_PULLER, units.FAST_UP_DOWN_LOOK) == (4, 12, 98)
    level = hri_msgs.msg.EngagementLevel
    assert (level.UNKNOWN, level.DISENGAGED, level.ENGAGING, level.ENGAGED, level.DISENGAGING) == (
        0,
        1,
        2,
        3,
        4,
    )
    _, names = definition(INTERFACES / "hri_msgs" / "msg" / "Expression.msg")
    assert len(names) == 25
    assert all(name.lower() == value for name, value in names.items())
    _, codes = definition(INTERFACES / "hri_msgs" / "msg" / "FacialLandmarks.msg")
    assert sorted(int(code) for code in codes.values()) == list(range(70))


def test_actions_and_services_are_built() -> None:
    assert list(actions.Say.Goal.get_fields_and_field_types()) == [
        "text",
        "voice",
        "locale",
        "interruptible",
    ]
    assert list(actions.Say.Result.get_fields_and_field_types()) == ["text", "error"]
    assert list(actions.Say.Feedback.get_fields_and_field_types()) == ["word"]
    assert "answers" in actions.RunWorksheet.Result.get_fields_and_field_types()
    assert "elapsed" in actions.Perform.Feedback.get_fields_and_field_types()
    for name in ("StartSession", "EndSession", "GetState"):
        assert hasattr(services, name)
