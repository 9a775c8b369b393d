"""Whatever is said, it is understood somehow: nothing raises, and every value fits its field."""

from __future__ import annotations

import json
from datetime import date

from hypothesis import given, settings
from hypothesis import strategies as st

from agent.worksheets.schema import Column, Field
from agent.worksheets.understand import understand
from agent.worksheets.values import check
from rehearsal.answers import read

TODAY, SAID = read()
THREE = ("", "", "")
COLUMNS = (Column(key="n", label="N", kind="rating", maximum=100), Column(key="at", label="At", kind="time"))
NUMBERS = Field(
    key="numbers", label="Numbers", kind="table", prompts=THREE, help="", repair=THREE, columns=COLUMNS
)
FIELDS = [*{one.field.key: one.field for one in SAID}.values(), NUMBERS]
WORDS = sorted({word for one in SAID for word in one.words.split()})
SPOKEN = st.lists(st.sampled_from(WORDS), max_size=12).map(" ".join)
WILD = st.text(max_size=60)
PICKY = st.text("0123456789:.,/%-#$(){}[]\"'\\ \n\t\u0000\u200d\ud800İß½²٣", max_size=20)


def fitted(field: Field, value: str) -> tuple[str, str]:
    """A value as the sheet would keep it: texts and people are handed over plain, the rest as JSON."""
    return check(field, json.loads(value) if field.kind in ("text", "person") else value)


def holds(said: str, field: Field, doubt: str, before: str) -> None:
    heard = understand(said, field, doubt, before=before, today=TODAY)
    assert bool(heard.value) == (heard.kind == "value")
    assert bool(heard.move) == (heard.kind == "move")
    assert bool(heard.signal) == (heard.kind == "signal")
    assert bool(heard.problem) == (heard.kind == "unclear")
    for value in (heard.value, heard.doubt if heard.problem == "confirm" else ""):
        if value:
            kept, problem = fitted(field, value)
            assert not problem
            assert kept == value or value == heard.doubt


@given(st.one_of(SPOKEN, WILD, PICKY), st.sampled_from(FIELDS))
@settings(max_examples=400, deadline=None)
def test_any_words_at_all(said: str, field: Field) -> None:
    holds(said, field, "", "")


@given(SPOKEN, st.sampled_from(FIELDS), st.one_of(WILD, PICKY), st.one_of(WILD, PICKY))
@settings(max_examples=150, deadline=None)
def test_any_doubt_and_any_earlier_answer(said: str, field: Field, doubt: str, before: str) -> None:
    holds(said, field, doubt, before)


@given(SPOKEN, SPOKEN, st.sampled_from(FIELDS))
@settings(max_examples=200, deadline=None)
def test_what_was_in_doubt_is_taken_at_a_yes(said: str, then: str, field: Field) -> None:
    heard = understand(said, field, today=TODAY)
    if heard.problem == "confirm":
        agreed = understand("yes", field, heard.doubt, today=TODAY)
        assert (agreed.kind, agreed.value) == ("value", fitted(field, heard.doubt)[0])
        holds(then, field, heard.doubt, "")


@given(st.dates(date(2000, 1, 1), date(2100, 1, 1)), SPOKEN)
def test_times_on_any_day(today: date, said: str) -> None:
    field = next(field for field in FIELDS if field.kind == "time")
    assert understand(said, field, today=today) is not None
