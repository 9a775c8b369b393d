"""How Reachy Mini's head moves, without a clock."""

from __future__ import annotations

import itertools
import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from embodiment.robot import Face, Point
from hardware.reachy_motion import COAST_S, LASTS, PITCH, REST, ROLL, SHIFT, YAW, Head, Motion

STEP = 1 / 40


def run(motion: Motion, seconds: float) -> list[Head]:
    return [motion.step(STEP) for _ in range(round(seconds / STEP))]


def test_it_turns_to_a_point_and_stays() -> None:
    motion = Motion(Head())
    motion.look(Point(1.0, 1.0, math.sqrt(2) * math.tan(math.radians(20))))
    path = run(motion, 1.5)
    assert path[-1].yaw == pytest.approx(math.radians(45), abs=0.002)
    assert path[-1].pitch == pytest.approx(-math.radians(20), abs=0.002)
    assert not motion.moving
    yaws = [head.yaw for head in path]
    assert yaws == sorted(yaws)  # no overshoot
    assert yaws[0] < max(b - a for a, b in itertools.pairwise(yaws)) / 1.5  # begins gently


@pytest.mark.parametrize("name", LASTS)
def test_a_gesture_is_seen_and_comes_back(name: str) -> None:
    motion = Motion(Head())
    motion.begin(name, 1.0)
    path = run(motion, LASTS[name] + 0.1)
    assert max(head.away_from(Head()) for head in path) > 0.005
    assert path[-1].away_from(Head()) < 0.001
    assert not motion.moving


def test_a_double_nod_dips_twice() -> None:
    motion = Motion(Head())
    motion.begin("double_nod", 1.0)
    pitch = [head.pitch for head in run(motion, LASTS["double_nod"])]
    peaks = [b for a, b, c in zip(pitch, pitch[1:], pitch[2:], strict=False) if a < b > c and b > 0.1]
    assert len(peaks) == 2


def test_low_droops_and_glad_lifts() -> None:
    heads = {}
    for name, face in {"sad": Face("sad", -0.7, -0.2), "glad": Face("happy", 0.7, 0.3)}.items():
        motion = Motion(Head())
        motion.feel(face)
        heads[name] = run(motion, 1.5)[-1]
    assert heads["sad"].left > REST > heads["glad"].left
    assert heads["sad"].z < 0 < heads["glad"].z


def test_it_freezes_where_a_gesture_had_brought_it_and_goes_on_from_there() -> None:
    motion = Motion(Head())
    motion.begin("nod", 1.0)
    stopped = run(motion, LASTS["nod"] / 2)[-1]
    motion.freeze()
    assert not motion.moving
    assert motion.step(STEP).away_from(stopped) < 1e-6
    motion.look(Point(1.0, 0.0, 0.0))
    assert motion.step(STEP).away_from(stopped) < 0.05


def test_a_head_in_full_swing_is_held_where_it_coasts_to() -> None:
    motion = Motion(Head())
    motion.begin("nod", 1.0)
    earlier, later = run(motion, LASTS["nod"] / 4)[-4:-1:2]
    motion.freeze()
    ahead = motion.held(earlier).pitch - earlier.pitch
    assert ahead == pytest.approx((later.pitch - earlier.pitch) * COAST_S / (2 * STEP))
    assert 0.01 < ahead < 0.05
    assert not motion.moving


def test_a_head_at_rest_is_held_where_it_is() -> None:
    motion = Motion(Head())
    motion.begin("nod", 1.0)
    run(motion, LASTS["nod"] / 4)
    motion.freeze()
    motion.freeze()  # told twice: it has come to rest
    assert motion.held(Head(yaw=0.2)) == Head(yaw=0.2)


DOINGS = st.one_of(
    st.tuples(st.just("look"), st.tuples(*[st.floats(-3, 3)] * 3)),
    st.tuples(st.just("feel"), st.tuples(st.floats(-1, 1), st.floats(-1, 1))),
    st.tuples(st.just("begin"), st.tuples(st.sampled_from(sorted(LASTS)), st.floats(0, 1))),
    st.tuples(st.just("freeze"), st.just(())),
    st.tuples(st.just("step"), st.tuples(st.floats(0.001, 0.5))),
)


@given(st.lists(DOINGS, max_size=30))
def test_whatever_is_asked_it_is_sent_nowhere_that_it_cannot_go(doings: list[tuple[str, tuple]]) -> None:  # type: ignore[type-arg]
    motion = Motion(Head(pitch=0.5, z=-0.05, right=3.05, left=3.05))
    for what, how in doings:
        if what == "look":
            motion.look(Point(*how))
        elif what == "feel":
            motion.feel(Face("", *how))
        elif what == "step":
            sent = motion.step(*how)
            assert abs(sent.pitch) <= PITCH
            assert abs(sent.roll) <= ROLL
            assert abs(sent.yaw) <= YAW
            assert sent.z <= SHIFT
            assert -1.0 < sent.left < 3.3
        else:
            getattr(motion, what)(*how)
