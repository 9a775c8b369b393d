"""What the listening face gives back: smiles when it is light, concern when it is not, and nothing else."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from alongside.messages import Affect
from embodiment.behaviour.echo import CONCERN, CONCERN_HEAVY, FRIENDLY, REST_S
from tests.embodiment.stage import Shot, Stage, gestures

SEEDS = range(12)


def smiles(shots: list[Shot]) -> list[Shot]:
    return [shot for shot in shots if shot.pose.valence > FRIENDLY + 0.05]


def sad_face(stage: Stage, name: str = "sad") -> None:
    stage.hear(
        Affect(
            source="face", valence=-0.4, arousal=0, confidence=0.5, expression=name, expression_confidence=0.5
        )
    )


@pytest.mark.parametrize("seed", SEEDS)
def test_a_smile_is_answered_half_as_strong_and_a_moment_later(seed: int) -> None:
    stage = Stage(seed)
    stage.speaks(3)
    begin = stage.now
    stage.smile(0.8)
    found = smiles(stage.speaks(3))
    assert 0.5 <= found[0].at - begin <= 1.0
    assert {shot.pose.valence for shot in found} == {found[0].pose.valence}
    assert 0.35 * 0.8 - 0.01 <= found[0].pose.valence <= 0.6 * 0.8 + 0.01


@pytest.mark.parametrize("seed", SEEDS)
def test_the_answer_outlasts_theirs_a_little_and_then_rests(seed: int) -> None:
    stage = Stage(seed)
    stage.smile(0.9)
    stage.speaks(2.5)
    stage.smile(0.0)
    ended = stage.now
    last = smiles(stage.speaks(6))[-1].at
    assert 0.3 <= last - ended <= 2.6
    stage.smile(0.9)
    assert not smiles(stage.speaks(max(0.1, last + REST_S - stage.now)))


def test_a_smile_that_stays_is_not_answered_for_ever() -> None:
    stage = Stage()
    stage.smile(0.9)
    first = [shot.pose.valence > FRIENDLY + 0.05 for shot in stage.speaks(60)]
    assert 0.1 < sum(first) / len(first) < 0.6


def test_a_twitch_is_not_a_smile() -> None:
    stage = Stage()
    for _ in range(20):
        stage.smile(0.9)
        stage.speaks(0.2)
        stage.smile(0.1)
        stage.speaks(0.5)
    assert not smiles(stage.shots)


def test_a_smile_over_heavy_words_is_not_answered() -> None:
    stage = Stage()
    stage.words(-0.4)
    stage.smile(0.9)
    assert {shot.pose.valence for shot in stage.speaks(20)} == {CONCERN}


def test_words_that_turn_heavy_take_the_smile_away() -> None:
    stage = Stage()
    stage.smile(0.9)
    assert smiles(stage.speaks(1.5))
    stage.words(-0.7)
    assert {shot.pose.valence for shot in stage.speaks(1)} == {CONCERN_HEAVY}


def test_no_smile_is_mixed_into_an_act() -> None:
    stage = Stage()
    stage.act(valence=-0.1)
    stage.spoken("started")
    stage.smile(0.9)
    assert {shot.pose.valence for shot in stage.wait(5)} == {-0.1}


def test_sadness_comes_back_as_concern_with_one_tilt() -> None:
    stage = Stage()
    stage.speaks(4)
    sad_face(stage)
    shots = []
    for _ in range(10):
        shots += stage.speaks(1.5)
        sad_face(stage)
        shots += stage.pauses(0.5)
        sad_face(stage)
    assert {shot.pose.valence for shot in shots} == {CONCERN}
    assert {shot.pose.expression for shot in shots} == {"neutral"}
    assert len(gestures(shots, "tilt")) == 1


@pytest.mark.parametrize("name", ["angry", "disgusted", "scared", "horrified", "furious", "surprised"])
def test_other_feelings_are_not_given_back(name: str) -> None:
    stage = Stage()
    sad_face(stage, name)
    assert {(shot.pose.expression, shot.pose.valence) for shot in stage.speaks(3)} == {("neutral", FRIENDLY)}


@settings(deadline=None)
@given(
    st.lists(
        st.tuples(st.sampled_from(["smile", "words", "sad"]), st.floats(-1, 1), st.floats(0.05, 3)),
        max_size=20,
    ),
    st.integers(0, 99),
)
def test_it_never_smiles_more_than_they_do_nor_while_words_are_dark(
    script: list[tuple[str, float, float]], seed: int
) -> None:
    stage, brightest, dark = Stage(seed), 0.0, False
    for what, value, seconds in script:
        if what == "smile":
            stage.smile(abs(value))
            brightest = max(brightest, abs(value))
        elif what == "words":
            stage.words(value)
            dark = value < -0.2
        else:
            sad_face(stage)
        for shot in stage.speaks(seconds):
            assert shot.pose.valence <= max(FRIENDLY, 0.6 * brightest + 0.01)
            assert not (dark and shot.pose.valence > FRIENDLY)
