"""The report on a study tells what was simulated, names no arm before its time, and is one page."""

from __future__ import annotations

import csv
import sys
from collections import Counter
from pathlib import Path

import pytest
from typer.testing import CliRunner

from alongside.errors import AlongsideError
from commands.study import app
from study.analysis.report import write_study_report
from study.store.records import Who
from study.visits.consequences import Outcome
from tests.study.analysis.simulated import Simulated
from tests.study.running import OPERATOR, Running

ANALYST = Who("ada", "analyst")
TITLES = ("A tabletop robot that speaks", "The same companion as text", "The same exercises on paper")


def read(folder: Path, name: str) -> list[dict[str, str]]:
    with (folder / "tables" / f"{name}.csv").open(encoding="utf-8") as file:
        return list(csv.DictReader(file))


@pytest.fixture
def folder(blinded_report: Path) -> Path:
    return blinded_report


def test_every_count_of_the_flow_is_the_simulations(fifteen_days: Simulated, folder: Path) -> None:
    flow = {(row["stage"], row["arm"]): int(row["people"]) for row in read(folder, "flow")}
    assert (flow["enrolled", ""], flow["not allocated: Gave no consent", ""]) == (11, 2)
    assert (flow["allocated", ""], flow["not allocated yet", ""]) == (9, 0)
    arms = sorted({arm for _, arm in flow if arm})
    assert arms == ["Arm A", "Arm B", "Arm C"]
    sizes = sorted(Counter(fifteen_days.arms.values()).values())
    assert sorted(flow["allocated", arm] for arm in arms) == sizes
    assert sum(flow["dropped out", arm] for arm in arms) == len(fifteen_days.dropped)
    assert sum(flow["analysed by intention to treat", arm] for arm in arms) == 9
    people = {row["code"]: row for row in read(folder, "people")}
    assert [people[code]["status"] for code in fifteen_days.refused] == ["refused"] * 2
    assert {people[code]["why_not"] for code in fifteen_days.dropped} == {"dropped_out"}
    per_protocol = sum(int(row["per_protocol"]) for row in people.values())
    assert per_protocol == sum(flow["analysed per protocol", arm] for arm in arms)
    assert per_protocol <= 7


def test_visits_and_scores_are_all_there_and_nothing_else(fifteen_days: Simulated, folder: Path) -> None:
    visits = read(folder, "adherence")
    kept = [row for row in visits if row["state"] in ("held", "made_up")]
    assert len(kept) == fifteen_days.kept + 9, "and the first meeting of everybody"
    store = fifteen_days.running.study.store
    recorded = [
        value
        for code in fifteen_days.arms
        for visit in store.visits(code)
        for step in visit.steps
        if step.kind == "instrument"
        for value in step.scores.values()
    ]
    shown = [float(row["value"]) for row in read(folder, "scores") if "_minus_" not in row["measure"]]
    assert sorted(shown) == pytest.approx(sorted(recorded), abs=1e-4)
    means = {(row["measure"], row["arm"], row["day"]): row for row in read(folder, "trajectories")}
    k10 = [means["k10.total", arm, "0"] for arm in ("Arm A", "Arm B", "Arm C")]
    first = [
        value.scores["total"] for code in fifteen_days.arms for value in store.visits(code)[0].steps[1:2]
    ]
    pooled = sum(float(row["mean"]) * int(row["people"]) for row in k10) / 9
    assert pooled == pytest.approx(sum(first) / 9, abs=1e-3)
    assert all(float(row["low"]) < float(row["mean"]) < float(row["high"]) for row in k10)


def test_before_the_list_is_opened_no_file_tells_an_arm(fifteen_days: Simulated, folder: Path) -> None:
    text = "".join(path.read_text("utf-8") for path in folder.rglob("*") if path.is_file())
    assert not any(title in text for title in TITLES)
    assert "Arm B" in text
    for name in ("people", "scores"):
        assert {row["arm"] for row in read(folder, name)} == {""}, "an analyst is blinded here"
    last = next(one for one in fifteen_days.running.study.store.events("reported") if one.role == "analyst")
    assert (last.by, last.role, last.data["masked"], last.data["told"]) == ("ada", "analyst", True, False)


