"""Scores against published worked examples, and against vectors added up by hand from the published keys."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pytest

from alongside.errors import AlongsideError
from study.instruments import Instrument, load, score


def numbered(values: Sequence[float | None]) -> Mapping[int, float | None]:
    return dict(enumerate(values, 1))


def test_the_worked_example_of_sus() -> None:
    """Brooke 1996, the filled form printed with it: contributions 4 1 1 4 1 2 1 1 4 3, 22 times 2.5."""
    found = score(load("sus"), numbered([5, 4, 2, 1, 2, 3, 2, 4, 5, 2]))
    assert found["total"].value == 55


@pytest.mark.parametrize(
    ("key", "answers", "wanted"),
    [
        # PHQ-9 and GAD-7: the plain sum (instruction manual); the bands' edges (Kroenke 2001, Spitzer 2006).
        ("phq_9", [1, 1, 1, 1, 0, 0, 0, 0, 0, 2], {"total": (4, "minimal")}),
        ("phq_9", [1, 1, 1, 1, 1, 0, 0, 0, 0], {"total": (5, "mild")}),
        ("phq_9", [2, 2, 1, 1, 1, 1, 1, 1, 0], {"total": (10, "moderate")}),
        ("phq_9", [2, 2, 2, 2, 2, 2, 2, 1, 0], {"total": (15, "moderately severe")}),
        ("phq_9", [3, 3, 3, 3, 2, 2, 2, 2, 0], {"total": (20, "severe")}),
        ("phq_9", [3] * 9, {"total": (27, "severe")}),
        ("gad_7", [1, 1, 1, 1, 1, 0, 0], {"total": (5, "mild")}),
        ("gad_7", [2, 2, 2, 1, 1, 1, 1], {"total": (10, "moderate")}),
        ("gad_7", [3, 3, 2, 2, 2, 2, 1], {"total": (15, "severe")}),
        # K10 counts 1 to 5, K6 0 to 4 (Kessler 2003).
        ("k10", [1] * 10, {"total": (10, "likely to be well")}),
        ("k10", [2] * 9 + [1], {"total": (19, "likely to be well")}),
        ("k10", [2] * 10, {"total": (20, "mild")}),
        ("k10", [3] * 10, {"total": (30, "severe")}),
        ("k6", [2, 2, 2, 2, 2, 2], {"total": (12, "below the screen")}),
        ("k6", [3, 2, 2, 2, 2, 2], {"total": (13, "serious")}),
        # DASS-21: the letters beside the items of the printed form, each sum doubled (Lovibond 1995).
        (
            "dass_21",  # S A D A D S A S A D S S D S A D D S A A D
            [3, 0, 1, 0, 1, 3, 0, 3, 0, 1, 3, 3, 1, 3, 0, 1, 1, 3, 0, 0, 1],
            {"depression": (14, "moderate"), "anxiety": (0, "normal"), "stress": (42, "extremely severe")},
        ),
        (
            "dass_21",
            [0, 1, 3, 1, 2, 0, 1, 0, 1, 2, 0, 0, 2, 0, 1, 1, 1, 0, 0, 0, 0],
            {"depression": (22, "severe"), "anxiety": (10, "moderate"), "stress": (0, "normal")},
        ),
        # WHO-5: the sum of 0 to 25 times 4 (Topp 2015).
        ("who_5", [3, 3, 2, 2, 2], {"total": (48, "low")}),
        ("who_5", [1, 1, 2, 2, 1], {"total": (28, "depression likely")}),
        ("who_5", [3, 3, 3, 2, 2], {"total": (52, "not low")}),
        # PSS-10: 4, 5, 7 and 8 the other way round (Cohen 1988): all zero is 4 times 4.
        ("pss_10", [0] * 10, {"total": (16, "moderate")}),
        ("pss_10", [4, 4, 4, 0, 0, 4, 0, 0, 4, 4], {"total": (40, "high")}),
        # PANAS: ten and ten; 5 on the positive and 1 on the negative, in printed order (Watson 1988).
        (
            "panas",
            [5, 1, 5, 1, 5, 1, 1, 1, 5, 5, 1, 5, 1, 5, 1, 5, 5, 1, 5, 1],
            {"positive": (50, ""), "negative": (10, "")},
        ),
        # WAI-SR: task 1 2 10 12, bond 3 5 7 9, goal 4 6 8 11 (Hatcher & Gillaspy 2006).
        (
            "wai_sr",
            [5, 5, 3, 1, 3, 1, 3, 1, 3, 5, 1, 5],
            {"task": (5, ""), "bond": (3, ""), "goal": (1, ""), "total": (3, "")},
        ),
        ("rulers", [7, 4, 5], {"importance": (7, ""), "confidence": (4, ""), "readiness": (5, "")}),
        ("affect_sliders", [0, 100], {"valence": (-1, ""), "arousal": (1, "")}),
        ("affect_sliders", [75, 50], {"valence": (0.5, ""), "arousal": (0, "")}),
    ],
)
def test_scores_added_up_by_hand(
    key: str, answers: list[float], wanted: dict[str, tuple[float, str]]
) -> None:
    found = score(load(key), numbered(answers))
    assert {scale.scale: (scale.value, scale.band) for scale in found.scales} == wanted


def test_readiness_is_contemplation_action_and_maintenance_less_precontemplation() -> None:
    """HABITS Lab: means of seven each; the four items that load on nothing change nothing."""
    by_scale = {
        2: [1, 5, 11, 13, 23, 26, 29],
        4: [2, 8, 12, 15, 19, 21, 24],
        3: [3, 7, 10, 14, 17, 25, 30],
        1: [6, 16, 18, 22, 27, 28, 32],
    }
    answers: dict[int, float | None] = {item: value for value, items in by_scale.items() for item in items}
    for left_out in (1, 5):
        found = score(load("urica"), {**answers, **dict.fromkeys((4, 9, 20, 31), left_out)})
        assert [scale.value for scale in found.scales] == [2, 4, 3, 1, 4 + 3 + 1 - 2]


def test_twelve_constructs_of_almere_take_their_items_in_order() -> None:
    """Heerink 2010: 4 3 2 3 3 5 5 4 3 2 5 2 items."""
    sizes = [4, 3, 2, 3, 3, 5, 5, 4, 3, 2, 5, 2]
    values = [1 + place % 5 for place in range(12)]
    answers = [value for value, size in zip(values, sizes, strict=True) for _ in range(size)]
    assert [scale.value for scale in score(load("almere"), numbered(answers)).scales] == values


@pytest.mark.parametrize(
    ("answers", "ideation", "behaviour", "severity"),
    [
        ({1: 0, 2: 0, 6: 0}, (0, "none"), (0, "none"), 0),
        ({1: 1, 2: 0, 6: 0}, (1, "low"), (0, "none"), 2),
        ({1: 1, 2: 1, 3: 1, 4: 0, 5: 0, 6: 0}, (3, "moderate"), (0, "none"), 3),
        ({1: 0, 2: 1, 3: 0, 4: 1, 5: 0, 6: 0}, (4, "high"), (0, "none"), 4),
        ({1: 0, 2: 1, 3: 1, 4: 1, 5: 1, 6: 0}, (5, "high"), (0, "none"), 5),
        ({1: 0, 2: 0, 6: 1, 7: 0}, (0, "none"), (1, "ever"), 3),
        ({1: 0, 2: 0, 6: 1, 7: 1}, (0, "none"), (2, "high"), 6),
    ],
)
def test_the_columbia_screener_by_its_branches(
    answers: dict[int, float | None], ideation: tuple[int, str], behaviour: tuple[int, str], severity: int
) -> None:
    found = score(load("c_ssrs"), answers)
    assert (found["ideation"].value, found["ideation"].band) == ideation
    assert (found["behaviour"].value, found["behaviour"].band) == behaviour
    assert found.severity == severity


def test_a_question_that_the_answers_lead_to_and_nobody_asked_is_no_no() -> None:
    found = score(load("c_ssrs"), {1: 0, 2: 1, 3: 0, 6: 0})
    assert found["ideation"].value is None
    assert found["ideation"].why == "item 4 is not answered"
    assert found.unanswered == (4, 5)


@pytest.mark.parametrize(("value", "severity"), [(0, 0), (1, 3), (2, 4), (3, 4)])
def test_item_nine_above_zero_opens_the_risk_path(value: int, severity: int) -> None:
    found = score(load("phq_9"), {9: value})
    assert found.severity == severity
    assert [alert.item for alert in found.alerts] == ([9] if value else [])


def test_item_nine_left_out_is_told() -> None:
    assert score(load("phq_9"), numbered([0] * 8)).unanswered == (9,)


def test_two_missing_answers_of_the_phq_take_the_mean_and_three_leave_no_score() -> None:
    """NHS Data Dictionary: one or two are substituted with the average of the others, more is disregarded."""
    phq = load("phq_9")
    two = score(phq, numbered([1, 2, 3, 1, 2, 3, 2, None, None]))["total"]
    assert (two.value, two.filled, two.answered) == (18, 2, 7)
    three = score(phq, numbered([1, 2, 3, 1, 2, 3, None, None, None]))["total"]
    assert (three.value, three.why) == (None, "3 of 9 answers missing, 2 may be")


def test_who_cannot_answer_one_item_of_sus_stands_at_its_centre() -> None:
    """Brooke 1996."""
    sus = load("sus")
    answers: list[float | None] = [5, 4, 2, 1, 2, None, 2, 4, 5, 2]
    assert score(sus, numbered(answers))["total"].value == 55
    answers[0] = None
    assert score(sus, numbered(answers))["total"].value is None


@pytest.mark.parametrize(
    ("answers", "told"),
    [
        ({11: 1}, "phq_9 has no item 11. Its items are 1 to 10."),
        ({3: 4}, "4 is no answer to item 3 of phq_9. Answers are 0 to 3 in steps of 1."),
        ({3: 1.5}, "1.5 is no answer to item 3 of phq_9. Answers are 0 to 3 in steps of 1."),
        ({3: float("nan")}, "nan is no answer to item 3 of phq_9. Answers are 0 to 3 in steps of 1."),
    ],
)
def test_what_is_no_answer_is_refused(answers: dict[int, float | None], told: str) -> None:
    with pytest.raises(AlongsideError) as refused:
        score(load("phq_9"), answers)
    assert str(refused.value) == told


def test_nothing_answered_is_no_score() -> None:
    for key in ("phq_9", "sus", "dass_21", "rulers"):
        instrument: Instrument = load(key)
        assert all(scale.value is None for scale in score(instrument, {}).scales)
