"""Lips that speak, and mouths that do other things; by themselves, and beside what the microphone hears."""

from __future__ import annotations

import json
from collections.abc import Callable

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from alongside.messages import Affect, Event, FaceSeen, SpeechActivity
from perception.talking import SWING, Lips, LipWatch, gap, movements
from perception.voice_and_lips import CONTRADICTS_S, HEARS, TalkWatch, together
from tests.perception.test_face import Clock, wired

__all__ = ["Clock", "wired"]
SYLLABLES = (0.02, 0.14, 0.05, 0.17, 0.02, 0.1, 0.01, 0.15)


def watched(
    course: Callable[[float], float], seconds: float = 6.0, rate: float = 10.0, **more: float
) -> list[Lips]:
    """What is told of a gap that follows `course` by the second, from the second second on."""
    watch, trust = LipWatch(), more.pop("trust", 1.0)
    told = [watch.update(k / rate, course(k / rate), trust=trust, **more) for k in range(int(seconds * rate))]
    return told[int(2 * rate) :]


def syllables(at: float) -> float:
    return SYLLABLES[int(at * 10 + 0.5) % len(SYLLABLES)]


def waves(hertz: float, wide: float = 0.2) -> Callable[[float], float]:
    return lambda at: wide * (0.5 - 0.5 * float(np.cos(2 * np.pi * hertz * at)))


def test_syllables_are_speech() -> None:
    told = watched(syllables)
    assert min(lips.moving for lips in told) >= 0.5
    assert {lips.confidence for lips in told} == {0.8}
    assert min(lips.moving for lips in watched(waves(4), rate=25)) >= 0.5


@pytest.mark.parametrize(
    "course",
    [
        pytest.param(lambda _: 0.3, id="held open"),
        pytest.param(waves(0.2, 0.4), id="yawns"),
        pytest.param(waves(1.3), id="chews"),
        pytest.param(lambda at: 0.2 if at > 3 else 0.0, id="opens once"),
        pytest.param(lambda at: 0.9 * SWING * (int(at * 10) % 2), id="trembles"),
    ],
)
@pytest.mark.parametrize("rate", [10.0, 25.0])
def test_other_mouths_are_not(course: Callable[[float], float], rate: float) -> None:
    assert max(lips.moving for lips in watched(course, rate=rate)) < 0.5


def test_too_few_pictures_a_second_tell_nothing() -> None:
    assert {lips.confidence for lips in watched(waves(4), rate=5)} == {0.0}


def test_a_face_that_was_gone_is_watched_anew() -> None:
    watch = LipWatch()
    for k in range(20):
        watch.update(k / 10, syllables(k / 10), trust=1)
    watch.lost()
    assert watch.update(2.0, 0.0, trust=1) == Lips()


def test_laughter_is_trusted_less() -> None:
    assert watched(waves(5), rate=25, smile=0.8)[-1].confidence == pytest.approx(0.4)


@given(st.lists(st.tuples(st.floats(-1, 3), st.floats(0, 1), st.floats(0, 1), st.floats(0, 1)), max_size=60))
@settings(deadline=None)
def test_whatever_is_seen_it_is_in_bounds(items: list[tuple[float, float, float, float]]) -> None:
    at, watch = 0.0, LipWatch()
    for step, apart, trust, smile in items:
        at += step
        lips = watch.update(at, apart, trust=trust, smile=smile)
        assert 0 <= lips.moving <= 1
        assert 0 <= lips.confidence <= trust


@given(st.lists(st.floats(0, 1), min_size=2, max_size=40))
def test_movements_take_no_longer_than_the_film(gaps: list[float]) -> None:
    seen = [(k / 10, value) for k, value in enumerate(gaps)]
    assert all(0 <= seconds <= seen[-1][0] for seconds in movements(seen))


@given(st.booleans(), st.floats(0, 1), st.floats(0, 1), st.floats(0, 1))
def test_lips_seen_worse_make_it_no_surer_that_they_agree(
    heard: bool, moving: float, sure: float, less: float
) -> None:
    agreeing = moving if heard else 1 - moving
    seen = Lips(float(heard), sure)
    assert together(heard, Lips(float(heard), sure * less))[1] <= together(heard, seen)[1] + 1e-9
    belief, confidence = together(heard, Lips(moving, sure))
    assert 0 <= belief <= 1
    if agreeing < 0.5:  # it contradicts
        assert confidence <= max(HEARS, sure) + 1e-9


