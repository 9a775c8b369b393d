"""Fusion of affect: pure rules, wild input, and the component."""

from __future__ import annotations

import json
from functools import reduce
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from alongside.component import Context
from alongside.local import LocalTransport
from alongside.messages import Affect, Event
from perception.fusing import Fused, as_affect, fuse
from perception.fusion import Fusion
from perception.kalman import LEAST_SD, SPREAD, Belief, after, noise_of, told
from tests.perception.ear import Ear

USUAL = {"face": 0.5, "voice": 0.5, "words": 0.6, "report": 0.9}


def says(source: str, valence: float, at: float, arousal: float = 0.0, **more: object) -> Affect:
    confidence = more.pop("confidence", USUAL[source])
    return Affect(stamp=at, source=source, valence=valence, arousal=arousal, confidence=confidence, **more)


def after_all(*readings: Affect) -> Fused:
    return reduce(fuse, readings, Fused())


readings = st.lists(
    st.builds(
        Affect,
        stamp=st.floats(0, 1e5),
        source=st.sampled_from(["face", "voice", "words", "report", "fused"]),
        valence=st.floats(-5, 5),
        arousal=st.floats(-5, 5),
        confidence=st.floats(-1, 2),
        expression=st.sampled_from(["neutral", "happy", "sad"]),
        expression_confidence=st.floats(0, 1),
    ),
    max_size=30,
)


@settings(deadline=None)
@given(readings)
def test_whatever_is_said_the_belief_stays_sane(items: list[Affect]) -> None:
    fused = Fused()
    for item in items:
        fused = fuse(fused, item)
        for belief in (fused.valence, fused.arousal):
            assert -1 <= belief.mean <= 1
            assert LEAST_SD - 1e-9 <= belief.sd <= SPREAD + 1e-9
        told_as = as_affect(fused)
        assert 0 <= told_as.confidence < 0.75
        assert all(0 <= share <= 1 for _, share in fused.shares)


def test_noise_is_what_the_correlation_implies() -> None:
    assert noise_of(0.5) ** 0.5 == pytest.approx(0.61, abs=0.01)
    assert noise_of(0.25) ** 0.5 == pytest.approx(1.35, abs=0.01)
    assert noise_of(0.8) ** 0.5 == pytest.approx(0.26, abs=0.01)


def test_a_report_outweighs_words_and_words_outweigh_a_voice() -> None:
    moved = {source: after_all(says(source, 1.0, 0)).valence.mean for source in USUAL}
    assert moved["report"] > moved["words"] > moved["face"] > moved["voice"] > 0
    aroused = {source: after_all(says(source, 0.0, 0, arousal=1.0)).arousal.mean for source in USUAL}
    assert aroused["report"] > aroused["voice"] > aroused["words"]
    assert aroused["voice"] > aroused["face"]


def test_a_doubtful_reading_moves_less() -> None:
    sure, unsure = after_all(says("face", 1, 0)), after_all(says("face", 1, 0, confidence=0.125))
    assert unsure.valence.mean < sure.valence.mean / 2


def test_a_camera_does_not_win_by_talking_much() -> None:
    often = after_all(*(says("face", 1, k * 0.2) for k in range(11)))
    seldom = after_all(*(says("face", 1, k * 2.0) for k in range(2)))
    assert often.valence.mean == pytest.approx(seldom.valence.mean, abs=0.1)


def test_feelings_fade_to_the_persons_own_baseline() -> None:
    belief, _ = told(Belief(), -1.0, noise_of(0.8))
    faded = after(belief, 90, 30)
    assert belief.mean < -0.5
    assert -0.15 < faded.mean < 0
    assert faded.sd > belief.sd


def test_a_baseline_follows_slowly_and_not_far() -> None:
    fused = after_all(*(says("report", -0.8, k * 20.0) for k in range(60)))
    assert -0.31 < fused.valence.baseline < -0.2


def test_a_smile_over_heavy_words_is_mixed_and_the_words_count() -> None:
    words = says("words", -0.7, 0, expression="sad", expression_confidence=0.5)
    smile = says("face", 0.6, 1, expression="happy", expression_confidence=0.9)
    fused = after_all(words, smile)
    assert fused.mixed
    assert fused.valence.mean < -0.2
    assert fused.expression() == ("sad", 0.5)
    later = fuse(fused, says("face", 0.6, 40, expression="happy", expression_confidence=0.9))
    assert not later.mixed
    assert later.expression()[0] == "happy"


def test_a_smile_with_light_words_is_not_mixed() -> None:
    fused = after_all(says("words", 0.2, 0), says("face", 0.6, 1))
    assert not fused.mixed
    assert fused.valence.mean > 0.1


async def test_the_component_is_paced_and_records_what_it_rests_on(tmp_path: Path) -> None:
    ear, fusion = Ear(tmp_path), Fusion("fusion", {}, Context(session=tmp_path))
    graph = LocalTransport([ear, fusion])
    await graph.start()
    ear.say(says("words", -0.7, 1000.0))
    for step in range(100):  # twenty seconds of a smiling face
        ear.say(says("face", 0.6, 1000 + step * 0.2))
    ear.say(Affect(stamp=1021, source="fused", valence=1, arousal=1, confidence=1))
    await graph.settle()
    await graph.stop()
    said = ear.all(Affect)
    assert 33 <= len(said) <= 43
    assert all(item.source == "fused" for item in said)
    provenance = [json.loads(item.data) for item in ear.all(Event)]
    assert 4 <= len(provenance) <= 7
    assert provenance[-1]["mixed"] is True
    assert set(provenance[-1]["weights"]) == {"face", "words"}
