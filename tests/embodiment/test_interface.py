"""Capabilities, what stands in for them, and that the screen is what its card says."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alongside.component import Context
from alongside.messages import Answer, AudioChunk, FacePose, Message, SheetView, Spoken, VoiceClip
from embodiment.interface import SCREEN_BODY, STANDS_IN, Capability, CapabilityCard, Embodiment, fallback
from embodiment.screen.server import Screen

SETS = st.frozensets(st.sampled_from(Capability))


@given(wanted=st.sampled_from(Capability), having=SETS)
def test_a_fallback_is_something_the_body_has_and_itself_where_it_can(
    wanted: Capability, having: frozenset[Capability]
) -> None:
    found = fallback(wanted, having)
    assert found is None or found in having
    if wanted in having:
        assert found is wanted
    if found is None:
        assert not having & {wanted, *STANDS_IN.get(wanted, ())}


def test_the_better_stand_in_comes_first() -> None:
    having = {Capability.AUDIO, Capability.SCREEN}
    assert fallback(Capability.TEXT, having) is Capability.AUDIO
    assert fallback(Capability.TEXT, {Capability.SCREEN}) is Capability.SCREEN


def test_a_robot_without_a_face_shows_feeling_by_light_and_nods_with_its_eyes() -> None:
    robot = CapabilityCard("robot", frozenset({Capability.LIGHT, Capability.GAZE}))
    assert robot.way(Capability.EXPRESSION) is Capability.LIGHT
    assert robot.way(Capability.GESTURE) is Capability.GAZE
    assert robot.way(Capability.WORDS) is None


def test_nothing_stands_in_for_itself() -> None:
    assert not [each for each, ways in STANDS_IN.items() if each in ways]


def test_the_screen_is_an_embodiment(tmp_path: Path) -> None:
    screen = Screen("screen", {}, Context(session=tmp_path))
    assert isinstance(screen, Embodiment)
    assert screen.card is SCREEN_BODY


HEARS: dict[Capability, type[Message]] = {
    Capability.AUDIO: VoiceClip,
    Capability.GESTURE: FacePose,
    Capability.GAZE: FacePose,
    Capability.EXPRESSION: FacePose,
    Capability.SCREEN: SheetView,
}
SAYS: dict[Capability, type[Message]] = {
    Capability.WORDS: Spoken,
    Capability.LISTEN: AudioChunk,
    Capability.TOUCH: Answer,
}


@pytest.mark.parametrize("capability", sorted(SCREEN_BODY.capabilities))
def test_the_screens_card_matches_its_messages(capability: Capability) -> None:
    if capability in HEARS:
        assert HEARS[capability] in Screen.hears
    else:
        assert SAYS[capability] in Screen.says
