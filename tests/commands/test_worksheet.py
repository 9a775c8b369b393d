"""`alongside worksheet`: check, preview, run."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from typer.testing import CliRunner

from agent.worksheets.json_schema import schema
from agent.worksheets.saving import load
from agent.worksheets.sheet import load_sheet, sheet_names
from alongside.errors import AlongsideError
from commands.worksheet import app
from commands.worksheet_run import converse

EVENING = Path(__file__).parents[1] / "agent" / "worksheets" / "evening.yaml"
RUN = CliRunner()


def test_a_sheet_in_order_is_told_with_its_size() -> None:
    told = RUN.invoke(app, ["check", str(EVENING)]).output
    assert "This evening: in order. 10 fields, 89 wordings." in told
    assert "- " not in told


def test_a_mistake_is_told_with_its_line_and_what_to_do(tmp_path: Path) -> None:
    path = tmp_path / "mine.yaml"
    path.write_text(EVENING.read_text("utf-8").replace("at_least: 9", "at_lest: 9"), encoding="utf-8")
    found = RUN.invoke(app, ["check", str(path)])
    assert isinstance(found.exception, AlongsideError)
    assert str(found.exception) == "mine.yaml, line 11: unknown key 'at_lest'. Did you mean 'at_least'?"


def test_what_may_be_a_slip_is_told_too(tmp_path: Path) -> None:
    path = tmp_path / "mine.yaml"
    text = EVENING.read_text("utf-8").replace("instead: grounding", "instead: walking")
    path.write_text(text.replace('"Which step?"', '"Which step? And why?"'), encoding="utf-8")
    told = RUN.invoke(app, ["check", str(path)]).output
    assert "offers 'walking'" in told
    assert "step: two questions at once" in told


@pytest.mark.parametrize("name", sheet_names())
def test_every_sheet_that_comes_along_has_nothing_to_be_told(name: str) -> None:
    told = RUN.invoke(app, ["check", name])
    assert told.exit_code == 0
    assert len(told.output.splitlines()) == 2, told.output


def test_the_preview_shows_branches_stop_rules_and_what_follows() -> None:
    told = RUN.invoke(app, ["preview", str(EVENING)], env={"COLUMNS": "160"}).output
    for part in (
        "only if  Something to do is Yes",
        "if Distress at the start is at least 9, the sheet pauses, and grounding is offered",
        "breathing 4-4-4-4, 4 rounds",
        "asked about: The step",
        "to the next day: Good things, Who",
    ):
        assert part in told


def test_the_schema_is_printed() -> None:
    assert json.loads(RUN.invoke(app, ["schema"]).output) == schema()


def typed(*lines: str) -> Iterator[str]:
    yield from lines
    raise KeyboardInterrupt


def test_a_run_broken_off_with_ctrl_c_goes_on_where_it_was(tmp_path: Path) -> None:
    path, told, sheet = tmp_path / "run.json", [], load_sheet(EVENING)
    arguments = ["run", str(EVENING), "--resume", str(path)]
    first = RUN.invoke(app, arguments, input="six\nmaybe\n\x04")
    assert f"--resume {path}" in first.output
    assert load(path, sheet).entry("more").value == '"Maybe"'
    lines = typed("what do you mean", "Jo", "company")
    run = converse(load(path, sheet), path, lambda _: next(lines), told.append, lambda: 1000.0)
    assert any(sheet.fields[4].help in line for line in told)
    assert run == load(path, sheet)
    assert run.current is not None
    assert run.current.key == "sit"
    last = RUN.invoke(app, arguments, input="skip\nskip\n4\n")
    assert "Who: Jo" in last.output
    assert f"Kept in {path}." in last.output


def test_a_run_of_another_sheet_is_not_taken_up(tmp_path: Path) -> None:
    path = tmp_path / "run.json"
    RUN.invoke(app, ["run", str(EVENING), "--resume", str(path)], input="six\n")
    other = RUN.invoke(app, ["run", "grounding", "--resume", str(path)])
    assert isinstance(other.exception, AlongsideError)
    assert "of the worksheet 'evening'" in str(other.exception)
