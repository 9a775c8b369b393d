"""Stories told in pieces against stories told at once."""

from __future__ import annotations

import pytest

from rehearsal.shards import Score, measure, stories


@pytest.fixture(scope="module")
def held_out() -> Score:
    return measure([story for story in stories() if story.used == "held"])


def test_there_are_enough_stories_and_a_third_was_kept_out_of_development() -> None:
    every = stories()
    assert len(every) >= 60
    assert 3 * sum(story.used == "held" for story in every) >= len(every)
    assert all(4 <= len(story.shards) <= 8 for story in every)
    assert len({story.name for story in every}) == len(every)


def test_told_in_pieces_is_held_as_told_at_once(held_out: Score) -> None:
    assert held_out.agreement["at once"] >= 0.95
    assert held_out.agreement["shuffled"] >= 0.95
    assert held_out.agreement["small talk"] >= 0.95


def test_what_is_held_is_what_was_said_and_still_stands(held_out: Score) -> None:
    for telling in ("in pieces", "at once", "straight"):
        assert held_out.recall[telling] >= 0.8
        assert held_out.precision[telling] >= 0.8
