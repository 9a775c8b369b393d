"""How somebody talks is heard, followed, and followed again when it changes."""

from __future__ import annotations

from dataclasses import astuple

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agent.companion import Companion
from agent.words.lines import fill
from agent.words.register import Register, in_register
from alongside.messages import Turn

FORMAL = (
    "Good morning. I am told that one may speak freely here.",
    "I have not been sleeping, and it is becoming rather a nuisance.",
    "My late husband would have known whom to telephone.",
)
YOUNG = (
    "hey so this is kinda awkward",
    "my teacher moved me next to the kid who hates me lol",
    "idk its just cringe tbh",
)
PLAYFUL = (
    "I've been sacked by a garden centre, which is like being dumped by a potato",
    "haha my mother took it worse than me",
    "I'm basically a retired pirate at this point, joking, mostly, haha",
)
TERSE = ("not great", "work", "yeah", "same again")
PLAIN = (
    "I've been thinking about moving back closer to my sister because the rent here keeps going up.",
    "She's got a spare room and she's asked me twice, but we didn't always get on when we were kids.",
    "I don't want to end up arguing over the washing up again.",
)


def heard(*turns: str, start: Register | None = None) -> Register:
    register = start or Register()
    for text in turns:
        register = register.after(text)
    return register


@pytest.mark.parametrize(
    ("turns", "kind"),
    [(FORMAL, "formal"), (YOUNG, "young"), (PLAYFUL, "playful"), (TERSE, "terse"), (PLAIN, "plain")],
)
def test_a_register_is_heard_within_three_turns(turns: tuple[str, ...], kind: str) -> None:
    assert heard(*turns).kind == kind


@pytest.mark.parametrize(
    ("first", "then", "kind"),
    [
        (FORMAL, PLAYFUL, "playful"),
        (PLAYFUL, PLAIN, "plain"),
        (TERSE, PLAIN, "plain"),
        (PLAIN, FORMAL, "formal"),
        (FORMAL, TERSE, "terse"),
    ],
)
def test_it_changes_when_theirs_does(first: tuple[str, ...], then: tuple[str, ...], kind: str) -> None:
    assert heard(*then, start=heard(*first)).kind == kind


def test_silence_says_nothing_of_style() -> None:
    register = heard(*FORMAL)
    assert heard("", "...", "(cries)".replace("cries", ""), start=register) == register


@given(st.lists(st.text(max_size=200), max_size=12))
def test_any_text_keeps_it_bounded(turns: list[str]) -> None:
    *strengths, count = astuple(heard(*turns))
    assert all(0 <= value <= 1 for value in strengths)
    assert count <= 99


@pytest.mark.parametrize(
    ("text", "full"),
    [
        (
            "It isn't a small thing, and you've carried it.",
            "It is not a small thing, and you have carried it.",
        ),
        ("You can't put it down. It won't let you.", "You cannot put it down. It will not let you."),
        ("Your sister's letter. That's what hurts.", "Your sister's letter. That is what hurts."),
    ],
)
def test_to_somebody_formal_contractions_are_written_out(text: str, full: str) -> None:
    assert in_register(text, "formal") == full
    assert in_register(text, "plain") == text


def test_a_line_may_be_for_one_register_only() -> None:
    lines = ["Go on.", {"say": "Please, go on.", "for": "formal"}]
    assert [item.register for item in fill(lines, "x", {})] == ["", "formal"]


def replies(turns: tuple[str, ...], seed: int) -> list[str]:
    companion = Companion()
    state = companion.begin(seed)
    said = []
    for number, text in enumerate(turns):
        state, act = companion.step(state, Turn(turn_id=f"t{number}", text=text))
        said.append(act.text)
    return said


@pytest.mark.parametrize("seed", range(5))
def test_replies_follow_how_they_talk(seed: int) -> None:
    formal = " ".join(replies((*FORMAL, *FORMAL[1:]), seed))
    assert "n't" not in formal
    assert not any(word in formal.lower().split() for word in ("hey.", "yeah.", "reckon"))
    opening = replies(("Good evening.", "hey"), seed)
    assert opening[0] != replies(("hey",), seed)[0]


@pytest.mark.parametrize("seed", range(8))
def test_no_joke_before_theirs_and_none_about_what_hurts(seed: int) -> None:
    plain = replies(
        (
            "I cleaned the whole flat again yesterday.",
            "I moved the sofa to the other wall.",
            "I painted a door.",
        ),
        seed,
    )
    sad = replies((*PLAYFUL, "My brother died in the spring.", "I wore his coat to the funeral."), seed)
    for text in (*plain, *sad[-2:]):
        assert not any(
            wry in text for wry in ("As you do", "Naturally", "had to be done", "No witnesses", "Ha.")
        )
