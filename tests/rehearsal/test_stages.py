"""Stage of change, over scenarios told in several ways: the belief, and that nothing is offered too early."""

from __future__ import annotations

import pytest

from rehearsal import stages


@pytest.fixture(scope="module")
def outcomes() -> list[stages.Outcome]:
    return [stages.play(telling) for telling in stages.tellings()]


def test_the_set_is_five_topics_by_five_stages_told_four_times() -> None:
    tellings = stages.tellings()
    assert len({(telling.topic, telling.stage) for telling in tellings}) == 25
    assert len(tellings) == 100
    assert sum(telling.held for telling in tellings) == 50
    assert all(3 <= len(telling.turns) <= 5 for telling in tellings)


def test_nine_in_ten_end_on_the_right_stage(outcomes: list[stages.Outcome]) -> None:
    assert stages.accuracy(outcomes) >= 0.90


@pytest.mark.parametrize("seed", [0, 1, 2])
def test_nothing_is_offered_before_preparation_unasked(seed: int) -> None:
    for telling in stages.tellings():
        if telling.stage in stages.EARLY:
            outcome = stages.play(telling, seed)
            assert not outcome.early, f"{telling.topic}, {telling.stage}, {telling.name}: {outcome.early}"


def test_more_processes_of_change_than_language_models_bring_in() -> None:
    """They cover a fifth to a third early on, and leave out reinforcement and stimulus control later."""
    covered = stages.coverage(seeds=2)
    for stage in stages.EARLY:
        assert covered[stage][0] >= 0.6, stage
    assert covered["preparation"][0] >= 0.5
    assert covered["maintenance"][0] >= 0.5
    assert covered["action"][1]["reinforcement"] == 2
    assert covered["maintenance"][1]["relapse_prevention"] == 2
