"""Fusion of affect: pure rules, wild input, and the component."""

from __future__ import annotations

import asyncio
import json
import math
from functools import reduce
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from alongside.component import Context
from alongside.local import LocalTransport
from alongside.messages import Affect, Event
from bench.fusion import WORLDS, off, within
from perception.fusing import TAU_AROUSAL, TAU_VALENCE, Fused, as_affect, fuse
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


evidence = st.lists(
    st.tuples(
        st.sampled_from([0.0, 0.02, 0.1, 0.3, 1.0, 2.0, 8.0, 60.0]),  # seconds since the last
        st.sampled_from(["face", "voice", "words", "report"]),
        st.floats(0, 1),
        st.floats(0, 1),
        st.floats(0.01, 1),
    ),
    min_size=1,
    max_size=25,
)


@settings(deadline=None, max_examples=100)
@given(evidence, st.data())
def test_taking_evidence_away_never_makes_the_belief_surer(items, data) -> None:
    """All readings agree in sign: a contradiction takes weight away, and is told."""
    at, said = 1000.0, []
    for gap, source, valence, arousal, confidence in items:
        at += gap
        said.append(says(source, valence, at, arousal, confidence=confidence))
    gone = data.draw(st.sets(st.integers(0, len(said) - 1), min_size=1))
    left = [item for place, item in enumerate(said) if place not in gone]
    with_all, with_less = after_all(*said).faded(at), after_all(*left).faded(at)
    for name in ("valence", "arousal"):
        assert getattr(with_less, name).confidence <= getattr(with_all, name).confidence + 1e-6


@settings(deadline=None, max_examples=100)
@given(evidence, st.data())
def test_doubting_evidence_never_makes_the_belief_surer(items, data) -> None:
    at, said, doubted = 1000.0, [], []
    for gap, source, valence, arousal, confidence in items:
        at += gap
        share = data.draw(st.sampled_from([1.0, 0.7, 0.2]))
        said.append(says(source, valence, at, arousal, confidence=confidence))
        doubted.append(says(source, valence, at, arousal, confidence=share * confidence))
    whole, less = after_all(*said), after_all(*doubted)
    for name in ("valence", "arousal"):
        assert getattr(less, name).confidence <= getattr(whole, name).confidence + 1e-6


@settings(deadline=None, max_examples=100)
@given(evidence, st.floats(0, 80), st.sampled_from(["face", "voice", "words", "report"]))
def test_a_reading_that_comes_late_never_says_more_than_one_in_time(items, late: float, source: str) -> None:
    at, said = 1000.0, []
    for gap, name, valence, arousal, confidence in items:
        at += gap
        if name != source:
            said.append(says(name, valence, at, arousal, confidence=confidence))
    before, now = after_all(*said), says(source, 0.5, at, 0.5)
    in_time = fuse(before, now)
    too_late = fuse(before, says(source, 0.5, at - late, 0.5)).faded(at)
    for name in ("valence", "arousal"):
        assert getattr(too_late, name).confidence <= getattr(in_time, name).confidence + 1e-6
        assert getattr(too_late, name).confidence >= getattr(before.faded(at), name).confidence - 1e-6


def test_what_comes_late_says_what_it_would_say_by_now() -> None:
    """As if it had come in time, and nothing after it; and not at all after a minute."""
    nothing = after_all(says("voice", 0.0, 1000.0, confidence=1e-6))
    late = fuse(nothing, says("words", -0.8, 990.0))
    in_time = after_all(says("words", -0.8, 990.0)).faded(1000.0)
    assert late.valence.mean == pytest.approx(in_time.valence.mean, abs=0.02)
    assert late.valence.confidence == pytest.approx(in_time.valence.confidence, abs=0.01)
    assert fuse(nothing, says("words", -0.8, 900.0)) == nothing


def test_a_reading_that_its_source_has_outrun_is_let_go() -> None:
    newest = after_all(says("words", 0.5, 1000.0))
    assert fuse(newest, says("words", -0.9, 995.0)) == newest


def test_old_words_do_not_contradict_a_smile() -> None:
    smiling = after_all(says("face", 0.6, 1000.0))
    assert fuse(smiling, says("words", -0.7, 999.0)).mixed
    assert not fuse(smiling, says("words", -0.7, 1000.0 - 45)).mixed


