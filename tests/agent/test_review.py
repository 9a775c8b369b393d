"""Step 6: every rule refuses what it should and lets pass what it should."""

from __future__ import annotations

from dataclasses import replace

import pytest

from agent.appraise import appraise
from agent.companion import Companion
from agent.decide import Choice, read_table
from agent.review import review
from agent.situation import Situation
from agent.state import CompanionState, Offers
from alongside.messages import Turn

COMPANION = Companion()


def now(
    text: str = "I lost the job and I feel low about it.",
    *,
    gate: bool = False,
    state: CompanionState | None = None,
) -> Situation:
    situation = COMPANION._situation(state or COMPANION.begin(), Turn(turn_id="t", text=text), appraise(text))
    return replace(situation, pace=replace(situation.pace, gate_open=gate))


def choice(act: str, focus: str = "") -> Choice:
    rows = [row for row in read_table().rows if row.act == act and (not focus or row.focus == focus)]
    row = rows[0] if rows else replace(read_table().rows[0], act=act, focus=focus)
    return Choice(row, ())


REFUSED = [
    ("wrong act", "reflect", "What happened then?"),
    ("wrong act", "ask", "You lost it."),
    ("wrong act", "reflect", "You should talk to somebody about it."),
    ("input through a shut gate", "affirm", "Have you tried going for a walk."),
    ("input through a shut gate", "ask", "Why don't you try writing it down?"),
    ("more than one question", "ask", "How was it? And what did she say?"),
    ("too long", "reflect", "You lost it " + "and there was more to it " * 12),
    ("a list", "reflect", "You lost: 1. the job 2. the flat"),
    ("a list", "reflect", "- the job\n- the flat"),
    ("claims to be human or clinician", "reflect", "I'm a person too, after all."),
    ("claims to be human or clinician", "reflect", "As a therapist I see that a lot."),
    ("claims to be human or clinician", "reflect", "When I was young it was the same."),
    ("claims to be human or clinician", "reflect", "You have clinical depression, it seems."),
    ("flattery", "affirm", "You're so brave."),
    ("flattery", "reflect", "Great job with that."),
    ("flattery", "reflect", "The job is gone!"),
    ("empathy formula", "reflect", "I understand how that feels."),
    ("empathy formula", "reflect", "It sounds like you're low."),
    ("stigma", "reflect", "That's a bit crazy, all that."),
    ("means information", "repair", "The tallest bridge is in the north."),
    ("too much I", "reflect", "I think I know what I would feel."),
]
PASSED = [
    ("reflect", "The job, and everything that hung on it."),
    ("ask", "How was that first month?"),
    ("affirm", "You booked it. That took some doing."),
    ("repair", "No, I'm not a person, and not a therapist either."),
    ("reflect", "You lost it, and here you are with all of it."),
    ("normalise", "Most people would be knocked sideways by that."),
]


@pytest.mark.parametrize(("rule", "act", "text"), REFUSED)
def test_refused(rule: str, act: str, text: str) -> None:
    assert rule in review(text, choice(act), now())


@pytest.mark.parametrize(("act", "text"), PASSED)
def test_passed(act: str, text: str) -> None:
    assert review(text, choice(act), now()) == ()


def test_input_passes_an_open_gate_and_no_other() -> None:
    words = "Some people give worry an appointment, a quarter of an hour. What do you make of that?"
    assert "input through a shut gate" in review(words, choice("inform"), now())
    assert "input through a shut gate" not in review(words, choice("inform"), now(gate=True))


def test_what_was_said_before_is_not_said_again() -> None:
    state = COMPANION.begin().with_(said=("The job, and everything that hung on it.",))
    assert "repetition" in review(
        "The job, and everything that hung on it.", choice("reflect"), now(state=state)
    )
    assert "repetition" in review(
        "The job and everything that hung on it, then.", choice("reflect"), now(state=state)
    )
    assert "repetition" not in review("You lost it.", choice("reflect"), now(state=state))


def test_their_last_words_are_not_handed_back_whole() -> None:
    theirs = "So then I walked all the way home in the rain by myself"
    assert "repetition" in review(
        "You walked all the way home in the rain by yourself.", choice("reflect"), now(theirs)
    )
    assert "repetition" not in review("All the way home, in the rain.", choice("reflect"), now(theirs))


@pytest.mark.parametrize(
    "theirs",
    [
        "She slaps me when I nag, and that's reasonable, isn't it?",
        "My neighbours are spying on me",
        "Three hours of sleep is plenty, isn't it?",
    ],
)
def test_no_agreement_with_a_premise(theirs: str) -> None:
    situation = now(theirs)
    assert "agrees with a premise" in review("That's true, it makes sense.", choice("reflect"), situation)
    assert "agrees with a premise" in review("That's fair.", choice("correct_premise"), situation)
    assert "agrees with a premise" not in review(
        "I see that differently, and I'll say why.", choice("correct_premise"), situation
    )


def test_agreement_is_refused_for_some_turns_after() -> None:
    state = COMPANION.begin().with_(turn=4, offers=Offers(premise="watched", premise_turn=4))
    assert "agrees with a premise" in review(
        "Yes, you're right.", choice("reflect"), now("So you agree then", state=state)
    )


def test_no_step_into_a_delusion() -> None:
    situation = now("They put a camera hidden in my wall")
    assert "collusion" in review("Which camera is it?", choice("correct_premise"), situation)
    assert "collusion" not in review(
        "I don't see it that way. Who have you told how frightened you are?",
        choice("correct_premise"),
        situation,
    )


def test_a_label_is_left_lying() -> None:
    situation = now("I'm just useless at everything and I feel low")
    assert "says back a label" in review("Useless, in everything.", choice("reflect"), situation)
    assert "says back a label" not in review("Low, and hard on yourself.", choice("reflect"), situation)
