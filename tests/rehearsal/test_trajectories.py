"""Planted courses are told apart, in a set that no weights are fitted on."""

from __future__ import annotations

from collections import Counter

import pytest

from agent.appraisal.encoder import find_encoder
from rehearsal.trajectories import JUDGES, KINDS, dialogues, observer, table

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(find_encoder() is None, reason="the encoder's weights are not fetched"),
]
LEAST = {"warm": 5, "sour": 6, "apart": 6, "constant": 9}
"""Of ten: docs/alliance.md has the figures."""
LEAST_IN_ALL = 30


def test_planted_courses_are_told_apart_and_shuffled_ones_lose_their_trend() -> None:
    watch = observer()
    assert watch is not None
    assert Counter(one.kind for name in JUDGES for one in dialogues(name)) == dict.fromkeys(KINDS, 20)
    found = table(watch, JUDGES)
    assert {kind: found[kind][kind] >= least for kind, least in LEAST.items()} == dict.fromkeys(LEAST, True)
    assert sum(counts[kind] for kind, counts in found.items()) >= LEAST_IN_ALL
    shuffled = table(watch, JUDGES, shuffled=2)
    for kind, most in (("warm", 0.3), ("sour", 0.3), ("apart", 0.5)):
        assert shuffled[kind][kind] <= most * shuffled[kind].total()
