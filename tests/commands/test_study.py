"""`alongside study` as a person runs it: from a template to the opened list."""

from __future__ import annotations

import csv
import json
from collections.abc import Callable
from pathlib import Path

import pytest

from commands import main as command
from study.studies import open_study
from study.visits.engine import Engine
from tests.study.running import OPERATOR
from tests.study.study_folder import CONTACTS

Say = Callable[..., tuple[int, str]]


@pytest.fixture(autouse=True)
def _apart(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("ALONGSIDE_SEALS", str(tmp_path / "seals"))
    monkeypatch.delenv("ALONGSIDE_DATABASE", raising=False)
    monkeypatch.chdir(tmp_path)


@pytest.fixture
def say(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Say:
    def run(*arguments: str) -> tuple[int, str]:
        monkeypatch.setattr("sys.argv", ["alongside", "study", *arguments])
        code = 0
        try:
            command.main()
        except SystemExit as end:
            code = int(end.code or 0)
        out, err = capsys.readouterr()
        return code, (out + err).strip()

    return run


def contacts() -> list[str]:
    return [part for contact in CONTACTS for part in ("--contact", contact)]


def test_a_study_from_its_template_to_the_opened_list(say: Say, tmp_path: Path) -> None:
    assert say("new", "s", "--template", "one_visit", *contacts())[0] == 0
    code, said = say("check", "s")
    assert (code, said) == (
        0,
        "One conversation, spoken or written: in order. 20 people, 2 arms, 1 day, version 1.",
    )
    code, said = say("start", "s", "--by", "lee")
    assert (code, str(tmp_path / "seals") in said) == (0, True)
    for person in ("P01", "P02"):
        assert say("enrol", "s", person)[0] == 0
    rows = [json.loads(line) for line in say("due", "s", "--json")[1].splitlines()]
    assert [(row["code"], row["state"]) for row in rows] == [("P01", "due"), ("P02", "due")]
    study = open_study(tmp_path / "s")
    for person in ("P01", "P02"):
        study.allocator.allocate(person, OPERATOR)
    assert Engine(study).standing("P01")[0].state == "due"
    study.close()

    listed = say("people", "s")[1]
    assert "allocated" in listed
    assert "face" not in listed
    code, said = say("arm", "s", "P01", "--why", "analysis", "--role", "analyst", "--by", "ana")
    assert code == 1
    assert "not shown to the analyst" in said
    assert say("arm", "s", "P01", "--why", "opens the chat", "--by", "kim")[1].startswith("P01: ")
    assert say("person", "s", "P02", "dropped_out", "--why", "moved away")[1] == "P02: dropped_out"
    code, said = say("unseal", "s", "--why", "over")
    assert (code, "the study is not closed" in said) == (1, True)
    assert say("status", "s", "closed", "--why", "all are through")[0] == 0
    assert say("due", "s")[1] == "Nothing is due today: the study is closed."
    assert len(say("unseal", "s", "--why", "over", "--by", "lee")[1].splitlines()) == 2
    code, said = say("verify", "s")
    assert (code, ": whole, " in said) == (0, True)


def test_what_is_wrong_with_a_protocol_is_all_told_with_its_lines(say: Say, tmp_path: Path) -> None:
    say("new", "s")
    path = tmp_path / "s" / "study.yaml"
    path.write_text(path.read_text().replace("use: gad_7}", "use: gad_8}", 1))
    code, said = say("check", "s")
    lines = said.splitlines()
    assert code == 2
    assert [line.split("study.yaml, line ")[1].split(":")[1] for line in lines] == [
        " there is no crisis contact. Name who helps, day and night, where it is held. Write it as",
        " there is no instrument 'gad_8'. Did you mean 'gad_7'?",
    ]
    assert say("start", "s")[0] == 2


def test_drift_is_told_and_amended(say: Say, tmp_path: Path) -> None:
    say("new", "s", "--template", "one_visit", *contacts())
    say("start", "s")
    with (tmp_path / "s" / "study.yaml").open("a") as file:
        file.write("# a remark\n")
    code, said = say("due", "s")
    assert code == 2
    assert "protocol: study.yaml changed" in said
    assert "still '1'" in say("amend", "s", "--why", "a remark")[1]
    path = tmp_path / "s" / "study.yaml"
    path.write_text(path.read_text().replace('version: "1"\nabout', 'version: "2"\nabout'))
    assert "On record" in say("amend", "s", "--why", "a remark")[1]
    assert say("due", "s") == (0, "Nothing is due today.")


def test_who_is_asked_for_is_there_once_and_why_nothing_is_due_is_told(say: Say) -> None:
    say("new", "s", *contacts())
    say("start", "s")
    say("enrol", "s", "P01")
    assert say("enrol", "s", "p01") == (1, "alongside: there is a P01 already. Take another code.")
    assert "there is no participant 'P09'" in say("due", "s", "P09")[1]
    assert say("people", "s/study.yaml") == say("people", "s")
    assert say("person", "s", "P01", "paused", "--why", "on holiday")[0] == 0
    assert say("due", "s", "P01")[1] == "Nothing is due today: P01 is paused."
    assert say("visit", "s", "P01")[1] == "Nothing is due for P01 now: P01 is paused."
    assert say("status", "s", "paused", "--why", "the robot is broken")[0] == 0
    assert say("visit", "s", "P01")[1] == "Nothing is due for P01 now: the study is paused."


def test_calendars_and_adherence_are_written(say: Say, tmp_path: Path) -> None:
    say("new", "s", *contacts())
    say("start", "s")
    say("enrol", "s", "P01", "--day-one", "2030-01-02")
    assert say("calendar", "s", "--out", "cal")[1] == "cal/P01.ics"
    assert (tmp_path / "cal" / "P01.ics").read_bytes().count(b"BEGIN:VEVENT") == 17
    say("adherence", "s", "--out", "adherence.csv")
    rows = list(csv.DictReader((tmp_path / "adherence.csv").open(encoding="utf-8")))
    assert [row["planned"] for row in rows[:2]] == ["2030-01-01", "2030-01-02"]
    assert {row["state"] for row in rows} == {"ahead"}
    assert say("look-in", "s") == (0, "Nobody new.")
    assert say("expired", "s") == (0, "Nothing.")


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("new", "full"), "is not empty"),
        (("new", "n", "--template", "none"), "There is: fifteen_days, one_visit."),
        (("new", "n", "--contact", "somebody"), "is no contact"),
        (("check", "nowhere"), "There is no study.yaml in nowhere"),
        (("due", "nowhere"), "There is no study.yaml in nowhere"),
    ],
)
def test_mistakes_are_one_line(say: Say, tmp_path: Path, arguments: tuple[str, ...], told: str) -> None:
    (tmp_path / "full").mkdir()
    (tmp_path / "full" / "file").touch()
    code, said = say(*arguments)
    assert code
    assert told in said
    assert "\n" not in said


def test_the_schema_is_printed(say: Say) -> None:
    assert json.loads(say("schema")[1])["title"] == "Study protocol"
