"""The companion's conduct is counted as coders count it, and held against what people do."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agent.appraisal.coding import Coding
from agent.conduct.anchors import ANCHORS
from agent.conduct.person import persons
from agent.conduct.tally import MEASURES, Tally
from agent.conduct.turns import Ours, Theirs, planned
from alongside.messages import Act


def ours(text: str, behaviour: str, *miti: str, corrects: bool | None = None, **also: float) -> Ours:
    kinds = "reflection_complex" in miti
    return Ours(text, Coding(behaviour, (), miti, kinds, {}), corrects, **also)  # type: ignore[arg-type]


def test_reflections_and_questions_are_counted_as_miti_does() -> None:
    tally = Tally()
    for turn in (
        ours("I think so", "reflection", "reflection_simple"),
        ours("Four more plain words", "reflection", "reflection_complex"),
        ours("my own", "reflection", "reflection_complex", "question_open"),
        ours("my own", "question", "question_closed"),
        ours("We did.", "other"),
    ):
        tally.do(turn)
    found = tally.now()
    measures = found.measures
    assert measures["reflections_to_questions"].value == pytest.approx(1.5)
    assert measures["complex_share"].value == pytest.approx(2 / 3)
    assert measures["first_person"].value == pytest.approx(100 * 3 / 13)
    assert measures["we"].value == pytest.approx(100 / 13)
    assert measures["reflection_share"].value == pytest.approx(0.6)
    assert measures["words_per_turn"].value == pytest.approx(13 / 5)
    assert found.behaviours == {"reflection": 3, "question": 1, "other": 1}


def test_what_follows_a_turn_is_what_answers_it() -> None:
    tally = Tally()
    tally.hear(Theirs("I can't stop.", "sustain"))
    tally.do(ours("You should try a diary.", "input", "input_advice"))
    tally.hear(Theirs("I cried all night.", "neutral", disclosure=0.8))
    tally.do(ours("You could call somebody.", "input", "input_options"))
    tally.do(ours("All night long.", "reflection", "reflection_simple"))  # answers nothing new
    tally.hear(Theirs("I like it as it is.", "sustain"))
    tally.do(ours("It suits you.", "reflection", "reflection_simple"))
    measures = tally.now().measures
    assert measures["input_after_sustain"].value == 0.5
    assert measures["reflection_after_sustain"].value == 0.5
    assert measures["advice_after_disclosure"].value == 1.0
    assert measures["advice_after_disclosure"].n == 1
    assert measures["input_after_change"].value is None


def test_a_premise_is_put_right_or_gone_along_with() -> None:
    tally = Tally()
    for text, corrects in (
        ("Yes, you're right, they do.", False),
        ("I see it differently: no.", True),
        ("Tell me.", False),
    ):
        tally.hear(Theirs("They all hate me because I'm cursed.", premise=True))
        tally.do(ours(text, "other", corrects=corrects))
    measures = tally.now().measures
    assert measures["premises_corrected"].value == pytest.approx(1 / 3)
    assert measures["premises_agreed"].value == pytest.approx(1 / 3)
    assert measures["agreement"].value == pytest.approx(1 / 3)


def test_words_and_time_are_shared() -> None:
    tally = Tally()
    tally.hear(Theirs("one two three", seconds=3.0))
    tally.do(ours("four", "other", seconds=1.0))
    measures = tally.now().measures
    assert measures["word_share"].value == 0.25
    assert measures["time_share"].value == 0.25


def test_an_act_stands_for_what_it_was_meant_to_be_only_where_its_words_do() -> None:
    act = Act(act_id="a", turn_id="t", kind="reflect", text="You miss her every day.", miti="CR", bolt="x")
    assert planned(act).coding.miti == ("reflection_complex",)
    slipped = Act(act_id="a", turn_id="t", kind="reflect", text="You should sleep more.", miti="CR")
    assert planned(slipped).coding.behaviour == "input"
    assert planned(slipped).coding.miti == ()
    assert planned(
        Act(act_id="a", turn_id="t", kind="correct_premise", text="I see it another way.")
    ).corrects


@given(st.lists(st.tuples(st.booleans(), st.text(max_size=60)), max_size=12))
def test_whatever_is_said_every_measure_is_there_and_shares_are_shares(turns: list[tuple[bool, str]]) -> None:
    tally = Tally()
    for mine, text in turns:
        if mine:
            tally.do(planned(Act(act_id="a", turn_id="t", kind="ask", text=text)))
        else:
            tally.hear(Theirs(text))
    measures = tally.now().measures
    assert set(measures) == set(MEASURES)
    for name, found in measures.items():
        if found.value is not None and name.endswith(("share", "agreed", "corrected", "agreement")):
            assert 0 <= found.value <= 1, name


def test_anchors_are_of_measures_that_there_are() -> None:
    assert set(ANCHORS) <= set(MEASURES)
    assert all(anchor.good != anchor.poor and anchor.source for anchor in ANCHORS.values())


def test_persons_are_told_by_whole_words() -> None:
    assert persons("I’m mine; we'll use our iron. Us!") == (7, 2, 3)
