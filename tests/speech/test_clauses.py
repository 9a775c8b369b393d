"""Where a speaker breathes."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from speech.clauses import LEAST, MOST_FIRST, clauses

words = st.lists(
    st.sampled_from(
        ["I", "see", "and", "that", "Dr.", "3.5", "is", "hard,", "so.", "What?", "because", "you", "—"]
    ),
    max_size=60,
)


@given(words)
def test_clauses_are_the_text_again(given_words: list[str]) -> None:
    assert " ".join(clauses(" ".join(given_words))).split() == given_words


@given(words.filter(lambda ws: len(ws) >= LEAST))
def test_no_text_that_is_long_enough_begins_with_a_scrap(given_words: list[str]) -> None:
    assert len(clauses(" ".join(given_words))[0].split()) >= LEAST


def test_clauses_end_where_a_speaker_breathes() -> None:
    assert clauses("Thank you for telling me. Shall we go on?") == [
        "Thank you for telling me.",
        "Shall we go on?",
    ]
    assert clauses("Yes. I think that you did well.") == ["Yes. I think that you did well."]
    assert clauses("Dr. Brown said so at 3.5 p.m. to you.") == ["Dr. Brown said so at 3.5 p.m. to you."]
    first = clauses("Would it be all right if I asked you one more thing about that?")[0]
    assert len(first.split()) <= MOST_FIRST
    assert clauses("   ") == []


@pytest.mark.parametrize(
    "whole",
    [
        "Dr. A. B. Smith",
        "St. Mary",
        "at 3.5 p.m. or",
        "No. 5",
        "\"I can't. I just can't do it.\"",
        "“Stop. Please, stop it now.”",
        "10:30",
        "1,200.50",
        "e.g. on Mondays",
    ],
)
def test_what_belongs_together_stays_in_one_piece(whole: str) -> None:
    text = f"And then you told me, quite softly, {whole} and after that we went on for a while, did we not?"
    assert sum(whole in clause for clause in clauses(text)) == 1


def test_the_first_clause_comes_soon_even_without_a_mark() -> None:
    for text in (
        "That sounds like a great deal to carry around with you all by yourself every day.",
        "You have been looking after everyone else in the house since the beginning of this year.",
        "It makes sense to me that you would feel tired because nobody has asked you for weeks.",
    ):
        first = clauses(text)[0]
        assert LEAST <= len(first.split()) <= MOST_FIRST


def test_a_quotation_that_never_ends_or_is_long_is_cut_like_anything_else() -> None:
    assert len(clauses('You said "I am so tired of it. And nobody seems to know about that. What now?')) == 3
    long = " ".join(["and we went on and on, talking to them,"] * 4)
    assert len(clauses(f'You said "{long}" to me.')) > 3