def test_the_page_stands_alone_and_names_every_table(folder: Path) -> None:
    page = (folder / "report.html").read_text("utf-8")
    assert page.count("<svg ") == page.count("<figure") >= 6
    assert "src=" not in page
    assert "http://" not in page.replace("http://www.w3.org/", "")
    assert "<script" not in page
    tables = sorted(path.stem for path in (folder / "tables").iterdir())
    assert all(f'href="tables/{name}.csv"' in page for name in tables)
    meanings = {(row["table"], row["column"]) for row in read(folder, "columns")}
    for name in set(tables) - {"columns"}:
        header = (folder / "tables" / f"{name}.csv").read_text("utf-8").splitlines()[0].split(",")
        assert {(name, column) for column in header} <= meanings


def test_once_the_list_is_opened_arms_have_their_names(tmp_path: Path) -> None:
    running = Running(tmp_path, "one_visit")
    running.enrol("P01", "P02", "P03")
    for code in ("P01", "P02"):
        running.visit(code)
    running.step("P03", Outcome("refused"))
    sealed = write_study_report(running.study, OPERATOR)
    assert sealed.page == running.folder / "report" / "report.html"
    told = {row["code"]: row["arm"] for row in read(sealed.page.parent, "people")}
    assert {told["P01"], told["P02"]} == {"Arm A", "Arm B"}, "an operator is not blinded here"
    assert told["P03"] == ""
    named = {code: running.study.allocator.arm_of(code) for code in ("P01", "P02")}
    running.study.allocator.unseal(OPERATOR, "over")
    (running.folder / "report" / "tables" / "old.csv").write_text("left by an older report")
    opened = write_study_report(running.study, ANALYST)
    told = {row["code"]: row["arm"] for row in read(opened.page.parent, "people")}
    assert {code: told[code] for code in named} == named
    assert not (running.folder / "report" / "tables" / "old.csv").exists()
    running.study.close()


def test_letters_are_dealt_by_the_seal_and_not_by_the_protocol(tmp_path: Path) -> None:
    running = Running(tmp_path, "one_visit")
    names = [f"arm{number}" for number in range(9)]
    dealt = running.study.allocator.masked(names)
    assert sorted(dealt) == names
    assert dealt != tuple(names)
    assert dealt == running.study.allocator.masked(names), "the same in every report"
    running.study.close()


def test_who_was_forgotten_is_counted_and_nowhere_else(tmp_path: Path) -> None:
    running = Running(tmp_path, "one_visit")
    running.enrol("P01", "P02")
    for code in ("P01", "P02"):
        running.visit(code)
    with running.study.store.writing() as writing:
        writing.forget("P01", OPERATOR)
    page = write_study_report(running.study, OPERATOR).page
    flow = read(page.parent, "flow")
    assert next(row for row in flow if row["stage"] == "enrolled")["people"] == "2"
    assert sum(int(row["people"]) for row in flow if row["stage"] == "withdrew, data destroyed") == 1
    assert sum(int(row["people"]) for row in flow if row["stage"] == "analysed by intention to treat") == 1
    text = "".join(path.read_text("utf-8") for path in page.parent.rglob("*") if path.is_file())
    assert "P01" not in text
    running.study.close()


def test_without_its_seal_a_sealed_study_says_what_to_bring(tmp_path: Path) -> None:
    running = Running(tmp_path, "one_visit")
    running.enrol("P01")
    running.visit("P01")
    next(running.seals.iterdir()).unlink()
    running.reopen()
    with pytest.raises(AlongsideError, match="the seal of one_visit is not at"):
        write_study_report(running.study, ANALYST)
    running.study.close()


