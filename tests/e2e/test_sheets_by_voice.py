"""Every worksheet walked whole by speech: said by a synthesised voice, heard by the real recogniser.

`python -m pytest -s tests/e2e/test_sheets_by_voice.py` prints the word errors of each sheet and how many
answers were understood at first.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest
import yaml

from agent.companion import Companion
from agent.worksheets.sheet import sheet_names
from alongside.weights import find
from speech.recogniser import Recogniser
from tests.e2e.speaking import Air, Person, meant
from tests.speech.wording import word_error_rate

pytestmark = pytest.mark.slow

SAID: dict[str, Any] = yaml.safe_load(Path(__file__).with_name("sheets_said.yaml").read_text("utf-8"))
PACES = (1.0, 0.88)
"""The voice's own pace, and a slower speaker's."""
CLEAR = 0.12
"""The most word errors of all sheets together."""
AT_FIRST = 0.88
"""The least share of answers understood at first."""
OPENED = 13
"""The least number of sheets that opened when they were asked for aloud."""


@pytest.fixture(scope="module")
def airs() -> Iterator[dict[float, Air]]:
    """What lies between two people, at each pace: a voice takes longer to start than to say a sheet."""
    ear = Recogniser(find("whisper-base"))
    with ExitStack() as opened:
        yield {pace: opened.enter_context(Air(ear, pace)) for pace in PACES}


@pytest.fixture(scope="module")
def everyone() -> Iterator[list[Person]]:
    """Those who are through with a sheet, counted up at the end."""
    people: list[Person] = []
    yield people
    answers, first = sum(one.answers for one in people), sum(one.at_first for one in people)
    said = [text for one in people for text in one.said]
    errors = word_error_rate(said, [text for one in people for text in one.heard])
    print(f"\n{len(people)} worksheets by voice: {errors:.1%} word errors,", end=" ")
    opened = sum(one.opened for one in people)
    print(f"{first} of {answers} answers understood at first, {opened} opened by voice")
    if len(people) == len(SAID):
        assert errors <= CLEAR
        assert first >= AT_FIRST * answers
        assert opened >= OPENED


def test_every_sheet_that_comes_along_is_walked() -> None:
    assert set(SAID) == set(sheet_names())


@pytest.mark.parametrize("key", sorted(SAID))
def test_a_sheet_is_filled_in_by_voice_alone(
    key: str, airs: dict[float, Air], everyone: list[Person]
) -> None:
    steps = SAID[key]["said"]
    person = Person(airs[PACES[sorted(SAID).index(key) % len(PACES)]], Companion())
    person.opens(key, SAID[key]["open"])
    for step in steps:
        person.answer(step)
    everyone.append(person)
    print(
        f"\n{key}: {person.errors:.1%} word errors, {person.at_first} of {person.answers} understood at first"
        f"{person.told}"
    )
    assert person.run.status == "done", person.told
    assert not person.run.waiting
    for step in last_words(steps):  # what was said later has changed nothing that was meant before
        assert person.is_understood(step), person.told


def last_words(steps: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The last answer to each field; tables, which grow, are held against each answer as it is given."""
    last = {meant(step)[0]: step for step in steps if step.get("now") in (None, "skipped")}
    return [step for step in last.values() if not isinstance(meant(step)[2], list)]
