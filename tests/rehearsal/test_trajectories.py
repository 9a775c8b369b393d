"""Planted courses are told apart, in a set that no weights are fitted on."""

from __future__ import annotations

from collections import Counter

import pytest

from agent.appraisal.encoder import find_encoder
from agent.relationship.alliance import Observer, observer
from rehearsal.trajectories import JUDGES, KINDS, dialogues, played, table, trend

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(find_encoder() is None, reason="the encoder's weights are not fetched"),
]
LEAST = {"warm": 17, "sour": 15, "apart": 16, "colluding": 18, "constant": 13}
"""Of twenty: docs/alliance.md has the figures."""
CHANCE = 0.16
"""Share of shuffled orders in which the alliance moves beyond 1.4 deviations of shuffled slopes."""


@pytest.fixture(scope="module")
def watch() -> Observer:
    found = observer()
    assert found is not None
    return found


def test_planted_courses_are_told_apart(watch: Observer) -> None:
    assert Counter(one.kind for name in JUDGES for one in dialogues(name)) == dict.fromkeys(KINDS, 20)
    found = table(played(watch, JUDGES))
    assert {kind: found[kind][kind] >= least for kind, least in LEAST.items()} == dict.fromkeys(LEAST, True)


def test_shuffled_turns_have_no_trend(watch: Observer) -> None:
    ends = list(played(watch, JUDGES, orders=2))
    moved = table(ends, trend)
    assert sum(moved[kind]["rising"] + moved[kind]["falling"] for kind in KINDS) < 1.5 * CHANCE * len(ends)
    for kind in ("warm", "sour"):
        assert table(ends)[kind][kind] <= 0.5 * table(ends)[kind].total()
