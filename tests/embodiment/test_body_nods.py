"""Nods: at the right places, within the budget, and never while the companion speaks."""

from __future__ import annotations

import itertools
import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from alongside.messages import FaceSeen
from embodiment.behaviour.content import Content
from embodiment.behaviour.nods import GAP_S, HEAVY_GAP_S, PER_MINUTE, Nods
from tests.embodiment.stage import Stage, gestures

NODS = ("nod", "double_nod", "slow_nod")


@pytest.mark.parametrize("seed", range(8))
def test_a_minute_of_speech_gets_six_to_ten_nods_at_its_pauses(seed: int) -> None:
    stage = Stage(seed)
    shots = stage.tells(184, spurt=4.0, pause=0.6)  # 160 s of speech
    found = gestures(shots, *NODS)
    murmured = {at for at, _ in stage.murmurs}
    assert 6 * 160 / 60 - 2 <= len(found) <= 10 * 160 / 60 + 2
    for shot in found:
        into = (shot.at - shots[0].at) % 4.6 - 4.0  # seconds after the speech ended
        assert 0.04 <= into <= 0.25 or shot.at in murmured
    gaps = [after.at - before.at for before, after in itertools.pairwise(found)]
    assert min(gaps) >= GAP_S


def test_a_nod_is_longer_after_a_long_stretch() -> None:
    stage = Stage()
    stage.speaks(9)
    assert [shot.pose.gesture for shot in gestures(stage.pauses(1), *NODS)] == ["double_nod"]
    stage.speaks(12)
    stage.activity(False)  # no pause
    stage.speaks(2)
    assert [shot.pose.gesture for shot in gestures(stage.pauses(1), *NODS)] == ["nod"]


def test_a_clause_end_is_a_place_to_nod_while_they_go_on() -> None:
    stage = Stage()
    stage.speaks(6)
    stage.partial("we drove all the way to the coast and then")
    found = gestures(stage.speaks(1), *NODS)
    assert [shot.pose.gesture for shot in found] == ["nod"]


def test_no_nod_at_the_start_of_a_turn_nor_after_a_word() -> None:
    stage = Stage()
    stage.tells(60)
    stage.turn()
    stage.wait(8)
    stage.speaks(0.5)
    assert not gestures(stage.pauses(2), *NODS)


def test_nobody_nods_to_a_back() -> None:
    stage = Stage()
    stage.hear(FaceSeen(present=True, attending=0.0))
    assert not gestures(stage.tells(60), *NODS)
    stage.hear(FaceSeen(present=False))  # no camera sees them, but they may look
    assert gestures(stage.tells(30), *NODS)


def test_in_a_hard_moment_one_slow_nod_and_then_stillness() -> None:
    stage = Stage()
    stage.state(valence=-0.6)
    found = gestures(stage.tells(60, pause=1.0), *NODS)
    assert {shot.pose.gesture for shot in found} == {"slow_nod"}
    assert 1 <= len(found) <= 60 / HEAVY_GAP_S
    assert all(b.at - a.at >= HEAVY_GAP_S for a, b in itertools.pairwise(found))


def test_a_nod_meets_the_eyes() -> None:
    stage = Stage(3)
    for shot in gestures(stage.tells(180), *NODS):
        assert (shot.pose.gaze_x, shot.pose.gaze_y) == (0, 0)


def test_the_habit_lies_within_the_budget_and_is_the_same_for_the_same_seed() -> None:
    habits = [Nods(random.Random(seed), 0.0).per_minute for seed in range(50)]
    assert min(habits) >= PER_MINUTE[0]
    assert max(habits) <= PER_MINUTE[1]
    assert max(habits) - min(habits) > 2
    assert Nods(random.Random(7), 0.0).per_minute == habits[7]


@pytest.mark.parametrize(
    ("texts", "ends"),
    [
        (["we drove all the way there and x", "we drove all the way there and back again"], [True, False]),
        (["no and yes"], [False]),
        (
            ["I went home early, then", "I went home early, then slept the whole day but not well"],
            [False, True],
        ),
        (["one two three four five six."], [False]),  # a recogniser ends every partial with a point
        ([""], [False]),
    ],
)
def test_clauses_end_at_joints(texts: list[str], ends: list[bool]) -> None:
    content = Content()
    assert [content.notice("t", text).clause for text in texts] == ends


events = st.lists(
    st.tuples(
        st.sampled_from(
            [
                "speaks",
                "pauses",
                "turn",
                "act",
                "silent act",
                "started",
                "finished",
                "interrupted",
                "words",
                "partial",
            ]
        ),
        st.floats(0.05, 4),
    ),
    max_size=25,
)


@settings(max_examples=150, deadline=None)
@given(events, st.integers(0, 1000))
def test_whatever_happens_it_never_nods_while_it_speaks_nor_beyond_the_budget(
    script: list[tuple[str, float]], seed: int
) -> None:
    stage, count, speech = Stage(seed), 0, 0.0
    for what, seconds in script:
        if what == "speaks":
            stage.speaks(seconds)
            speech += seconds
            continue
        if what == "pauses":
            stage.pauses(seconds)
            continue
        if what == "turn":
            stage.turn()
        elif what == "act":
            count += 1
            stage.act(act_id=f"a{count}", gesture="tilt")
        elif what == "silent act":
            stage.act(text="", kind="silence")
        elif what == "words":
            stage.words(-seconds / 4)
        elif what == "partial":
            stage.partial("well " * round(seconds * 20) + "and so on")
        else:
            stage.spoken(what, f"a{count}")
        stage.wait(seconds)
    nods = gestures(stage.shots, *NODS)
    assert all(shot.pose.mode == "listening" for shot in nods)
    assert len(nods) <= PER_MINUTE[1] * (speech + 2 * len(script)) / 60 + 1.5
    assert all(b.at - a.at >= GAP_S - 1e-6 for a, b in itertools.pairwise(nods))
