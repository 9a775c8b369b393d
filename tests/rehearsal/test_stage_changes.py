"""Stages move within a conversation, apart for each goal, and old evidence fades."""

from __future__ import annotations

import pytest

from rehearsal import stages

EARLY, LATER = ("precontemplation", "contemplation"), ("preparation", "action")


@pytest.mark.parametrize(
    ("turns", "expected"),
    [
        (
            (
                "I've been off the cigarettes for eight months now.",
                "It's become a habit not to.",
                "I have to tell you, I started smoking again last week.",
                "I'm back on the fags, half a pack a day, and I don't know if I want to stop.",
            ),
            (*EARLY, "preparation"),
        ),
        (
            (
                "I know I drink too much, but it's how I relax.",
                "I go back and forth on it.",
                "My daughter cried last night. That's it, I've decided to stop drinking.",
                "I've booked an appointment with the clinic on Monday, and I'm going.",
            ),
            LATER,
        ),
        (
            (
                "I signed up for the gym and I'm starting on Monday.",
                "I've bought the shoes already.",
                "Actually, no. I'm not doing it.",
                "I don't see the point of the gym, I'm fine as I am.",
            ),
            EARLY,
        ),
    ],
    ids=["relapse", "resolve", "backing out"],
)
def test_the_belief_follows_a_change_of_heart(turns: tuple[str, ...], expected: tuple[str, ...]) -> None:
    state, _ = stages.converse(turns)
    goal = stages.current(state)
    assert goal is not None
    assert goal.stage in expected


def test_two_goals_in_one_conversation_have_stages_of_their_own() -> None:
    state, _ = stages.converse(
        (
            "I haven't had a drink for two years now.",
            "Not drinking is second nature these days.",
            "The smoking is another thing. I don't want to give up the cigarettes.",
            "I enjoy smoking and I'm not stopping.",
        )
    )
    goals = {goal.key.removeprefix("goal:"): goal.stage for goal in state.goals}
    assert goals["drinking"] == "maintenance"
    assert goals["smoking"] in EARLY
    now = stages.current(state)
    assert now is not None
    assert now.key == "goal:smoking"


def test_the_second_held_out_set_is_reported_and_does_not_fall() -> None:
    """Below the nine in ten that are aimed at: fifteen of twenty-five when it was first played."""
    outcomes = [stages.play(telling) for telling in stages.tellings(stages.FRESH)]
    assert len(outcomes) == 25
    assert stages.accuracy(outcomes) >= 0.6
    assert not any(outcome.early for outcome in outcomes)
