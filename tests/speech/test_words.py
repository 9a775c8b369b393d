"""Captions that do not flicker, words that were never said, and loops."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alongside.records import Word
from speech.guards import clean, is_speech, plain, repeats, said
from speech.partials import StablePrefix

words = st.lists(
    st.sampled_from(["the", "The", "cat", "cats", "sat,", "sat", "on", "mat.", "ill-disposed"]), max_size=12
)


@given(st.lists(words, max_size=12))
def test_the_stable_part_of_a_caption_only_grows(readings: list[list[str]]) -> None:
    prefix, before = StablePrefix(), ""
    for reading in readings:
        text, stable = prefix.update(" ".join(reading))
        assert text[:stable].startswith(before)
        assert stable <= len(text)
        before = text[:stable]


def test_a_caption_settles_what_two_readings_agree_on_but_not_the_last_word() -> None:
    prefix = StablePrefix()
    assert prefix.update("I want to rest") == ("I want to rest", 0)
    assert prefix.update("I want to restore it") == ("I want to restore it", len("I want to"))
    assert prefix.update("I want to restore its name") == (
        "I want to restore its name",
        len("I want to restore"),
    )


def test_a_reading_that_changes_settled_words_only_adds_to_them() -> None:
    prefix = StablePrefix()
    prefix.update("so I think we should")
    prefix.update("so I think we should go")
    text, stable = prefix.update("and so I think we could go there")
    assert text.startswith("so I think we")
    assert text.endswith("go there")
    assert text[:stable] == "so I think we should go"


@pytest.mark.parametrize(
    "text",
    [
        "five five five five five five",
        "ten of clubs ten of clubs ten of clubs",
        "I went home and then I went home and then",
        "Had he married a more amiable woman than he was? Had he married a more",
    ],
)
def test_loops_are_seen(text: str) -> None:
    assert repeats(text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "no no no no",
        "very very tired",
        "I do, I do",
        "the more I think about it the more tired I get",
        "five five",
    ],
)
def test_what_people_really_repeat_is_no_loop(text: str) -> None:
    assert not repeats(text)


@pytest.mark.parametrize(
    ("text", "no_speech", "score"),
    [
        ("", 0.0, 0.0),
        (" . ", 0.0, 0.0),
        ("Thank you.", 0.5, -0.5),
        ("you", 0.92, -1.3),
        ("I'm going home.", 0.75, -1.9),
    ],
)
def test_words_for_a_noise_are_not_believed(text: str, no_speech: float, score: float) -> None:
    assert not is_speech(text, no_speech, score)


@pytest.mark.parametrize(
    ("text", "no_speech", "score"),
    [("Thank you.", 0.1, -0.5), ("Yes.", 0.3, -0.8), ("5, 5.", 0.28, -0.7), ("I see.", 0.55, -0.3)],
)
def test_words_that_were_said_are_believed(text: str, no_speech: float, score: float) -> None:
    assert is_speech(text, no_speech, score)


def test_descriptions_of_sounds_are_not_words() -> None:
    assert clean(" [Music] ") == ""
    assert clean("(sighs) I don't know *coughs*") == "I don't know"
    assert clean("♪ ... ♪") == ""


@given(st.text())
def test_plain_text_is_plain_already(text: str) -> None:
    assert plain(plain(text)) == plain(text)


def timed(*parts: tuple[str, float]) -> list[Word]:
    """Words with the seconds each takes, one after the other."""
    found, at = [], 0.0
    for text, seconds in parts:
        found.append(Word(text=text, start=at, end=at + seconds))
        at += seconds
    return found


def test_copies_that_took_no_time_were_not_said() -> None:
    loop = timed(("Montreal", 1.2), ("uh,", 0.4), ("uh,", 0.3), ("uh,", 0.0), ("uh,", 0.02), ("uh,", 0.0))
    assert [word.text for word in said(loop)] == ["Montreal", "uh,", "uh,"]
    pair = timed(("ten", 0.2), ("of", 0.1), ("clubs", 0.4), ("ten", 0.0), ("of", 0.02), ("clubs", 0.0))
    assert [word.text for word in said(pair)] == ["ten", "of", "clubs"]
    meant = timed(*[("no,", 0.3)] * 6)
    assert list(said(meant)) == meant


spans = st.lists(
    st.tuples(st.sampled_from(["no", "No,", "ten", "of", "uh"]), st.sampled_from([0.0, 0.02, 0.2])),
    max_size=16,
)


@given(spans)
def test_what_took_time_is_never_dropped(parts: list[tuple[str, float]]) -> None:
    words = timed(*parts)
    kept = said(words)
    rest = iter(words)
    assert all(word in rest for word in kept)  # in order, none made up
    if all(word.end - word.start > 0.1 for word in words):
        assert list(kept) == words
    assert {plain(word.text) for word in kept} == {plain(word.text) for word in words}


def test_words_of_any_alphabet_are_words() -> None:
    assert plain("Ça va? Да, 元気!") == "ça va да 元気"
    assert is_speech("Да", 0.1, -0.2)
