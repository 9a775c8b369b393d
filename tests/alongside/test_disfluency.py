"""Fillers, restarts and broken-off words: known among the words, left out of what is to be understood."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alongside.disfluency import disfluencies, fluent, is_filler

TOKENS = ["I", "I-", "want", "to", "to-", "um,", "Uh", "no,", "the", "Mon-", "very", "so", "hmm."]


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("Um, I think, uh, so.", "I think, so."),
        ("I, I want to- I want to go", "I want to go"),
        ("I- I want to- uh, I want to tell her", "I want to tell her"),
        ("We met in Mon- Montreal", "We met in Montreal"),
        ("No, no, it is very very good", "No, no, it is very very good"),
        ("It hurts. Um, and it lasts", "It hurts. And it lasts"),
        ("He had had that that day", "He had had that that day"),
        ("so so", "so so"),
        ("mm-hm", "mm-hm"),
        ("Hmm.", "Hmm."),
        ("", ""),
    ],
)
def test_what_is_meant_is_what_is_said_without_hesitation(said: str, meant: str) -> None:
    assert fluent(said.split()) == meant


def test_each_kind_is_known_as_what_it_is() -> None:
    found = disfluencies(["I,", "I", "met,", "um,", "Mon-", "Montreal"])
    assert found == ("repeat", "", "", "filler", "cut", "")


def test_answers_and_feelings_are_no_fillers() -> None:
    assert all(is_filler(word) for word in ("um", "Uh,", "Umm...", "uhm", "er", "erm", "Hmm.", "mm"))
    assert not any(is_filler(word) for word in ("uh-huh", "mm-hm", "oh", "ah", "no", "hum", "her", "a", "I"))


@given(st.lists(st.sampled_from(TOKENS), max_size=14))
def test_something_is_always_left_to_understand(said: list[str]) -> None:
    text = fluent(said)
    assert len(disfluencies(said)) == len(said)
    assert bool(text) == bool(said)
    assert set(text.lower().split()) <= {token.lower() for token in said}
