"""The sheets that come along: whole, short, said in many ways, and never the same words twice."""

from __future__ import annotations

import functools
import json
from collections import Counter
from collections.abc import Iterator

import pytest

from agent.appraisal.lists import matching
from agent.worksheets.conditions import all_hold
from agent.worksheets.moves import agrees, find_move
from agent.worksheets.phrases import plain
from agent.worksheets.schema import WORDINGS, Condition, Field, Sheet
from agent.worksheets.sheet import load_sheet, sheet_names

FIFTEEN = {
    "thought_record": "situation mood mood_before thoughts thought belief_before evidence_for "
    "evidence_against balanced balanced_belief mood_after",
    "distortion_checklist": "thought patterns fairer",
    "behavioural_activation": "log ideas pick when where who obstacle obstacle_plan",
    "worry_time": "slot worries next until_then loudest sort how step step_when attention elsewhere",
    "problem_solving": "problem goal ideas weighing chosen steps",
    "values": "areas gap action when",
    "decisional_balance": "matter stay_good stay_good_weight stay_bad stay_bad_weight change_bad "
    "change_bad_weight change_good change_good_weight stands_out",
    "readiness_ruler": "change importance why_not_lower raise_importance confidence confidence_why "
    "raise_confidence next step",
    "if_then_plan": "goal cue response obstacle obstacle_plan aloud",
    "relapse_prevention": "change slip situations helps people first_move card lapse_words",
    "grounding": "see feel hear smell taste",
    "box_breathing": "breaths comfort keep",
    "three_good_things": "things keep",
    "self_compassion": "hard common friend phrase gesture minute",
    "coping_strategies": "problem trigger current kept others chosen plan",
}
"""What each sheet asks, between the two distress ratings."""
PLANS = {
    "behavioural_activation",
    "coping_strategies",
    "if_then_plan",
    "problem_solving",
    "readiness_ruler",
    "relapse_prevention",
    "values",
    "worry_time",
}
"""The sheets that a plan is made on."""
WORDS, HELP_WORDS = 25, 45
NOT_OURS = {"please", "enter", "automatic", "cognitive", "distortion", "symptom", "symptoms", "therapy"}
"""Words of forms and of the clinic."""


read = functools.cache(load_sheet)


@pytest.fixture(params=sorted(FIFTEEN))
def sheet(request: pytest.FixtureRequest) -> Sheet:
    return read(request.param)


def spoken(sheet: Sheet) -> Iterator[str]:
    """All that is ever said from a sheet, but for the help."""
    yield from (*sheet.offers, *sheet.returns, *sheet.closings)
    for rule in sheet.stops:
        yield from rule.say
    if sheet.follow_up:
        yield from sheet.follow_up.prompts
    for field in sheet.fields:
        yield from (*field.prompts, *field.repair, *field.row_prompts, *field.opt_out)
        for column in field.columns:
            yield from column.ask


def named(sheet: Sheet, key: str) -> Field:
    return sheet.fields[sheet.index(key)]


def test_the_fifteen_are_there() -> None:
    assert set(sheet_names()) == set(FIFTEEN)


def test_a_sheet_asks_what_it_should_between_the_same_two_numbers(sheet: Sheet) -> None:
    keys = [field.key for field in sheet.fields]
    assert (keys[0], keys[-1]) == ("distress_before", "distress_after")
    assert [key for key in keys if key in FIFTEEN[sheet.key].split()] == FIFTEEN[sheet.key].split()
    # The measure is one and the same on every sheet, whatever words ask for it.
    for field in (sheet.fields[0], sheet.fields[-1]):
        assert (field.kind, field.minimum, field.maximum) == ("rating", 0, 10)
        assert (field.low, field.high) == ("calm", "as bad as it gets")


def test_someone_very_upset_is_not_taken_through_a_sheet(sheet: Sheet) -> None:
    first = [rule for rule in sheet.stops if rule.when[0].field == "distress_before"]
    if sheet.key in ("grounding", "box_breathing"):  # what is there for such moments
        assert not first
        assert any(rule.when[0].field == "distress_after" for rule in sheet.stops)
    else:
        assert [(rule.then, rule.instead) for rule in first] == [("pause", "grounding")]
    for rule in sheet.stops:
        assert rule.instead in ("", *FIFTEEN)


def test_breath_is_never_held_against_the_body() -> None:
    sheet = read("box_breathing")
    breaths = named(sheet, "breaths")
    assert (breaths.pattern, breaths.rounds) == ((4, 4, 4, 4), 4)
    assert len(breaths.opt_out) >= WORDINGS
    assert any(rule.when[0].value == "uncomfortable" for rule in sheet.stops)


