"""Who withdraws is gone: no byte of theirs is left, nothing of anybody else is lost, a receipt stays."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from typer.testing import CliRunner

from alongside.errors import AlongsideError
from alongside.eventlog import EventLog
from commands.study import app
from study.deletion import was_deleted
from study.studies import Study, open_study
from study.vault.opening import kept
from study.vault.receipts import Receipt, read_receipt, unfinished
from study.vault.withdrawal import CRASHES, check_receipts, withdraw
from study.visits.people import enrol
from tests.study.running import OPERATOR, Calendar
from tests.study.vault.planted import Planted, found, said

WHY = "asked for it by letter"


class PowerCutError(Exception):
    """The power went."""


@pytest.fixture(scope="module")
def planted(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A study with two people, their keys beside it."""
    place = tmp_path_factory.mktemp("planted")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("ALONGSIDE_KEYS", str(place / "keys"))
        patch.setenv("ALONGSIDE_SESSIONS", str(place / "elsewhere"))
        patch.setenv("ALONGSIDE_MEMORY", str(place / "study" / "memory"))
        Planted(place).running.study.close()
    return place


@pytest.fixture
def place(planted: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of it, that this test may do anything to."""
    copy = Path(shutil.copytree(planted, tmp_path / "all"))
    monkeypatch.setenv("ALONGSIDE_KEYS", str(copy / "keys"))
    monkeypatch.setenv("ALONGSIDE_SESSIONS", str(copy / "elsewhere"))
    monkeypatch.setenv("ALONGSIDE_MEMORY", str(copy / "study" / "memory"))
    return copy


@pytest.fixture
def study(place: Path) -> Iterator[Study]:
    """The study, open."""
    study = open_study(place / "study", seals=place / "seals", clock=Calendar())
    yield study
    study.close()


def answers(study: Study, code: str) -> list[str]:
    visit = study.store.visits(code)[0]
    return [one.value for one in study.store.answers(code, visit.visit, visit.day, visit.steps[0].name)]


def test_no_byte_of_theirs_is_left_and_nothing_of_anybody_elses_is_lost(place: Path, study: Study) -> None:
    key = study.vault.key("P01").secret
    begin = found("P01", [place])
    places = (
        "events.jsonl",
        "signals.mcap",
        "record.pdf",
        "remembered",
        "memory/",
        ".part",
        ".ics",
        "exports",
        "report/",
    )
    assert all(any(name in path for path in begin) for name in places), "the search finds what was planted"
    others = found("P02", [place])
    told: list[str] = []
    receipt = withdraw(study, "P01", OPERATOR, WHY, told.append)

    assert tuple(told) == CRASHES
    assert found("P01", [place]) == {}
    assert not any(
        key in p.read_bytes() or key.hex().encode() in p.read_bytes() for p in place.rglob("*") if p.is_file()
    )
    kept_of_others = {path for path in others if not path.startswith(("study/exports", "study/report"))}
    assert set(found("P02", [place])) == kept_of_others
    assert answers(study, "P02") == [said("P02", "answer"), said("P02", "corrected answer")]
    with kept(place / "study" / "sessions" / "2026-03-01-120001-p02") as folder:
        assert any("signals.mcap" in path for path in found("P02", [folder]))
    assert was_deleted(place / "study" / "sessions" / "2026-03-01-120002-p01")

    assert receipt.destroyed["sessions"] == 2
    assert {name: receipt.destroyed[name] for name in ("key", "memories", "visits", "answers")} == {
        "key": 1, "memories": 1, "visits": 1, "answers": 2,
    }  # fmt: skip
    assert receipt.again == ("exports", "report")
    assert receipt.left == ("letters.txt",)
    assert read_receipt(place / "study", "P01") == receipt
    assert study.store.verify().ok
    assert [event.kind for event in study.store.events(participant="P01")][-3:] == [
        "withdrawn",
        "forgotten",
        "erased",
    ]
    assert check_receipts(study) == []
    path = place / "study" / "receipts" / "P01.json"
    path.write_text(json.dumps({**json.loads(path.read_text()), "by": "nobody"}))
    assert check_receipts(study) == ["receipts/P01.json is not the one that was written"]


def test_the_code_names_nobody_else_and_nobody_is_withdrawn_twice(study: Study) -> None:
    withdraw(study, "P01", OPERATOR, WHY)
    with pytest.raises(AlongsideError, match="P01 was withdrawn already"):
        withdraw(study, "P01", OPERATOR, WHY)
    with pytest.raises(AlongsideError, match=r"P01 was withdrawn\. Take another code"):
        enrol(study, "P01", OPERATOR)
    with pytest.raises(AlongsideError, match="there is no participant 'P09'"):
        withdraw(study, "P09", OPERATOR, WHY)
    with pytest.raises(AlongsideError, match="needs its reason"):
        withdraw(study, "P02", OPERATOR, " ")
    assert unfinished(study.folder) == ()


def test_nobody_is_destroyed_while_their_session_is_under_way(place: Path, study: Study) -> None:
    before = found("P01", [place])
    log = EventLog(place / "study" / "sessions" / "2026-03-01-120002-p01")
    with pytest.raises(AlongsideError, match=r"120002-p01 is under way\. End it first"):
        withdraw(study, "P01", OPERATOR, WHY)
    log.close()
    assert found("P01", [place]) == before
    assert study.store.person("P01").status != "withdrawn"


def test_broken_off_anywhere_it_is_gone_on_with(place: Path, study: Study) -> None:
    """Once from each point to the next: twelve runs, each broken off, and the last one whole."""
    whole: Receipt | None = None
    for point in CRASHES:

        def told(name: str, at: str = point) -> None:
            if name == at:
                raise PowerCutError

        with pytest.raises(PowerCutError):
            whole = withdraw(study, "P01", OPERATOR, WHY, told)
        if point not in ("asked", "counted", "recorded"):
            assert not study.vault.has("P01")
    assert whole is None
    with pytest.raises(AlongsideError, match="withdrawn already"):
        withdraw(study, "P01", OPERATOR, WHY)
    assert found("P01", [place]) == {}
    receipt = read_receipt(place / "study", "P01")
    assert receipt is not None
    assert (receipt.state, receipt.destroyed["sessions"], receipt.destroyed["answers"]) == ("done", 2, 2)
    kinds = [event.kind for event in study.store.events(participant="P01")]
    assert [kinds.count(kind) for kind in ("withdrawn", "forgotten", "erased")] == [1, 1, 1]
    assert study.store.verify().ok
    assert check_receipts(study) == []


KILLED = """
import os, signal, sys
from pathlib import Path
from study.store.records import Who
from study.studies import open_study
from study.vault.withdrawal import withdraw
place = Path(sys.argv[1])
study = open_study(place / "study", seals=place / "seals")
def told(point):
    if point == sys.argv[2]:
        os.kill(os.getpid(), signal.SIGKILL)
withdraw(study, "P01", Who("kim", "operator"), "asked for it", told)
"""


@pytest.mark.slow
def test_killed_within_it_the_command_goes_on(place: Path) -> None:
    for point in ("sessions", "pages"):
        done = subprocess.run([sys.executable, "-c", KILLED, str(place), point], env=os.environ, check=False)
        assert done.returncode == -9
        assert unfinished(place / "study") == ("P01",)
    text = place / "study" / "consent" / "participation.en.md"
    before = text.read_text("utf-8")
    text.write_text(before + "\nAnother line.\n", "utf-8")  # the study has drifted and stands still
    arguments = ["withdraw", str(place / "study"), "P01", "--why", WHY, "--seal", str(place / "seals")]
    result = CliRunner().invoke(app, arguments)
    assert result.exit_code == 0, result.output
    assert "letters.txt names P01 and is your own: look at it." in result.output
    assert "exports held them among others: make it again." in result.output
    assert found("P01", [place]) == {}
    text.write_text(before, "utf-8")
    checked = CliRunner().invoke(app, ["verify", str(place / "study"), "--seal", str(place / "seals")])
    assert checked.exit_code == 0, checked.output


@pytest.mark.slow
def test_in_postgresql_too(
    tmp_path: Path, new_postgres: Callable[[], str], postgres_socket: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ALONGSIDE_KEYS", str(tmp_path / "keys"))
    monkeypatch.setenv("ALONGSIDE_SESSIONS", str(tmp_path / "elsewhere"))
    monkeypatch.setenv("ALONGSIDE_MEMORY", str(tmp_path / "study" / "memory"))
    study = Planted(tmp_path, new_postgres()).running.study
    with study.store.engine.begin() as connection:
        sealed = connection.exec_driver_sql("SELECT value FROM responses ORDER BY id").scalars().all()
        connection.exec_driver_sql("CHECKPOINT")
    tables = postgres_socket / "data" / "base"

    def held() -> list[bool]:
        pages = b"".join(p.read_bytes() for p in tables.rglob("*") if p.is_file())
        return [value.encode() in pages for value in sealed]

    assert held() == [True] * 4
    withdraw(study, "P01", OPERATOR, WHY)
    with study.store.engine.begin() as connection:
        connection.exec_driver_sql("CHECKPOINT")
    assert held() == [False, False, True, True]
    assert found("P01", [tmp_path, postgres_socket / "data"]) == {}  # the write-ahead log, too
    assert answers(study, "P02")[0] == said("P02", "answer")
    assert study.store.verify().ok
    study.close()
