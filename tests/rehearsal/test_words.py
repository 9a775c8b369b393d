"""The bar for how the companion talks, over whole conversations (the held-out ones were not tuned on)."""

from __future__ import annotations

import functools

import pytest

from rehearsal.words import Figures, conversations, figures, measure, play

SEEDS = (0,)


@functools.cache
def counted(group: str) -> dict[str, Figures]:
    return measure(group, SEEDS)


@pytest.mark.parametrize("group", ["tuned", "heldout"])
def test_replies_are_short_and_shortest_after_a_disclosure(group: str) -> None:
    every = counted(group)["all"]
    assert every.median_words < 12
    assert every.disclosure_words <= 12
    for name, row in counted(group).items():
        assert row.median_words < 20, name
        assert row.most_words <= 62, name


@pytest.mark.parametrize("group", ["tuned", "heldout"])
def test_statements_outnumber_questions_two_to_one(group: str) -> None:
    every = counted(group)["all"]
    assert every.statements >= 2
    assert every.questions <= 0.34
    for item in play(conversations(group)[0]["turns"], 3):
        assert item.act.text.count("?") <= 1


@pytest.mark.parametrize("group", ["tuned", "heldout"])
def test_it_does_not_sound_canned(group: str) -> None:
    every = counted(group)["all"]
    assert every.repeated_frames <= 2
    assert every.repeated_grams <= 0.03
    for name, row in counted(group).items():
        assert row.top_opener <= 0.2, name


@pytest.mark.parametrize("group", ["tuned", "heldout"])
def test_it_speaks_of_them_in_their_words(group: str) -> None:
    every = counted(group)["all"]
    assert every.entrained >= 0.33
    assert every.first_person <= 3
    assert (
        every.deep >= {"tuned": 0.35, "heldout": 0.22}[group]
    )  # 0.44 and 0.30 over three seeds; MITI asks 0.4
    assert every.quiet <= 0.3


def test_sixty_turns_without_a_frame_worn_out() -> None:
    long = [turn for conversation in conversations("tuned") for turn in conversation["turns"]][:60]
    row = figures(play(long, 4))
    assert row.repeated_frames == 0
    assert row.top_opener <= 0.2
    assert row.repeated_grams <= 0.06


def test_what_is_counted_can_be_too_much() -> None:
    heard = play(["I lost my job.", "I lost my job."], 0)
    parrot = [item.__class__(item.theirs, item.act, "told.sees", item.fresh) for item in (*heard, *heard)]
    assert figures(parrot).repeated_frames == 3
    assert figures(parrot).repeated_grams > 0
