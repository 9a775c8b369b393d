"""What is seen worse is never read more surely: pose, light, blur, covers, and a mouth full of words."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from perception.action_units import action_units, trust_in, trust_in_affect
from perception.affect import AffectTracker
from perception.covered import Shows
from perception.landmarks import FaceReading
from perception.neutral import NeutralFace
from perception.regressor import load
from perception.talking import Lips

shares = st.floats(0, 1)


@pytest.fixture(scope="module")
def known(
    reading: Callable[[bytes], FaceReading],
    rested: Callable[[str], NeutralFace],
    head: Callable[[str, str], bytes],
) -> tuple[FaceReading, NeutralFace]:
    """A smile of somebody whose face at rest is known."""
    return reading(head("dee", "smile")), rested("dee")


def test_a_worse_picture_is_never_trusted_more(known) -> None:
    found, neutral = known

    @settings(deadline=None, max_examples=200)
    @given(
        shares,
        shares,
        st.floats(-60, 60),
        st.floats(-60, 60),
        shares,
        shares,
        st.floats(1, 2),
        st.floats(1, 2),
    )
    def holds(light, sharp, yaw, pitch, darker, softer, further, tipped) -> None:
        seen = replace(found, light=light, sharp=sharp, yaw=yaw, pitch=neutral.pitch + pitch)
        worse = replace(
            found,
            light=light * darker,
            sharp=sharp * softer,
            yaw=yaw * further,
            pitch=neutral.pitch + pitch * tipped,
        )
        assert 0 <= trust_in(worse, neutral) <= trust_in(seen, neutral) + 1e-9 <= 1 + 1e-9

    holds()


def test_nothing_of_a_face_that_is_seen_worse_is_told_more_surely(known) -> None:
    found, neutral = known
    numbers = load().read(found, neutral.rest)

    @settings(deadline=None, max_examples=100)
    @given(shares, shares, shares, shares, shares, shares, st.booleans())
    def holds(trust, mouth, eyes, doubt, mouth_hidden, eyes_hidden, speaks) -> None:
        clear, hidden = Shows(mouth, eyes), Shows(mouth * mouth_hidden, eyes * eyes_hidden)
        lips = Lips(0.7, trust * mouth)
        whole = {unit.code: unit for unit in action_units(numbers, trust, False, clear, lips)}
        less = action_units(
            numbers, trust * doubt, speaks, hidden, replace(lips, confidence=lips.confidence * doubt)
        )
        assert {unit.code for unit in less} <= whole.keys()
        for unit in less:
            assert unit.confidence <= whole[unit.code].confidence + 1e-3  # rounded to three figures
            assert unit.intensity == whole[unit.code].intensity  # doubt takes trust, and invents nothing
        assert trust_in_affect(trust * doubt, hidden) <= trust_in_affect(trust, clear) + 1e-9

    holds()


@given(shares, shares, shares, shares)
def test_a_busier_mouth_is_believed_less(trust: float, doubt: float, busy: float, less: float) -> None:
    more, fewer = (
        AffectTracker().update(0.0, (), (0.0, 0.0), trust=share, speaking=how)
        for share, how in ((trust, busy * less), (trust * doubt, busy))
    )
    assert fewer.confidence <= more.confidence + 1e-9
    assert fewer.expression_confidence <= more.expression_confidence + 1e-9
