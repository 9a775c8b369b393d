"""Whether the person looks at the screen."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from perception.engagement import Attention, looks


def follow(attention: Attention, start: float, seconds: float, looking: bool) -> float:
    """Ten looks a second; the last belief."""
    belief = 0.0
    for step in range(int(seconds * 10)):
        belief = attention.update(start + step / 10, looking)
    return belief


def test_where_eyes_and_head_may_be_turned() -> None:
    assert looks(0, 0, 0, 0)
    assert looks(-19, 14, 9, 0.2)
    assert not looks(25, 0, 0, 0)
    assert not looks(0, -18, 0, 0)
    assert not looks(0, 0, 14, 0)
    assert not looks(0, 0, 0, 1)


def test_a_glance_is_not_attention() -> None:
    attention = Attention()
    assert follow(attention, 0, 0.8, True) < 0.5
    assert follow(attention, 0.8, 1.0, True) >= 0.5


def test_a_short_look_away_does_not_lose_them() -> None:
    attention = Attention()
    follow(attention, 0, 5, True)
    assert follow(attention, 5, 3, False) >= 0.5
    assert follow(attention, 8, 6, False) < 0.5


def test_someone_who_looks_half_the_time_keeps_what_they_had() -> None:
    attending, not_yet = Attention(), Attention()
    follow(attending, 0, 5, True)
    for step in range(100):
        at = 5 + step / 10
        looking = step % 10 < 4
        assert attending.update(at, looking) >= 0.5
        assert not_yet.update(at, looking) < 0.5 or step < 10


@settings(deadline=None)
@given(st.lists(st.tuples(st.floats(-2, 20), st.booleans()), max_size=60))
def test_belief_is_a_probability_whatever_the_clock_does(steps: list[tuple[float, bool]]) -> None:
    attention, at = Attention(), 0.0
    for gap, looking in steps:
        at += gap
        assert 0 <= attention.update(at, looking) <= 1
