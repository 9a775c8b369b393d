"""Interruptions and listener's signals on the frame clock, and the companion's own echo."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from speech.audio import FRAME_SECONDS
from speech.barge_in import BargeIn, is_backchannel
from speech.echo import EchoGate, repeats_act


def speak(machine: BargeIn, seconds: float, read_after: float | None = None, text: str = "") -> float:
    """Speak for so long; when the words are asked for, they are read that much later.

    The seconds of voice after which it interrupts, or infinity.
    """
    due = None
    for number in range(1, round(seconds / FRAME_SECONDS) + 1):
        step = machine.frame(True)
        if step == "look" and read_after is not None:
            due = number + round(read_after / FRAME_SECONDS)
        if step != "interrupt" and due == number:
            step = machine.read(text)
        if step == "interrupt":
            return number * FRAME_SECONDS
    return float("inf")


def sounding() -> BargeIn:
    machine = BargeIn()
    machine.sounding("a1")
    return machine


def test_speech_holds_the_voice_at_once_and_interrupts_soon_even_without_words() -> None:
    machine = sounding()
    assert speak(machine, 0.1) == float("inf")
    assert machine.held == "a1"
    assert 0.2 <= speak(sounding(), 2.0) <= 0.72


@pytest.mark.parametrize("delay", [0.05, 0.1, 0.15])
def test_words_that_want_the_turn_interrupt_as_soon_as_they_are_read(delay: float) -> None:
    assert speak(sounding(), 2.0, delay, "Wait.") <= 0.2 + delay + 2 * FRAME_SECONDS


@pytest.mark.parametrize(
    "text", ["Mm-hmm.", "Man", "Okay", "Yeah.", "uh-huh", "I see.", "Oh, okay.", "Right."]
)
def test_a_listeners_signal_does_not_interrupt(text: str) -> None:
    assert is_backchannel(text)
    assert speak(sounding(), 0.55, 0.1, text) == float("inf")


@pytest.mark.parametrize(
    "text", ["", "No.", "Stop", "I see it differently", "yeah but I", "what", "okay okay okay okay"]
)
def test_everything_else_is_no_signal(text: str) -> None:
    assert not is_backchannel(text)


def test_a_signal_that_goes_on_is_an_interruption_after_all() -> None:
    assert 0.75 <= speak(sounding(), 2.0, 0.1, "Yeah") <= 0.85


def test_the_voice_is_held_at_the_first_sign_and_let_go_when_it_was_nothing() -> None:
    machine = sounding()
    for _ in range(2):
        machine.frame(True)
    assert machine.held == ""
    machine.frame(True)
    assert machine.held == "a1"
    for _ in range(4):
        machine.frame(False)
    assert machine.held == ""


def test_a_listeners_signal_lets_the_voice_go_on() -> None:
    machine = sounding()
    speak(machine, 0.3, 0.05, "Mm-hm.")
    assert machine.held == ""


def test_a_single_word_that_may_be_misread_is_looked_at_again_while_the_voice_lasts() -> None:
    machine = sounding()
    steps = [machine.frame(True) for _ in range(7)]
    assert machine.read("Ow.") is None
    steps.append(machine.frame(True))
    assert steps[-2:] == ["look", "look"]
    assert machine.read("Ow, no, listen") == "interrupt"
    ended = sounding()
    speak(ended, 0.3, 0.05, "Ow.")
    for _ in range(4):
        ended.frame(False)
    assert ended.held == ""
    assert ended.read("Ah.") is None


@pytest.mark.parametrize("text", ["No.", "Stop!", "Wait"])
def test_a_word_that_asks_for_the_turn_interrupts_at_the_first_reading(text: str) -> None:
    machine = sounding()
    speak(machine, 0.22)
    assert machine.read(text) == "interrupt"


def test_half_a_signal_is_looked_at_again() -> None:
    machine = sounding()
    steps = [machine.frame(True) for _ in range(7)]
    assert steps[-1] == "look"
    assert machine.read("Ice") is None
    assert machine.frame(True) == "look"
    assert machine.read("I see.") is None
    assert [machine.frame(True) for _ in range(9)] == [None] * 9
    assert machine.read("I see it differently") == "interrupt"


def test_a_short_remark_interrupts_when_its_words_are_known() -> None:
    machine = sounding()
    speak(machine, 0.25)
    assert machine.read("No.") == "interrupt"
    assert machine.read("Mm-hm.") is None
    assert machine.read("") is None


def test_nothing_is_interrupted_when_nothing_sounds() -> None:
    assert speak(BargeIn(), 3.0, 0.1, "Wait.") == float("inf")
    machine = sounding()
    machine.silent("a1")
    assert speak(machine, 3.0, 0.1, "Wait.") == float("inf")


def test_a_person_who_is_speaking_when_an_act_begins_interrupts_it_at_once() -> None:
    machine = BargeIn()
    speak(machine, 1.0)
    machine.sounding("a1")
    assert speak(machine, 1.0) <= 2 * FRAME_SECONDS


@given(st.lists(st.integers(1, 5), max_size=30))
def test_clicks_and_bursts_never_interrupt(bursts: list[int]) -> None:
    """Bursts of up to 160 ms with 96 ms between them."""
    machine = sounding()
    for burst in bursts:
        assert all(machine.frame(True) != "interrupt" for _ in range(burst))
        assert all(machine.frame(False) is None for _ in range(3))


def test_the_gate_lets_only_a_much_louder_voice_through_while_an_act_sounds() -> None:
    gate = EchoGate(margin_db=12.0)
    assert gate.passes(-30.0, sounding=False)
    random = np.random.default_rng(0)
    echo = [gate.passes(float(level), sounding=True) for level in random.normal(-40, 3, 100)]
    assert not any(echo)
    assert gate.passes(-20.0, sounding=True)
    rings = [gate.passes(-40.0, sounding=False) for _ in range(20)]
    assert not any(rings[:9])
    assert all(rings[11:])


def test_a_repeated_act_is_an_echo_and_an_answer_is_not() -> None:
    act = "That sounds like a lot to carry, and it has been going on for weeks."
    assert repeats_act("sounds like a lot to carry", act)
    assert repeats_act("that sounds like allot to carry and it has been going", act)
    assert not repeats_act("it has", act)
    assert not repeats_act("yes it really is too much to carry on my own", act)
