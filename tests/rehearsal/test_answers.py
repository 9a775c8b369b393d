"""Spoken answers are understood about as well as was measured, and seldom taken for what they are not."""

from __future__ import annotations

import pytest

from rehearsal.answers import AIMED, PARTS, Result, by_kind, main, measure, read, wilson

Results = dict[tuple[str, str], list[Result]]
LEAST = {"tuned": 0.97, "held_out": 0.88, "fresh": 0.93}
MOST_FALSE = {"tuned": 0.01, "held_out": 0.06, "fresh": 0.03}


@pytest.fixture(scope="module")
def results() -> Results:
    today, said = read()
    return by_kind(measure(said, today))


def test_the_set_is_large_and_covers_every_kind(results: Results) -> None:
    assert sum(len(results[part, "all"]) for part in PARTS) >= 220
    kinds = {"rating", "choice", "several", "time", "person", "table", "timer", "breathing", "text"}
    for part in PARTS:
        assert {kind for of, kind in results if of == part} == kinds | {"all"}
    tuned, *unseen = (
        {(one.said.field.key, one.said.words.casefold().strip(" .")) for one in results[part, "all"]}
        for part in PARTS
    )
    assert all(len(tuned & part) <= 5 for part in unseen)  # with another answer before them


@pytest.mark.parametrize("part", PARTS)
def test_answers_are_understood(results: Results, part: str) -> None:
    some = results[part, "all"]
    wrong = [(one.said.words, one.heard) for one in some if not one.right] if part == "tuned" else []
    assert sum(one.right for one in some) >= LEAST[part] * len(some), wrong
    assert sum(one.falsely_taken for one in some) <= MOST_FALSE[part] * len(some)


@pytest.mark.parametrize("kind", AIMED)
def test_ratings_and_choices_are_understood(results: Results, kind: str) -> None:
    tuned = results["tuned", kind]
    assert sum(one.right for one in tuned) >= 0.95 * len(tuned)


def test_the_interval_holds_the_share() -> None:
    low, high = wilson(19, 20)
    assert 0.7 < low < 0.95 < high < 1.0
    assert wilson(0, 0) == (0.0, 1.0)


def test_the_table_is_printed(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.argv", ["answers"])
    assert main() in (0, 1)
    assert "held_out  rating" in capsys.readouterr().out