def test_the_models_stand_beside_each_other_for_both_sets(folder: Path) -> None:
    changes = [row for row in read(folder, "changes") if row["measure"] == "k10.total"]
    assert [(row["set"], row["arm"]) for row in changes[:3]] == [
        ("intention to treat", arm) for arm in ("Arm A", "Arm B", "Arm C")
    ]
    value = {row["arm"]: float(row["value"]) for row in changes if row["set"] == "intention to treat"}
    for row in read(folder, "differences"):
        if (row["measure"], row["set"]) == ("k10.total", "intention to treat"):
            assert float(row["value"]) == pytest.approx(value[row["arm"]] - value[row["minus"]], abs=1e-3)
            assert float(row["low"]) < float(row["value"]) < float(row["high"])
    fits = {(row["measure"], row["set"]): row for row in read(folder, "models")}
    usability = fits["sus.total", "intention to treat"]
    assert usability["trouble"] == "It was asked on one day alone: there is no change to estimate."
    assert usability["trouble"] in (folder / "report.html").read_text("utf-8")


def test_within_persons_conditions_have_letters_and_are_compared(tmp_path: Path) -> None:
    k10 = {"kind": "instrument", "use": "k10"}
    consent = {"kind": "consent", "use": "participation", "version": "1"}
    visits = [
        {"key": "one", "title": "-", "days": 1, "period": 1, "steps": [consent, {"kind": "allocate"}, k10]},
        {"key": "two", "title": "-", "days": 2, "period": 2, "steps": [k10]},
    ]
    rule = {"method": "blocks", "blocks": [2]}
    running = Running(tmp_path, "one_visit", design="within", allocation=rule, visits=visits)
    codes = [f"P{number}" for number in range(6)]
    running.enrol(*codes)
    met: dict[str, list[float]] = {"face": [], "text": []}
    for day in ("2026-03-01", "2026-03-02"):
        running.clock.at(day)
        for number, code in enumerate(codes):
            while step := running.engine.next(code):
                arm = running.engine.arm(step)
                score = 20.0 + 3 * number + (7 if arm and arm.key == "face" else 0) + 0.3 * (number % 3)
                if step.step.kind == "instrument" and arm:
                    met[arm.key].append(score)
                    running.step(code, Outcome(scores={"total": score}))
                else:
                    running.step(code)
    folder = write_study_report(running.study, OPERATOR).page.parent
    assert {row["arm"] for row in read(folder, "flow") if row["arm"]} == {"Order A", "Order B"}
    means = read(folder, "trajectories")
    assert {row["arm"] for row in means} == {"Condition A", "Condition B"}
    (difference,) = [row for row in read(folder, "differences") if row["set"] == "intention to treat"]
    assert abs(float(difference["value"])) == pytest.approx(7.0, abs=0.5)
    levels = [row["kind"] for row in read(folder, "changes") if row["set"] == "intention to treat"]
    assert levels == ["level", "level"]
    running.study.allocator.unseal(OPERATOR, "over")
    opened = read(write_study_report(running.study, OPERATOR).page.parent, "trajectories")
    assert {row["arm"] for row in opened} == {"face", "text"}
    running.study.close()


def test_the_command_writes_the_report_and_says_where(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ALONGSIDE_KEYS", str(tmp_path / "keys"))
    running = Running(tmp_path, "one_visit")
    running.enrol("P01")
    running.visit("P01")
    running.study.close()
    place, seals = str(running.folder), str(running.seals)
    done = CliRunner().invoke(app, ["report", place, "--seal", seals, "--by", "ada", "--role", "rater"])
    assert done.exit_code == 0
    assert f"{running.folder / 'report' / 'report.html'}: open it in a browser." in done.stdout
    monkeypatch.setitem(sys.modules, "statsmodels", None)
    without = CliRunner().invoke(app, ["report", place, "--seal", seals])
    assert isinstance(without.exception, AlongsideError)
    assert without.exception.do == "pip install 'alongside[analysis]'"
