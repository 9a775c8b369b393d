"""Teach-back in conversation: asked for, judged, mended once, recorded; and pleased is another thing."""

from __future__ import annotations

import json

import pytest

from agent.companion import Companion
from agent.state import CompanionState
from agent.teachback.agreed import TeachBack
from agent.teachback.follow import events
from alongside.messages import Act, Answer, Turn

COMPANION = Companion()
PLANNED = (
    "I'd like to call my brother, we haven't spoken in months.",
    "What should I do?",
    "I'll ring my brother on Thursday after work.",
)


def talk(state: CompanionState, *texts: str) -> tuple[CompanionState, list[Act]]:
    acts = []
    for text in texts:
        state, act = COMPANION.step(state, Turn(turn_id=f"t{state.turn + 1}", text=text))
        acts.append(act)
    return state, acts


@pytest.mark.parametrize(
    "pleased",
    [
        "Great, thanks, love it.",
        "That's perfect, thank you so much.",
        "Brilliant. I like that plan.",
        "This helps a lot.",
    ],
)
@pytest.mark.parametrize("seed", [0, 3])
def test_being_pleased_is_not_having_understood(pleased: str, seed: int) -> None:
    state, acts = talk(COMPANION.begin(seed), *PLANNED, pleased)
    assert state.teach.pleased == 1
    assert not any(result.verdict in ("complete", "partial") for result in state.teach.results)
    assert state.teach.agreed is not None
    assert not state.teach.agreed.settled
    assert state.teach.asking, acts[-1].text
    assert "?" in acts[-1].text
    kinds = [event.kind for event in events(state.teach, "t4")]
    assert "satisfaction" in kinds
    state, acts = talk(state, "Yes, love it, it's great.")
    assert state.teach.pleased == 2
    assert [result.verdict for result in state.teach.results][-1] == "evaded"
    assert state.teach.results[-1].score == 0.0


def test_said_back_whole_it_is_affirmed_and_not_asked_again() -> None:
    state, acts = talk(
        COMPANION.begin(), *PLANNED, "Great, thanks.", "I phone my brother Thursday, once work is over."
    )
    assert acts[-1].focus == "understood"
    result = state.teach.results[-1]
    assert (result.verdict, result.agreed, result.matched, result.score) == (
        "complete", ("what", "when"), ("what", "when"), 1.0,
    )  # fmt: skip
    state, acts = talk(state, "It rained all day.", "Thanks, this is great.")
    assert len(state.teach.results) == 1


def test_what_is_missing_is_named_once_and_gently() -> None:
    state, acts = talk(COMPANION.begin(), *PLANNED, "Great, thanks.", "I'll ring my brother.")
    assert (acts[-1].kind, acts[-1].focus) == ("recap", "mend")
    assert "on thursday after work" in acts[-1].text.lower()
    state, acts = talk(state, "I'll ring my brother some time.")
    assert acts[-1].focus not in ("mend", "said_again", "said_plan")
    assert [(result.verdict, result.attempt) for result in state.teach.results] == [
        ("partial", 1),
        ("partial", 2),
    ]


def test_another_day_is_asked_about_and_theirs_to_say() -> None:
    state, acts = talk(COMPANION.begin(), *PLANNED, "Great, thanks.", "I'll ring my brother on Friday.")
    assert (acts[-1].kind, acts[-1].focus) == ("recap", "mend_wrong")
    assert state.teach.results[-1].verdict == "wrong"
    assert state.made[-1].when.lower() == "on friday"  # a plan may change: theirs is the newer word


def test_the_fairer_line_of_a_sheet_is_asked_for() -> None:
    state = COMPANION.begin()
    given = (
        "7", "At the bus stop", "ashamed", "80", "Oh no", "I spoil it for everybody", "90", "They left early",
        "Kim waited for me", "Some left, and Kim waited", "60", "40", "3",
    )  # fmt: skip
    state, _ = COMPANION.answer(state, Answer(sheet="thought_record", move="start"))
    for value in given:
        state, _ = COMPANION.answer(state, Answer(sheet="thought_record", value=value))
    assert state.teach.agreed is not None
    assert state.teach.agreed.about == "thought"
    state, acts = talk(state, "That was good.")
    assert acts[-1].focus == "said_thought"
    state, acts = talk(state, "That some people left, but Kim did wait for me.")
    assert state.teach.results[-1].verdict == "complete"
    assert acts[-1].focus == "understood"


def test_information_that_was_taken_with_a_yes_is_asked_back() -> None:
    state, acts = talk(
        COMPANION.begin(), "I worry every night about the rent.", "Could you give me a tip?", "Any tips?"
    )
    while acts[-1].kind != "inform":
        state, acts = talk(state, "What can I do about it?")
    state, acts = talk(state, "That's helpful, thanks.")
    assert acts[-1].focus == "said_info"
    state, _ = talk(state, "Mm, lovely.")
    assert state.teach.results[-1].verdict == "evaded"


def test_a_hard_thing_comes_before_any_checking() -> None:
    _, acts = talk(
        COMPANION.begin(), *PLANNED, "Great, thanks.", "My dad died this morning and I can't stop crying."
    )
    assert acts[-1].kind in ("reflect", "normalise", "silence", "backchannel")
    assert "?" not in acts[-1].text


def test_no_questions_means_none() -> None:
    _, acts = talk(COMPANION.begin(), *PLANNED, "Please stop asking me questions.", "Great, thanks, love it.")
    assert not acts[-1].focus.startswith("said_")


def test_events_hold_no_words_of_theirs() -> None:
    state, _ = talk(COMPANION.begin(), *PLANNED, "Great, thanks.", "I'll ring my brother.")
    (event,) = events(state.teach, "t5")
    told = json.loads(event.data)
    assert told["agreed"] == ["what", "when"]
    assert told["matched"] == ["what"]
    assert "brother" not in event.data
    assert events(TeachBack(), "t1") == ()


def test_something_typed_on_the_sheet_is_no_answer_to_it() -> None:
    state, _ = talk(COMPANION.begin(), *PLANNED, "Great, thanks.")
    assert state.teach.asking
    state, _ = COMPANION.answer(state, Answer(sheet="thought_record", move="start", turn_id="x1"))
    assert state.teach.results == ()
