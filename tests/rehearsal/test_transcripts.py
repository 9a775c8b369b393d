"""The conversations in `docs/conversations` are what the program says: made again, they are the same."""

from __future__ import annotations

import pytest

from docs.conversations.__main__ import HERE, page, people


@pytest.mark.slow
@pytest.mark.parametrize("name", ["smoker", "student", "relapse"])
def test_a_transcript_is_as_the_program_made_it(name: str) -> None:
    written = (HERE / f"{name}.md").read_text(encoding="utf-8")
    assert written == page(people()[name]), "stale: run `python -m docs.conversations`"


def test_the_distressed_student_is_held_first() -> None:
    text = page(people()["student"])
    first = text.split("**Person:**")[1:4]
    for exchange in first:
        answer = exchange.split("**Alongside:**")[1].split("*")[0]
        assert "?" not in answer
        assert "phase hold, gate shut" in exchange


def test_nothing_is_advised_to_somebody_in_two_minds() -> None:
    text = page(people()["smoker"])
    assert "*inform" not in text
    assert "*plan" not in text
