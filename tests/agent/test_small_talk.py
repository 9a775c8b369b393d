"""What people say beside their troubles: facts asked for, flirting, letting go, doubt, an ordinary deed."""

from __future__ import annotations

import pytest

from agent.companion import Companion
from agent.safety import SafetyMemory, watch
from agent.words.easier import easier
from agent.words.spelling import set_right
from alongside.messages import Act, Turn

COMPANION = Companion()


def after(*turns: str, seed: int = 0) -> Act:
    """The answer to the last of these turns."""
    state = COMPANION.begin(seed)
    for number, text in enumerate(turns, 1):
        state, act = COMPANION.step(state, Turn(turn_id=f"t{number}", text=text, channel="typed"))
    return act


@pytest.mark.parametrize(
    ("said", "focus"),
    [
        ("what's the capital of Peru", "beyond"),
        ("what is 9 times 14", "beyond"),
        ("could you suggest a good book", "beyond"),
        ("tell me a riddle", "beyond"),
        ("do you ever get bored", "itself"),
        ("do you follow the tennis?", "itself"),
        ("who built you", "maker"),
        ("what can you actually do", "abilities"),
        ("do you love me", "affection"),
        ("never mind, forget it", "let_go"),
        ("can we talk about something else", "let_go"),
        ("gracias", "thanks"),
    ],
)
def test_what_is_no_trouble_gets_a_plain_answer(said: str, focus: str) -> None:
    act = after("I've had a long week at the bakery", said)
    assert (act.kind, act.focus) == ("repair", focus)


@pytest.mark.parametrize(
    "said", ["Forget it.", "let's leave it", "I'd rather not talk about it", "never mind then"]
)
def test_what_is_let_go_is_not_brought_back(said: str) -> None:
    """Nor in the turns after it."""
    state = COMPANION.begin(0)
    for number, text in enumerate(
        ("My mum cried about my face", "I hate that she cries", said, "ok", "no"), 1
    ):
        state, act = COMPANION.step(state, Turn(turn_id=f"t{number}", text=text))
        if number >= 3:
            assert act.kind != "hand_over"
            assert "mum" not in act.text.lower()


@pytest.mark.parametrize(
    "said",
    [
        "I don't know if I actually want to stop",
        "I'm not sure I want to stop",
        "I can't tell whether I want to move",
        "I wonder if I want to stay",
    ],
)
@pytest.mark.parametrize("seed", range(4))
def test_what_is_doubted_is_not_said_to_be_so(said: str, seed: int) -> None:
    text = after("I smoke a bit", said, seed=seed).text.lower()
    assert not text.startswith("you want")
    assert "you want" not in text or "whether" in text


def test_nervous_is_not_made_frightened() -> None:
    for seed in range(6):
        assert "fright" not in after("I'm a bit nervous about the speech", seed=seed).text.lower()


def test_what_eased_is_heard_at_its_size() -> None:
    assert easier("Thanks. I feel a bit less sick.") == "a bit less sick"
    assert easier("I don't know what to say") == ""
    assert "less sick" in after("I feel sick when the post comes", "Thanks. I feel a bit less sick.").text


def test_an_ordinary_deed_done_tonight_is_no_alarm() -> None:
    """The same words without a deed before them, or after anything dark, are one."""
    named = watch(SafetyMemory(), "I'd like to say sorry to him")
    assert watch(named, "I'll do it tonight").level == "none"
    assert watch(SafetyMemory(), "I'll do it tonight").level == "high"
    dark = watch(SafetyMemory(), "I want to kill myself and I could write a note")
    assert watch(dark, "I'll do it tonight").level == "high"
    low = watch(SafetyMemory(), "I'd like to tell him there's no way out and everything is pointless")
    assert watch(low, "I'll do it tonight").level == "high"


def test_a_landlord_who_puts_people_out_is_not_violent() -> None:
    assert watch(SafetyMemory(), "what if they kick us out").level == "none"
    assert watch(SafetyMemory(), "he kicks me when he's drunk").level == "moderate"


def test_an_before_any_vowel_is_left_alone() -> None:
    assert set_right("I take him an onion") == "I take him an onion"
    assert set_right("an old friend") == "an old friend"


@pytest.mark.parametrize(
    "said",
    [
        "my feet are killing me after that wedding",
        "I won't be here next week, I'm in Wales",
        "he pushed me on the swing",
        "the voice on the satnav told me to turn left",
        "I want to disappear when he sings",
        "I do not wish to be a burden to my son",
        "tonight's the night, curry night",
    ],
)
def test_ordinary_talk_raises_no_alarm(said: str) -> None:
    assert after(said).kind not in ("safety", "correct_premise")
