"""A rule is tried wherever it would match: needles leave nothing out."""

from __future__ import annotations

import re

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from agent.appraisal import risk, risk_concepts
from agent.appraisal.lists import patterns
from agent.appraisal.needles import Screen, folded, needles
from agent.appraisal.topics import all_topics

RULES = [rule for group in risk.GROUPS for _, rule in risk._rules_of(group)]
LEXICONS = [
    RULES,
    list(risk_concepts.concepts().values()),
    [rule for _, rule in patterns("stage", "evidence")],
    [topic.words for topic in all_topics().values()],
]
SCREENS = [Screen(rules) for rules in LEXICONS]


@pytest.mark.parametrize("lexicon", range(len(LEXICONS)))
@settings(
    deadline=None, max_examples=60, suppress_health_check=list(HealthCheck)
)  # long patterns take long to fill
@given(data=st.data())
def test_what_a_rule_matches_is_never_screened_out(lexicon: int, data: st.DataObject) -> None:
    rules = LEXICONS[lexicon]
    place = data.draw(st.integers(0, len(rules) - 1))
    text = data.draw(st.from_regex(rules[place]))
    assert place in SCREENS[lexicon].places(text)


WORDS = [
    "i",
    "me",
    "kill",
    "end",
    "life",
    "pills",
    "tonight",
    ".",
    "good",
    "drink",
    "kıll",
    "\u017f",
    "\u212aill",
]


@settings(deadline=None)
@given(st.lists(st.sampled_from(WORDS), max_size=12))
def test_a_rule_that_is_not_tried_would_not_have_matched(words: list[str]) -> None:
    text = " ".join(words)
    tried = SCREENS[0].places(text)
    assert not [place for place, rule in enumerate(RULES) if rule.search(text) and place not in tried]


@pytest.mark.parametrize(
    ("pattern", "expected"),
    [
        (r"\bend(?:ing)? my life\b", {" my life"}),
        (r"(?:kill|hang)ed", {"kill", "hang"}),
        (r"(?:kill|\d+)", None),
        (r"(?:overdose)?", None),
        (r"(?:very )+sad", {"very "}),
        (r"(?!never)always", {"always"}),
        (r"[Kk]ill", {"ill"}),
        (r"no", {"no"}),
        (r"\bi\b", None),
    ],
)
def test_needles_of_a_pattern(pattern: str, expected: set[str] | None) -> None:
    assert needles(re.compile(pattern)) == (None if expected is None else frozenset(expected))


def test_letters_that_patterns_take_for_one() -> None:
    rule = re.compile("kills", re.I)
    for text in ("KILLS", "\u212aills", "kıll\u017f"):
        assert rule.search(text), text
        assert Screen([rule]).places(text) == [0], text
    assert folded("K\u0131LL\u017f") == "kills"


def test_few_rules_are_tried_on_an_ordinary_turn() -> None:
    text = "we went to the market with my sister and bought flowers for the table"
    tried = sum(len(screen.places(text)) for screen in SCREENS)
    assert tried <= sum(map(len, LEXICONS)) / 5
