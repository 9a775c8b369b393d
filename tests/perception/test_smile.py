"""The course of planted smiles, and of one that rendered heads show."""

from __future__ import annotations

import json

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from alongside.messages import Event
from perception.smile import BEGINS, Smile, SmileWatch
from tests.perception.test_face import Clock, wired

__all__ = ["Clock", "wired"]


def course(
    strengths: list[float], every: float = 0.1, sides: tuple[float, float] = (0.5, 0.5)
) -> list[Smile]:
    watch = SmileWatch()
    told = [watch.update(10 + k * every, value, 0.8, sides) for k, value in enumerate(strengths)]
    return [smile for smile in told if smile]


def risen(seconds: float, peak: float = 0.8, every: float = 0.1) -> list[float]:
    up = np.linspace(0, peak, round(seconds / every) + 1).tolist()
    return [*up, *[peak] * 10, *up[::-1], 0.0]


def test_a_slow_smile_has_a_longer_onset_than_a_fast_one() -> None:
    onset = [course(risen(seconds))[0].onset_s for seconds in (0.2, 0.5, 1.0, 2.0)]
    assert onset == sorted(onset)
    assert onset[-1] == pytest.approx(
        2.0 * (0.9 - 0.25), abs=0.15
    )  # from where it begins to where it has risen
    assert onset[0] <= 0.2


def test_length_peak_and_trust_are_told() -> None:
    smile = course([0, *[0.6] * 20, 0])[0]
    assert smile.lasted_s == pytest.approx(2.0)
    assert (smile.peak, smile.confidence, smile.onset_s, smile.asymmetry) == (0.6, 0.8, 0.0, 0.0)


@pytest.mark.parametrize(("sides", "told"), [((0.8, 0.0), 1.0), ((0.0, 0.8), -1.0), ((0.6, 0.2), 0.5)])
def test_a_crooked_smile_is_told_as_such(sides: tuple[float, float], told: float) -> None:
    assert course([0, *[0.6] * 5, 0], sides=sides)[0].asymmetry == pytest.approx(told, abs=0.01)


def test_flicker_faint_smiles_and_ones_that_were_not_seen_to_the_end_are_none() -> None:
    assert not course([0, 0.5, 0, 0.5, 0])
    assert not course([BEGINS - 0.01] * 30 + [0.0])
    watch = SmileWatch()
    for at, strength in ((0.0, 0.0), (0.3, 0.6), (0.6, 0.6), (3.0, 0.0)):
        assert watch.update(at, strength, 1, (1, 1)) is None
    for at in (4.0, 4.4, 4.8):
        watch.update(at, 0.6, 1, (1, 1))
    watch.lost()
    assert watch.update(5.0, 0.0, 1, (1, 1)) is None


@given(st.lists(st.tuples(st.floats(0, 2), st.floats(0, 1), st.floats(0, 1), st.floats(0, 1)), max_size=60))
def test_whatever_is_read_a_smile_is_in_bounds(items) -> None:
    at, watch = 0.0, SmileWatch()
    for gap, strength, left, right in items:
        at += gap
        smile = watch.update(at, strength, 0.5, (left, right))
        if smile:
            assert 0 <= smile.onset_s <= smile.lasted_s
            assert smile.peak + 1e-3 >= BEGINS
            assert -1 <= smile.asymmetry <= 1


async def test_a_head_that_smiles_for_a_second_and_a_half(wired, head) -> None:
    ear, _, _, show = wired
    for look, times in (("neutral", 22), ("smile_half", 2), ("smile", 13), ("neutral", 5)):
        await show(head("eli", look), times)
    told = [json.loads(item.data) for item in ear.all(Event) if item.kind == "smile"]
    assert len(told) == 1
    assert told[0]["lasted_s"] == pytest.approx(1.5, abs=0.25)
    assert told[0]["onset_s"] == pytest.approx(0.2, abs=0.15)
    assert told[0]["peak"] > 0.5
    assert abs(told[0]["asymmetry"]) < 0.15