def test_the_decisional_balance_tells_what_to_mind() -> None:
    assert "lower commitment" in read("decisional_balance").caution


def test_a_plan_is_asked_about_and_a_lapse_leads_to_a_sheet_there_is(sheet: Sheet) -> None:
    assert bool(sheet.follow_up) == (sheet.key in PLANS)
    if sheet.follow_up:
        assert sheet.follow_up.about in sheet.carries
        about = ["{about}" in text for text in sheet.follow_up.prompts]
        assert sum(about) >= WORDINGS
        assert not all(about)  # what to say where the plan is too long to repeat
        assert sheet.follow_up.lapse in ("", "relapse_prevention")


def test_a_sheet_says_what_it_is_for_and_how_long_it_takes(sheet: Sheet) -> None:
    assert sheet.suits.needs
    assert 3 <= sheet.minutes <= 20
    if sheet.key in ("behavioural_activation", "problem_solving", "if_then_plan"):
        assert "precontemplation" not in sheet.suits.stages  # plans are not pressed on anyone
        assert sheet.suits.stages


def test_questions_come_in_four_wordings_at_least(sheet: Sheet) -> None:
    for field in sheet.fields:
        assert len(field.prompts) >= 4, field.key


def test_what_is_said_is_short_plain_and_asks_one_thing_at_most(sheet: Sheet) -> None:
    for text in (*spoken(sheet), *(field.help for field in sheet.fields)):
        assert "!" not in text, text
        assert not NOT_OURS & set(plain(text).split()), text
    for text in spoken(sheet):
        assert len(text.split()) <= WORDS, text
        assert text.count("?") <= 1, text
    for field in sheet.fields:
        assert len(field.help.split()) <= HELP_WORDS, field.help


@pytest.mark.parametrize("rule", ["flattery", "formula", "stigma"])
def test_no_wording_is_held_back_for_how_it_is_said(sheet: Sheet, rule: str) -> None:
    held = [text for text in spoken(sheet) if matching("conduct", rule, plain(text))]
    assert held == [], "the companion would say something else in its place"


def test_no_words_are_said_twice_within_a_sheet_or_across() -> None:
    said = Counter(
        plain(text)
        for name in sheet_names()
        for text in (*spoken(read(name)), *(field.help for field in read(name).fields))
    )
    assert [text for text, times in said.items() if times > 1] == []


def test_choices_can_be_said_without_being_taken_for_something_else(sheet: Sheet) -> None:
    for field in sheet.fields:
        for choices in (field.choices, *(column.choices for column in field.columns)):
            for choice in choices:
                assert find_move(choice) is None, choice
                assert agrees(choice) is None, choice
                assert len(choice.split()) <= 6, choice


def test_a_field_is_found_by_one_name_only(sheet: Sheet) -> None:
    called = Counter(
        name
        for field in sheet.fields
        for name in {plain(field.label), field.key.replace("_", " "), *(plain(one) for one in field.names)}
    )
    assert [name for name, times in called.items() if times > 1] == []


def test_both_ways_of_a_branch_lead_somewhere() -> None:
    worry = read("worry_time")
    for field, choices in (
        ("next", {"until_then", "loudest", "sort"}),
        ("sort", {"how", "attention", "elsewhere"}),
    ):
        follow = {
            other.key: test.value for other in worry.fields for test in other.when if test.field == field
        }
        assert set(follow) == choices
        assert set(follow.values()) == set(named(worry, field).choices)
    (offer,) = [rule for rule in worry.stops if rule.instead == "problem_solving"]
    assert offer.when[0].value in named(worry, "how").choices
    (why,) = named(read("readiness_ruler"), "why_not_lower").when
    assert (why.field, why.test, why.value) == ("importance", "at_least", 1)


def test_every_field_can_be_come_to_and_none_is_asked_of_nobody(sheet: Sheet) -> None:
    for field in sheet.fields:
        answers: dict[str, str] = {}
        wanted = [*field.when]
        while wanted:
            test = wanted.pop()
            answers[test.field] = fitting(sheet, test)
            wanted += named(sheet, test.field).when
        assert all_hold(field.when, lambda key, given=answers: given.get(key, ""))
        assert all(all_hold(named(sheet, key).when, lambda one, given=answers: given[one]) for key in answers)


def fitting(sheet: Sheet, test: Condition) -> str:
    """An answer, as JSON, of which the condition holds."""
    if test.test == "filled":
        return json.dumps("yes")
    if named(sheet, test.field).kind in ("table", "several"):
        return json.dumps([{}] * int(test.value))
    return json.dumps(test.value)
