"""Words in the index are sealed, and the sessions of visits that are over."""

from __future__ import annotations

from pathlib import Path

import pytest

from alongside.errors import AlongsideError
from study.vault.note import is_sealed
from study.vault.visits import seal_over
from study.visits.consequences import Outcome
from tests.study.running import OPERATOR, Running
from tests.study.study_script import write_session

SAID = "It was my neighbour Wilhelmina who told them."


def test_words_in_the_index_open_with_the_key_alone(tmp_path: Path) -> None:
    running = Running(tmp_path, "one_visit")
    running.enrol("P01")
    step = running.engine.next("P01")
    assert step is not None
    running.engine.begin(step, OPERATOR)
    for item, value in (("1", "3"), ("2", SAID)):
        running.engine.answer(step, item, value, OPERATOR)
    at = ("P01", step.occasion.visit, step.occasion.day, step.step.name)
    assert [answer.value for answer in running.study.store.answers(*at)] == ["3", SAID]
    assert b"Wilhelmina" not in (running.folder / "index.sqlite").read_bytes()
    running.study.vault.destroy("P01")
    with pytest.raises(AlongsideError, match="the key of P01 is not at"):
        running.study.store.answers(*at)
    with pytest.raises(AlongsideError, match="the key of P01 is not at"):  # and no other takes its place
        running.engine.answer(step, "3", "More words", OPERATOR)


def test_sessions_of_visits_that_are_over_are_sealed(tmp_path: Path) -> None:
    running = Running(tmp_path, "one_visit")
    running.enrol("P01")
    session = write_session(running.folder / "sessions" / "s1")
    step = running.engine.next("P01")
    assert step is not None
    running.engine.begin(step, OPERATOR, session.name)
    assert seal_over(running.study) == []
    running.engine.take(step, Outcome(), OPERATOR)
    running.engine.end_visit(step, OPERATOR, "they had to leave")
    assert seal_over(running.study) == [session]
    assert is_sealed(session)
    assert seal_over(running.study) == []


def test_keys_do_not_lie_with_the_data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ALONGSIDE_KEYS", str(tmp_path / "study" / "keys"))
    with pytest.raises(AlongsideError, match="keys may not lie in the study's folder"):
        Running(tmp_path, "one_visit")