def test_what_contradicts_each_other_is_believed_less_than_either() -> None:
    both = together(True, Lips(1.0, 0.7))[1]
    assert both > max(HEARS, 0.7)
    assert together(True, Lips(0.0, 0.7))[1] == pytest.approx(HEARS - 0.7)
    assert together(None, Lips(1.0, 0.7)) == (1.0, 0.7)
    assert together(True, Lips()) == (1.0, HEARS)
    assert together(None, Lips()) == (0.0, 0.0)


def states(heard: bool | None, lips: Lips, seconds: float) -> list[tuple[float, str]]:
    """(second, state) of each change."""
    watch = TalkWatch()
    told = [(k / 10, watch.update(k / 10, heard, lips)) for k in range(int(seconds * 10))]
    return [(at, talks.state) for at, talks in told if talks.changed]


def test_a_contradiction_is_told_once_it_has_lasted() -> None:
    still, moving, unseen = Lips(0.0, 0.8), Lips(1.0, 0.8), Lips(0.0, 0.1)
    assert states(True, still, 3) == [(CONTRADICTS_S, "voice_without_lips")]
    assert states(False, moving, 3) == [(CONTRADICTS_S, "lips_without_voice")]
    assert [state for _, state in states(True, unseen, 3)] == ["talks"]
    assert [state for _, state in states(None, moving, 3)] == ["talks"]
    assert states(None, still, 3) == states(False, still, 3) == []


def test_a_contradicted_voice_still_takes_half_of_the_trust_in_the_mouth() -> None:
    watch, busy = TalkWatch(), []
    for k in range(30):
        busy.append(watch.update(k / 10, True, Lips(0.0, 0.8)).busy)
    assert busy[0] == 1.0
    assert busy[-1] == pytest.approx(0.6)


def test_the_gap_of_a_rendered_mouth(reading, head) -> None:
    shut, open_ = (gap(reading(head("eli", look)).shape) for look in ("neutral", "jaw_open"))
    assert shut < 0.05 < 0.15 < open_
    turned = gap(reading(head("eli", "yaw30")).shape)
    assert abs(turned - shut) < SWING


async def test_a_head_that_speaks_without_a_microphone_is_seen_to(wired, head) -> None:
    ear, face, _, show = wired
    await show(head("eli", "neutral"), 20)
    before = ear.all(Affect)[-1].confidence
    await _speaks(show, head, 5)
    told = [json.loads(item.data) for item in ear.all(Event) if item.kind == "talking"]
    assert [item["state"] for item in told] == ["talks"]
    speech = [unit for unit in ear.all(FaceSeen)[-1].action_units if unit.code == 50]
    assert speech[0].intensity >= 0.5
    assert 26 not in {unit.code for unit in ear.all(FaceSeen)[-1].action_units}  # words move it
    assert ear.all(Affect)[-1].confidence < 0.8 * before
    assert face.look.talks.belief >= 0.5
    await show(head("eli", "jaw_open"), 30)
    told = [json.loads(item.data)["state"] for item in ear.all(Event) if item.kind == "talking"]
    assert told == ["talks", "silent"]
    assert 26 in {unit.code for unit in ear.all(FaceSeen)[-1].action_units}


async def test_a_voice_while_the_lips_are_still_is_told_and_nothing_made_of_it(wired, head) -> None:
    ear, _, _, show = wired
    await show(head("eli", "neutral"), 20)
    for _ in range(40):
        ear.say(SpeechActivity(speaking=True))
        await show(head("eli", "neutral"))
    told = [json.loads(item.data) for item in ear.all(Event) if item.kind == "talking"]
    assert [item["state"] for item in told] == ["talks", "voice_without_lips"] or [
        item["state"] for item in told
    ] == ["voice_without_lips"]
    assert told[-1]["confidence"] < 0.5
    assert 26 not in {unit.code for unit in ear.all(FaceSeen)[-1].action_units}


async def _speaks(show, head, syllables: int) -> None:
    """Open and shut, a tenth of a second or two each."""
    for _ in range(syllables):
        await show(head("eli", "jaw_open"), 2)
        await show(head("eli", "neutral"), 1)
        await show(head("eli", "jaw_open"), 1)
        await show(head("eli", "neutral"), 2)