def test_what_is_not_heard_of_again_is_believed_less_and_less() -> None:
    fused = after_all(says("face", 0.8, 0), says("words", 0.6, 1), says("report", 0.7, 2))
    later = [fused.faded(at) for at in (2, 10, 30, 120, 3600)]
    sure = [item.valence.confidence for item in later]
    assert sure == sorted(sure, reverse=True)
    assert sure[-1] < 0.01
    assert abs(later[-1].valence.mean) < 0.05
    assert later[-1].expression() == ("neutral", 0.0)


@pytest.mark.parametrize("missing", ["face", "voice", "words"])
def test_a_missing_channel_widens_the_belief_and_no_more(missing: str) -> None:
    told_by = [says(source, -0.6, 0.1 * place) for place, source in enumerate(("voice", "words", "face"))]
    whole = after_all(*told_by)
    rest = after_all(*(item for item in told_by if item.source != missing))
    assert rest.valence.mean < -0.1
    assert rest.valence.sd > whole.valence.sd
    assert missing not in dict(rest.shares)


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


@given(evidence, st.floats(0, 200), st.floats(0, 200))
@settings(deadline=None, max_examples=40)
def test_silence_never_makes_the_belief_surer_or_carries_it_away(items, soon: float, more: float) -> None:
    at, fused = 1000.0, Fused()
    for gap, source, valence, arousal, confidence in items:
        at += gap
        fused = fuse(fused, says(source, valence, at, arousal, confidence=confidence))
    early, late = fused.faded(at + soon), fused.faded(at + soon + more)
    for name in ("valence", "arousal"):
        before, after_it, base = getattr(early, name), getattr(late, name), getattr(fused, name).baseline
        assert after_it.confidence <= before.confidence + 1e-9
        assert abs(after_it.mean - base) <= abs(before.mean - base) + 1e-9


def test_half_of_the_confidence_is_gone_when_it_is_said_to_be() -> None:
    fused = after_all(says("report", -0.8, 0, 0.7))
    for name, tau in (("valence", TAU_VALENCE), ("arousal", TAU_AROUSAL)):
        whole, half = getattr(fused, name), getattr(fused.faded(tau * math.log(2) / 2), name)
        assert half.confidence == pytest.approx(whole.confidence / 2)
        moved = getattr(fused.faded(tau * math.log(2)), name)
        assert moved.mean - whole.baseline == pytest.approx((whole.mean - whole.baseline) / 2)


async def test_in_silence_the_component_tells_how_its_belief_fades_and_then_is_quiet(tmp_path: Path) -> None:
    now = [50.0]
    ear = Ear(tmp_path)
    fusion = Fusion("fusion", {"fade_every": 0.2}, Context(session=tmp_path), lambda: now[0])
    graph = LocalTransport([ear, fusion])
    await graph.start()
    ear.say(says("words", -0.8, 1000.0, expression="sad", expression_confidence=0.5))
    await ear.until(lambda: len(ear.all(Affect)) == 1)
    for step in range(1, 6):  # fifty seconds of silence
        now[0] += 10
        await ear.until(lambda step=step: len(ear.all(Affect)) == 1 + step)
    await asyncio.sleep(0.2)
    told_of = ear.all(Affect)
    now[0] += 10
    await asyncio.sleep(0.2)
    ear.say(says("words", -0.8, 1100.0))
    await graph.settle()
    await graph.stop()
    sure = [item.confidence for item in told_of]
    assert sure == sorted(sure, reverse=True)
    assert sure[-1] < 0.02
    assert told_of[3].stamp == pytest.approx(1030)
    assert told_of[1].expression == "sad"
    assert told_of[3].expression == "neutral"
    assert len(ear.all(Affect)) == len(told_of) + 1  # quiet once it had faded, and back with the next words
    assert ear.all(Affect)[-1].confidence == pytest.approx(sure[0], rel=0.1)


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
    words = provenance[-1]["readings"]["words"]
    assert words["valence"] == -0.7
    assert 15 <= words["age_s"] <= 20


def test_the_belief_is_about_as_sure_as_it_should_be() -> None:
    scaled, errors = off(WORLDS[0], people=5, seed=3)
    for dimension in (0, 1):
        assert 0.66 < within(scaled[:, dimension], 0.8) < 0.92
    assert errors["fused"] < 0.8 * errors["nothing"]
    assert errors["fused"] < 0.7 * min(errors["face"], errors["words"], errors["voice"])
