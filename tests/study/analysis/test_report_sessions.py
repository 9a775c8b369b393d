"""What the report reads from sessions and answers: waits, safety, the relationship, quality of the data."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from pathlib import Path

import pytest

from alongside.eventlog import LOG
from study.analysis.report import write_study_report
from study.analysis.sessions import Seen, jumps
from study.store.records import Who
from study.vault.sealing import seal
from study.visits.consequences import Outcome
from study.visits.people import change_status
from tests.study.analysis.recorded import record
from tests.study.analysis.simulated import Simulated
from tests.study.running import OPERATOR, Running


def read(folder: Path, name: str) -> list[dict[str, str]]:
    with (folder / "tables" / f"{name}.csv").open(encoding="utf-8") as file:
        return list(csv.DictReader(file))


def report(running: Running, who: Who = OPERATOR) -> Path:
    return write_study_report(running.study, who).page.parent


@pytest.fixture
def running(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Running]:
    monkeypatch.setenv("ALONGSIDE_KEYS", str(tmp_path / "keys"))
    made = Running(tmp_path, "one_visit")
    yield made
    made.study.close()


@pytest.fixture(scope="module")
def simulated(fifteen_days: Simulated, tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("sessions")
    return write_study_report(fifteen_days.running.study, OPERATOR, out).page.parent


def test_every_wait_risk_and_stop_of_the_simulation_is_told(fifteen_days: Simulated, simulated: Path) -> None:
    sessions = read(simulated, "sessions")
    assert len(sessions) == fifteen_days.sessions > 0
    assert {row["trouble"] for row in sessions} == {""}
    waits = sorted(float(row["wait"]) for row in read(simulated, "waits"))
    assert waits == pytest.approx(sorted(fifteen_days.waits), abs=1e-3)
    heard = {row["session"]: int(row["severity"]) for row in sessions if int(row["severity"]) > 1}
    assert heard == fifteen_days.risky
    assert heard, "the simulation has some"
    assert [row["session"] for row in sessions if row["stops"] == "1"] == fifteen_days.stopped
    safety = read(simulated, "safety")
    shown = [row for row in safety if row["what"] == "risk in conversation; crisis contacts shown"]
    assert sorted(int(row["severity"]) for row in shown) == sorted(fifteen_days.risky.values())
    assert sum(row["what"] == "session stopped" for row in safety) == len(fifteen_days.stopped)


def test_the_relationship_keeps_its_measures_and_sides_apart(simulated: Path) -> None:
    rows = read(simulated, "relationship_by_day")
    assert {(row["measure"], row["side"]) for row in rows} == {
        ("bond", "participant"),
        ("bond", "companion"),
        ("task", "participant"),
        ("goal", "participant"),
        ("words", "both"),
    }
    theirs = [float(row["mean"]) for row in rows if (row["measure"], row["side"]) == ("bond", "participant")]
    own = [
        float(row["change"])
        for row in read(simulated, "relationship")
        if (row["measure"], row["side"]) == ("bond", "participant")
    ]
    assert min(own) <= min(theirs) <= max(theirs) <= max(own)
    assert 'id="figure-relationship"' in (simulated / "report.html").read_text("utf-8")


def test_who_is_blinded_does_not_learn_who_talks(blinded_report: Path) -> None:
    """Worksheets on paper have no sessions: whoever has one is in another arm."""
    folder = blinded_report
    for name in ("sessions", "waits", "relationship"):
        assert {row["code"] for row in read(folder, name)} == {""}
    spoken = [
        row for row in read(folder, "safety") if "conversation" in row["what"] or "stopped" in row["what"]
    ]
    assert {row["code"] for row in spoken} == {""}


def test_records_that_are_changed_gone_or_sealed_are_told_apart(running: Running) -> None:
    running.enrol("P01", "P02", "P03", "P04", "P05")
    (running.folder / "sessions" / "s4" / "paper").mkdir(parents=True)
    for number, code in enumerate(("P01", "P02", "P03", "P04", "P05")):
        step = running.engine.next(code)
        assert step is not None
        running.engine.begin(step, OPERATOR, session=f"s{number}")
        running.visit(code)
        if number not in (1, 4):
            record(running.folder / "sessions" / f"s{number}", running.clock.seconds, number)
    log = running.folder / "sessions" / "s0" / LOG
    log.write_text(log.read_text("utf-8").replace("All of them laughing", "None of them laughing"), "utf-8")
    for number, code in ((2, "P03"), (3, "P04")):
        seal(running.folder / "sessions" / f"s{number}", running.study.vault, code)
    running.study.vault.destroy("P04")
    folder = report(running)
    trouble = {row["code"]: row["trouble"] for row in read(folder, "sessions")}
    assert trouble["P01"].startswith("not whole: ")
    assert trouble["P02"] == "the record is not here"
    assert trouble["P03"] == ""
    assert trouble["P04"].startswith("s3 is sealed: the key of P04 is not")
    assert "/" not in "".join(trouble.values()), "no paths of this computer"
    live = {row["code"]: row["live"] for row in read(folder, "sessions")}
    assert (live["P03"], live["P05"], trouble["P05"]) == ("1", "0", ""), "on paper there is no log"
    quality = {row["what"]: int(row["found"]) for row in read(folder, "quality")}
    assert quality["sessions whose record is not here"] == 1
    assert quality["sessions that cannot be read or verified"] == 2
    turns = {row["code"]: int(row["turns"]) for row in read(folder, "sessions")}
    assert turns["P03"] == 20, "a sealed session is opened with its key, and only to be read"
    assert not (running.folder / "sessions" / "s2" / LOG).exists()


def test_danger_is_told_with_what_followed_and_who_saw_to_it(tmp_path: Path) -> None:
    rule = {"when": "risk", "at_least": 4, "then": "pause", "why": "Danger to life was told."}
    running = Running(tmp_path, "one_visit", stops=[rule])
    running.enrol("P01")
    running.step("P01")
    running.step("P01", Outcome(risk=4))
    running.clock.seconds += 600
    change_status(running.study, "P01", "enrolled", OPERATOR, "spoken with them, they are safe")
    rows = [(row["what"], row["severity"], row["by"]) for row in read(report(running), "safety")]
    assert rows[0] == ("risk in before", "4", "kim")
    assert ("paused", "", "a rule of the protocol") in rows
    assert rows[-1] == ("goes on", "", "kim (operator)")
    page = (running.folder / "report" / "report.html").read_text("utf-8")
    assert "Risk was noticed once in 1 person" in page
    assert "None of 0 sessions" not in page
    assert "No visit has a recorded session" in page
    running.study.close()


def test_items_left_out_and_steps_not_done_are_counted(running: Running) -> None:
    running.enrol("P01", "P02")
    for code, second in (("P01", ""), ("P02", "40")):
        running.step(code)
        step = running.engine.next(code)
        assert step is not None
        running.engine.begin(step, OPERATOR)
        for item, value in (("1", "60"), ("2", "30"), ("2", second)):
            running.engine.answer(step, item, value, OPERATOR)
        running.engine.take(step, Outcome(scores={"valence": 0.2, "arousal": -0.2}), OPERATOR)
    running.visit("P01")
    running.step("P02")
    step = running.engine.next("P02")
    assert step is not None
    running.engine.end_visit(step, OPERATOR, "went home")
    folder = report(running)
    items = {row["item"]: row for row in read(folder, "missing_items")}
    assert [(items[at]["asked"], items[at]["missing"], items[at]["corrected"]) for at in ("1", "2")] == [
        ("2", "0", "0"),
        ("2", "1", "2"),
    ]
    steps = {row["step"]: row for row in read(folder, "missing_steps")}
    assert (steps["session"]["planned"], steps["session"]["done"], steps["session"]["missing"]) == (
        "2",
        "1",
        "1",
    )
    assert (steps["before"]["planned"], steps["before"]["missing"]) == ("2", "0")


def test_a_clock_that_was_set_is_noticed() -> None:
    """Wall and monotonic seconds run alike but where somebody sets the clock; a start anew is no jump."""
    times = [(0, 50), (10, 60), (3605, 65), (3610, 70), (3700, 4), (3710, 14)]
    events = [Seen(1000.0 + at, float(mono)) for at, mono in times]
    assert jumps(events) == 1
