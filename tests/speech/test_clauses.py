"""Where a speaker breathes."""

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
