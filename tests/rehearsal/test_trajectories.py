"""Planted courses are told apart, in a set that no weights are fitted on."""

from __future__ import annotations

from collections import Counter

import pytest

from agent.appraisal.encoder import find_encoder
from rehearsal.trajectories import KINDS, THIRD, dialogues, observer, table

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(find_encoder() is None, reason="the encoder's weights are not fetched"),
]
LEAST = {"warm": 8, "sour": 6, "colluding": 7, "constant": 9}
"""Of ten: docs/alliance.md has the figures."""
LEAST_IN_ALL = 33


def test_planted_courses_are_told_apart_and_shuffled_ones_lose_their_trend() -> None:
    watch = observer()
    assert watch is not None
    assert Counter(one.kind for one in dialogues(THIRD)) == dict.fromkeys(KINDS, 10)
    found = table(watch, THIRD)
    assert {kind: found[kind][kind] >= least for kind, least in LEAST.items()} == dict.fromkeys(LEAST, True)
    assert sum(counts[kind] for kind, counts in found.items()) >= LEAST_IN_ALL
    shuffled = table(watch, THIRD, shuffled=4)
    for kind in ("warm", "sour", "apart"):
        assert shuffled[kind][kind] <= 0.3 * shuffled[kind].total()
