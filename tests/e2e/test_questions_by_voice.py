"""The answers of the questionnaires, spoken by the real voice and heard by the real recogniser."""

from __future__ import annotations

import pytest

from alongside.weights import find
from speech.recogniser import Recogniser
from study.instruments import load
from study.instruments.spoken import picked
from tests.e2e.speaking import Air

pytestmark = pytest.mark.slow
INSTRUMENTS = ("phq_9", "k10", "dass_21")
NO_ANSWER = ("My mother died last week.", "I don't know what you mean.", "It depends on the day.")


def test_every_answer_is_understood_as_spoken_and_what_is_none_is_asked_again() -> None:
    right, wrong, asked_again = 0, [], []
    with Air(Recogniser(find("whisper-base"))) as air:
        for name in INSTRUMENTS:
            answers = load(name).answers
            for option in answers.options:
                heard = air.heard(f"{option.text}.")
                found = picked(heard, answers)
                if found == option:
                    right += 1
                else:
                    (asked_again if found is None else wrong).append((option.text, heard))
            for words in NO_ANSWER:
                if picked(heard := air.heard(words), answers):
                    wrong.append((words, heard))
    print(f"{right} of {right + len(asked_again)} answers understood at first; asked again: {asked_again}")
    assert wrong == []
    assert len(asked_again) <= 1
