"""`alongside verify` and `alongside report`, as a person runs them."""

from __future__ import annotations

from pathlib import Path

import pytest
import typer
from typer.testing import CliRunner

from alongside.errors import AlongsideError
from alongside.eventlog import LOG
from commands.report import report
from commands.verify import verify
from study.deletion import destroy
from tests.study.study_script import write_session


def run(command: object, *arguments: str) -> tuple[int, str]:
    app = typer.Typer()
    app.command()(command)  # type: ignore[type-var]
    result = CliRunner().invoke(app, list(arguments))
    if isinstance(result.exception, AlongsideError):
        return result.exception.code, str(result.exception)
    return result.exit_code, result.output.strip()


def test_a_whole_record_is_one_line_and_zero(tmp_path: Path) -> None:
    folder = write_session(tmp_path / "s")
    code, said = run(verify, str(folder))
    assert code == 0
    assert said.startswith(f"{folder}: whole, 153 events, not closed yet, head ")
    assert "\n" not in said


def test_a_changed_record_is_one_line_and_one(tmp_path: Path) -> None:
    folder = write_session(tmp_path / "s")
    (folder / LOG).write_text((folder / LOG).read_text().replace("laughed", "clapped", 1))
    code, said = run(verify, str(folder))
    assert code == 1
    assert "is not whole: line " in said
    assert "does not match its hash" in said


def test_last_means_the_newest(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ALONGSIDE_SESSIONS", str(tmp_path))
    for name in ("2026-01-01-100000-aa", "2026-01-02-100000-aa"):
        write_session(tmp_path / name)
    assert "2026-01-02" in run(verify, "last")[1]
    code, path = run(report)
    assert code == 0
    assert Path(path) == tmp_path / "2026-01-02-100000-aa" / "report.html"
    assert Path(path).is_file()


def test_a_deleted_record_is_said_to_be_so(tmp_path: Path) -> None:
    folder = write_session(tmp_path / "s")
    destroy(folder)
    code, said = run(verify, str(folder))
    assert (code, "was deleted on" in said) == (1, True)
    assert run(verify, str(tmp_path / "nowhere"))[0] == 1
