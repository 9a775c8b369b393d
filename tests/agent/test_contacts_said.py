"""Whoever a study names for a crisis: danger is answered with the words for danger, and with them."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from agent.companion import Companion
from agent.review import RULES
from alongside.messages import Act, Turn
from alongside.records import Contact

DANGER = "I can't do this any more. I'm going to kill myself tonight, the tablets are in the drawer."
PRINTABLE = st.text(st.characters(codec="utf-8", exclude_categories=("C", "Z")), min_size=1, max_size=12)
TEXTS = st.lists(PRINTABLE, min_size=1, max_size=6).map(" ".join)


def answered(*contacts: Contact) -> tuple[Act, Act]:
    """What danger is answered with, and the goodbye after it."""
    companion = Companion(contacts=contacts)
    state, _ = companion.greet(companion.begin(3))
    state, _ = companion.step(state, Turn(turn_id="t1", text="I haven't slept since the letters came."))
    state, act = companion.step(state, Turn(turn_id="t2", text=DANGER))
    return act, companion.goodbye(state)[1]


@pytest.mark.parametrize(
    ("name", "reach", "hours"),
    [
        ("Campus counselling", "555 0134", "weekdays 8 to 18"),
        ("Emergency services", "911", "always"),
        ("Nightline: students, staff, families, guests", "555 0199", "Mo, Tu, We, Th, Fr"),
        ("Lifeline", "talk.lifeline.example. or write to them", "always"),
        ("Overdose and suicide line", "555 0100!", "5 to 9 (nights). Two things: - call"),
    ],
)
def test_danger_is_answered_with_the_contact_as_it_is_written(name: str, reach: str, hours: str) -> None:
    act, goodbye = answered(Contact(name=name, reach=reach, hours=hours))
    assert act.kind == "safety"
    assert reach in act.text
    assert act.refusals == ()
    assert reach in goodbye.text


@given(name=TEXTS, reach=TEXTS, hours=st.just("") | TEXTS)
@settings(max_examples=25, deadline=None)
def test_no_contact_silences_the_words_for_danger(name: str, reach: str, hours: str) -> None:
    act, goodbye = answered(Contact(name=name, reach=reach, hours=hours))
    assert act.kind == "safety"
    assert reach in act.text
    assert reach in goodbye.text


def test_nothing_stands_in_for_words_of_danger_that_review_refuses(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(RULES, "all of safety", lambda text, choice, now: choice.row.act == "safety")
    act, _ = answered(Contact(name="Nightline", reach="555 0134"))
    assert act.kind == "safety"
    assert "555 0134" in act.text
    assert "safety: all of safety" in act.refusals
