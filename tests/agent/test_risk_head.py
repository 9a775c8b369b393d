"""The risk head: what it counts, long texts, and that it raises and never lowers."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from agent.appraisal.encoder import find_encoder
from agent.appraisal.heads.features import Item
from agent.appraisal.heads.head import FOLDER, fitted, load
from agent.appraisal.reading import RiskReading
from agent.appraisal.risk import signs
from agent.appraisal.risk_concepts import concepts, counted, width
from agent.appraisal.risk_head import CLASSES, raised, screened, usable
from agent.appraisal.trained import appraiser
from agent.appraisal.windows import MOST_WINDOWS, MOST_WORDS, windows
from agent.appraise import appraise
from agent.safety import SafetyMemory, asked, watch

needs_encoder = pytest.mark.skipif(find_encoder() is None, reason="the encoder's weights are not fetched")
needs_head = pytest.mark.skipif("risk" not in fitted(), reason="the risk head was not fitted")


@given(st.text(max_size=2000))
@settings(max_examples=60, deadline=None)
def test_any_text_is_counted_and_cut(text: str) -> None:
    assert counted(text).shape == (width(),)
    assert np.isfinite(counted(text)).all()
    assert 1 <= len(windows(text)) <= MOST_WINDOWS


def test_a_long_text_is_read_whole_in_whole_sentences() -> None:
    text = " ".join(
        f"Number {number} of the things that happened that week was the rain." for number in range(40)
    )
    pieces = windows(text)
    assert len(pieces) > 1
    assert " ".join(pieces) == text
    assert all(len(piece.split()) <= MOST_WORDS for piece in pieces)


def test_concepts_are_found_in_words_of_ones_own() -> None:
    names = list(concepts())
    text = "I swallowed twenty paracetamol last night and woke up in the hospital."
    found = {name for name, value in zip(names, counted(text), strict=False) if value > 0}
    assert {"took", "drug", "hospital", "recent"} <= found
    assert not {"gun", "rope", "note"} & found


SURE = {"distress": 0.99, "1+": 0.99, "2+": 0.98, "3+": 0.95, "4+": 0.93, "5+": 0.2, "6+": 0.1}
CALM = dict.fromkeys(CLASSES, 0.01)


def test_a_sure_head_raises_what_rules_say() -> None:
    assert raised(RiskReading(1, 0.5), SURE, ()).severity == 4
    assert screened(RiskReading(), SURE, ("distress", "1+", "2+", "3+", "4+")).severity == 4


@pytest.mark.parametrize("severity", range(7))
def test_a_calm_head_lowers_nothing(severity: int) -> None:
    rules = RiskReading(severity, 0.9, ("ladder",))
    assert raised(rules, CALM, ()) == rules
    assert screened(rules, CALM, ()).severity == severity


def test_a_head_of_another_state_of_the_concepts_is_not_used() -> None:
    if "risk" not in fitted():
        pytest.skip("the risk head was not fitted")
    head = load("risk")
    assert usable(head)
    head.about["concepts"] += 1
    try:
        assert not usable(head)
    finally:
        head.about["concepts"] -= 1


@needs_head
def test_the_card_says_what_was_measured() -> None:
    text = (FOLDER / "risk.md").read_text(encoding="utf-8")
    for word in (
        "CC BY 4.0",
        "recall",
        "precision",
        "calibration error",
        "False alarms",
        "Limits",
        "Learning curve",
    ):
        assert word in text


@needs_encoder
@needs_head
@pytest.mark.parametrize(
    "text",
    [
        "I smashed the presentation, they loved it.",
        "My headphones died on the train.",
        "I'm dying for the holidays to start.",
        "The hill run nearly killed me, I loved it.",
        "We jumped off the pier into the lake.",
        "I take two tablets for my blood pressure at night.",
    ],
)
def test_ordinary_talk_stays_ordinary_in_a_live_conversation(text: str) -> None:
    assert appraise(text, appraiser=appraiser("heads")).reading.risk.severity < 2


@needs_encoder
@needs_head
def test_one_turn_and_many_agree_and_repeat() -> None:
    reader = appraiser("heads")
    text = "I've counted out the tablets and written to my children, tomorrow night I'll take them."
    once, again = (appraise(text, appraiser=reader).reading.risk for _ in range(2))
    assert once == again
    many = reader.read_many([Item(text)])[0].risk  # type: ignore[attr-defined]
    assert many.severity >= 4
    assert once.severity >= signs(text).reading.severity


@needs_encoder
@needs_head
@pytest.mark.parametrize("text", ["No, I'm not suicidal, only worn out.", "I would never kill myself."])
def test_a_denial_that_nobody_asked_for_is_believed(text: str) -> None:
    assert appraise(text, appraiser=appraiser("heads")).reading.risk.severity < 2


def test_a_head_alone_brings_the_direct_question() -> None:
    text = "I have counted it all out."
    read = RiskReading(5, 0.9, ("the trained head",))
    assert watch(SafetyMemory(), text).level == "none"
    assert watch(SafetyMemory(), text, read=read).level == "moderate"
    assert watch(asked(SafetyMemory()), "No, nothing like that.", read=read).level == "none"


def test_a_head_takes_nothing_back_from_the_rules() -> None:
    text = "I'm going to kill myself tonight."
    assert watch(SafetyMemory(), text, read=RiskReading()).level == "high"
