"""The worksheet within a conversation: offered, opened, answered by voice and by touch."""

from __future__ import annotations

import pytest

from alongside.messages import Answer
from tests.agent.talking import COMPANION, talk


def test_the_sheet_is_offered_not_imposed_and_a_no_is_a_no() -> None:
    hard = (
        "I keep thinking I'll never be good at this job.",
        "It's been on my mind.",
        "The office is quiet.",
        "We have a new system.",
        "It takes ages.",
        "The screens are all new as well.",
        "On Tuesdays the phones are slow.",
        "There was cake for somebody on the third floor.",
        "The lift is out again.",
    )
    state, acts = talk(*hard)
    offers = [act for act in acts if act.kind == "ask_permission"]
    assert len(offers) == 1
    assert not any(act.kind == "worksheet_step" for act in acts)
    while state.offers.pending != "sheet":
        state, _ = talk("I keep thinking I'll never get it.", state=state)
    state, acts = talk("No thanks.", *hard, state=state)
    assert not any(
        act.kind in ("ask_permission", "worksheet_step") and act.focus == "worksheet" for act in acts
    )


@pytest.mark.parametrize(
    "text",
    [
        "Can we write it down?",
        "let's do the worksheet",
        "I'd like to do the sheet",
        "can we fill that in",
        "shall we put it on paper",
    ],
)
@pytest.mark.parametrize("before", [(), ("My dad died in March and I miss him.",)])
def test_asked_for_the_sheet_opens_at_once(text: str, before: tuple[str, ...]) -> None:
    state, acts = talk(*before, text)
    assert acts[-1].kind == "worksheet_step"
    assert state.sheet is not None
    assert state.sheet.status == "open"


@pytest.mark.parametrize("text", ["I wrote it down yesterday", "I can't write"])
def test_talk_of_writing_opens_no_sheet(text: str) -> None:
    state, acts = talk(text)
    assert acts[0].kind != "worksheet_step"
    assert state.sheet is None or state.sheet.status != "open"


def test_the_sheet_by_voice_with_an_aside() -> None:
    state, acts = talk("Can we do the worksheet?")
    assert [act.kind for act in acts] == ["worksheet_step"]
    assert state.sheet is not None
    state, acts = talk("My dog died this morning and I can't stop crying.", state=state)
    assert acts[0].kind in ("reflect", "normalise", "silence", "backchannel")
    assert state.sheet is not None
    assert state.sheet.status == "paused"
    offered = False
    for text in (
        "He was old.",
        "We had a good walk before.",
        "The garden is empty.",
        "Mum is here.",
        "We had tea.",
    ):
        state, acts = talk(text, state=state)
        offered = offered or state.offers.pending == "resume"
        if offered:
            break
    assert offered
    state, acts = talk("Yes, let's go on.", state=state)
    assert acts[0].kind == "worksheet_step"
    state, acts = talk("seven", state=state)
    assert acts[0].kind == "worksheet_step"
    assert state.sheet is not None
    assert state.sheet.settled == 1


def test_answers_on_the_screen_move_the_sheet_and_are_heard_for_safety() -> None:
    state = COMPANION.begin()
    state, act = COMPANION.answer(state, Answer(sheet="thought_record", move="start"))
    assert act.kind == "worksheet_step"
    assert state.sheet is not None
    first = state.sheet.current
    assert first is not None
    state, act = COMPANION.answer(state, Answer(sheet="thought_record", field=first.key, value="6"))
    assert act.kind == "worksheet_step"
    assert act.sheet_field != first.key
    state, act = COMPANION.answer(
        state, Answer(sheet="thought_record", field=act.sheet_field, value="I'm going to kill myself")
    )
    assert act.kind == "safety"
