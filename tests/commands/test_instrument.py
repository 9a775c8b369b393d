"""`alongside instrument`: list, show, fit, and a table of answers scored."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pytest
import yaml
from typer.testing import CliRunner

from alongside.errors import AlongsideError
from commands.instrument import app

RUN = CliRunner()


@pytest.fixture(autouse=True)
def _own_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ALONGSIDE_INSTRUMENTS", str(tmp_path / "wordings"))


def table(path: Path, key: str, rows: list[list[object]], count: int) -> Path:
    with path.open("w", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["person", *(f"{key}{number}" for number in range(1, count + 1))])
        writer.writerows(rows)
    return path


def test_list_and_show_tell_the_terms() -> None:
    listed = RUN.invoke(app, ["list"]).output
    assert "phq_9            10 items  wording here" in listed
    assert "wai_sr           12 items  scoring only: fit the wording" in listed
    shown = RUN.invoke(app, ["show", "dass_21"]).output
    assert "not to be sold for profit" in shown
    assert "not shown to participants" in shown


def test_a_wording_is_fitted(tmp_path: Path) -> None:
    file = tmp_path / "items.yaml"
    plain = {"instrument": "wai_sr", "source": "our licence", "items": [f"Item {n}" for n in range(12)]}
    file.write_text(yaml.safe_dump(plain))
    assert "12 items fitted" in RUN.invoke(app, ["fit", "wai_sr", str(file)]).output
    assert "wai_sr           12 items  wording fitted" in RUN.invoke(app, ["list"]).output


def test_a_table_is_scored_with_its_other_columns(tmp_path: Path) -> None:
    rows: list[list[object]] = [
        ["p01", *[1] * 7],
        ["p02", 3, 3, 3, 3, 3, "", 3],
        ["p03", *[9] * 7],
        ["p04", 1],
    ]
    file = table(tmp_path / "answers.csv", "q", rows, 7)
    out = tmp_path / "scores.jsonl"
    done = RUN.invoke(app, ["score", "gad_7", str(file), "--out", str(out)])
    assert done.exit_code == 0
    assert "line 4: 9 is no answer to item 1 of gad_7" in done.output
    assert "line 5: 2 cells where the first line has 8" in done.output
    assert "scored 2 rows, 2 left out" in done.output
    first, second = map(json.loads, out.read_text().splitlines())
    assert (first["person"], first["gad_7_total"], first["gad_7_total_band"]) == ("p01", 7, "mild")
    assert (second["gad_7_total"], second["gad_7_total_why"]) == (None, "1 of 7 answers missing, 0 may be")


def test_an_answer_that_opens_the_risk_path_ends_with_a_code_of_its_own(tmp_path: Path) -> None:
    file = table(tmp_path / "answers.csv", "PHQ_9_", [["p01", *[0] * 9], ["p02", *[0] * 8, 1]], 9)
    out = tmp_path / "scores.csv"
    done = RUN.invoke(app, ["score", "phq_9", str(file), "--out", str(out), "--quiet"])
    assert isinstance(done.exception, AlongsideError)
    assert done.exception.code == 3
    assert "line 3: RISK, severity 3" in done.output
    with out.open() as written:
        assert [row["phq_9_risk"] for row in csv.DictReader(written)] == ["0", "3"]


def test_a_table_without_a_column_is_refused(tmp_path: Path) -> None:
    file = table(tmp_path / "answers.csv", "q", [["p01", *[1] * 6]], 6)
    done = RUN.invoke(app, ["score", "gad_7", str(file)])
    assert str(done.exception) == "there is no column for item 7 of gad_7. Call the columns q1 to q7."
