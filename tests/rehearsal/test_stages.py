"""Stage of change, over scenarios told in several ways: the belief, and that nothing is offered too early."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from agent.appraisal.encoder import find_encoder
from agent.appraisal.lists import load
from agent.appraisal.trained import appraiser
from agent.appraise import RULES
from agent.state import STAGES
from rehearsal import stages

ORDINARY = Path(stages.__file__).with_name("conversations.yaml")
needs_encoder = pytest.mark.skipif(find_encoder() is None, reason="the encoder's weights were not fetched")


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
    for stage in ("preparation", "action"):
        assert covered[stage][0] >= 0.9, stage
    assert covered["maintenance"][0] >= 0.8
    for process in ("reinforcement", "stimulus_control", "relapse_prevention"):
        assert covered["maintenance"][1][process] == 2, process
    for process in ("reinforcement", "stimulus_control", "counter_conditioning"):
        assert covered["action"][1][process] == 2, process


@pytest.mark.parametrize("group", ["tuned", "heldout"])
def test_the_late_stages_are_served_in_other_dialogues_too(group: str) -> None:
    for name, (every, _) in stages.late(group, seeds=2).items():
        if not name.startswith(stages.EARLY):
            assert every >= 0.55, name


def test_the_further_dialogues_are_two_a_late_stage_and_four_in_contemplation() -> None:
    told = load(stages.LATE)
    assert [len(told[group]) for group in ("tuned", "heldout")] == [5, 5]
    counts = Counter(item["stage"] for group in told.values() for item in group)
    assert counts == {"preparation": 2, "action": 2, "maintenance": 2, "contemplation": 4}
    assert all(8 <= len(item["turns"]) <= 12 for group in told.values() for item in group)


def test_goals_are_found_in_words_that_were_never_tuned_on() -> None:
    for path, least in ((stages.FRESH, 0.64), (stages.UNSEEN, 0.56)):
        outcomes = [stages.play(telling) for telling in stages.tellings(path)]
        assert stages.accuracy(outcomes) >= least, path.name
        assert not any(outcome.early for outcome in outcomes)


def test_the_sets_that_only_measure_have_every_stage() -> None:
    for path, count in ((stages.FRESH, 25), (stages.UNSEEN, 30)):
        told = stages.tellings(path)
        assert len(told) == count
        assert all(telling.held for telling in told)
        assert {telling.stage for telling in told} == set(STAGES)


@needs_encoder
def test_the_trained_heads_read_what_the_rules_do_not_know() -> None:
    reading = appraiser("heads")
    for path, least in ((stages.FRESH, 0.75), (stages.UNSEEN, 0.5)):
        outcomes = [stages.play(telling, 0, reading) for telling in stages.tellings(path)]
        assert stages.accuracy(outcomes) >= least, path.name
        assert not any(outcome.early for outcome in outcomes)


@needs_encoder
def test_the_heads_make_no_goal_out_of_thin_air() -> None:
    reading = appraiser("heads")
    for told in load(ORDINARY)["heldout"]:
        turns = [str(turn) for turn in told["turns"]]
        by_rules, by_heads = (stages.converse(turns, reading=way)[0] for way in (RULES, reading))
        more = {goal.key for goal in by_heads.goals} - {goal.key for goal in by_rules.goals}
        assert not more, told["name"]
