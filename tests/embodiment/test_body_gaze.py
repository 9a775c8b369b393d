"""Gaze: at the person mostly, away when thinking, back before the end."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from alongside.messages import FaceSeen
from tests.embodiment.stage import Stage, looks, share_at_person

SEEDS = range(12)
LONG = "There is a lot in that, and all of it came in one week, and nobody asked how you were, not even once."


@pytest.mark.parametrize("seed", SEEDS)
def test_listening_looks_at_them_most_of_the_time_and_away_for_a_second(seed: int) -> None:
    stage = Stage(seed)
    stage.speaks(1)
    shots = stage.speaks(120)
    assert 0.72 <= share_at_person(shots) <= 0.93
    away = [(where, lasts) for where, _, lasts in looks(shots)[1:-1] if where != (0, 0)]
    assert len(away) >= 8
    assert all(0.45 <= lasts <= 2.55 for _, lasts in away)
    at = [lasts for where, _, lasts in looks(shots)[1:-1] if where == (0, 0)]
    assert all(1.9 <= lasts <= 9.1 for lasts in at)


def test_aversions_go_to_the_side_mostly() -> None:
    ways: list[tuple[float, float]] = []
    for seed in SEEDS:
        stage = Stage(seed)
        ways += [where for where, _, _ in looks(stage.speaks(120)) if where != (0, 0)]
    side = sum(abs(y) < 0.01 for _, y in ways) / len(ways)
    assert side == pytest.approx(0.7, abs=0.1)
    left = sum(x < 0 for x, _ in ways) / len(ways)
    assert left == pytest.approx(0.5, abs=0.12)


@pytest.mark.parametrize("seed", SEEDS)
def test_thinking_looks_away_soon_and_the_thought_ends_in_the_first_words(seed: int) -> None:
    stage = Stage(seed)
    stage.speaks(3)
    stage.pauses(0.3)
    stage.turn()
    thinking = stage.wait(1.0)
    assert share_at_person(thinking[:2]) == 1
    assert share_at_person(thinking[-6:]) == 0
    stage.act(LONG)
    stage.wait(0.2)
    stage.spoken("started")
    speaking = stage.wait(3.1)
    assert share_at_person(speaking[:9]) == 0
    assert share_at_person(speaking[9:]) > 0.2


def test_thoughts_go_up_mostly() -> None:
    up = 0
    for seed in range(60):
        stage = Stage(seed)
        stage.turn()
        stage.wait(1)
        up += stage.shots[-1].pose.gaze_y < -0.1
    assert up / 60 == pytest.approx(0.7, abs=0.13)


@pytest.mark.parametrize("seed", SEEDS)
def test_it_looks_back_before_the_end_of_what_it_says_and_stays(seed: int) -> None:
    stage = Stage(seed)
    stage.act(LONG)
    stage.spoken("started")
    shots = stage.wait(10)  # estimated at about ten seconds
    assert share_at_person(shots[-10:]) == 1
    assert share_at_person(stage.wait(5)) == 1  # and longer, should it last
    assert share_at_person(shots) >= 0.55


@pytest.mark.parametrize("seed", SEEDS)
def test_a_short_answer_looks_at_them_throughout(seed: int) -> None:
    stage = Stage(seed)
    stage.turn()
    stage.wait(1)
    stage.act("Third time.")
    stage.spoken("started")
    assert share_at_person(stage.wait(1)) == 1


@pytest.mark.parametrize("seed", SEEDS)
def test_in_a_hard_moment_it_looks_down_briefly_or_not_at_all(seed: int) -> None:
    stage = Stage(seed)
    stage.words(-0.8)
    shots = stage.speaks(60)
    assert share_at_person(shots) >= 0.8
    away = [(where, lasts) for where, _, lasts in looks(shots) if where != (0, 0)]
    assert away
    assert all(y > 0.2 and abs(x) < 0.1 for (x, y), _ in away)
    assert all(lasts <= 1.8 for _, lasts in away)


def test_someone_who_looks_up_is_looked_at() -> None:
    stage = Stage(2)
    stage.hear(FaceSeen(present=True, attending=0.1))
    while not stage.wait(0.05)[0].pose.gaze_x:
        assert stage.now < 200
    stage.hear(FaceSeen(present=True, attending=0.9))
    assert share_at_person(stage.wait(1.4)) == 1


@settings(deadline=None)
@given(
    st.integers(0, 10_000),
    st.lists(st.sampled_from(["turn", "act", "started", "finished", "speak"]), max_size=12),
)
def test_gaze_stays_on_the_face_of_the_earth(seed: int, script: list[str]) -> None:
    stage = Stage(seed)
    for what in script:
        if what == "turn":
            stage.turn()
        elif what == "act":
            stage.act()
        elif what == "speak":
            stage.activity(True)
        else:
            stage.spoken(what)
        for shot in stage.wait(1.5):
            assert abs(shot.pose.gaze_x) <= 0.5
            assert abs(shot.pose.gaze_y) <= 0.5


def test_the_same_seed_gives_the_same_behaviour() -> None:
    def play(seed: int) -> list[object]:
        stage = Stage(seed)
        stage.tells(30)
        stage.turn()
        stage.wait(1)
        stage.act(LONG)
        stage.spoken("started")
        stage.wait(8)
        return [shot.pose for shot in stage.shots]

    assert play(5) == play(5)
    assert play(5) != play(6)
