"""The report of studies that are empty, large, or have one arm, and figures that must still fit a page."""

from __future__ import annotations

import csv
from datetime import date
from pathlib import Path

import matplotlib as mpl
import pytest

from study.adherence import Kept
from study.analysis.figure_adherence import MOST, adherence_figure
from study.analysis.figure_flow import flow_figure
from study.analysis.flow import Branch, Flow
from study.analysis.look import number, themed
from study.analysis.report import write_study_report
from study.analysis.tables import table
from study.drawing import STYLE
from study.visits.consequences import Outcome
from tests.study.running import OPERATOR, Running

DATA = table("none", "-", (("a", "-"),), ())


def read(folder: Path, name: str) -> list[dict[str, str]]:
    with (folder / "tables" / f"{name}.csv").open(encoding="utf-8") as file:
        return list(csv.DictReader(file))


def test_a_study_without_anybody_has_a_report(tmp_path: Path) -> None:
    running = Running(tmp_path, "one_visit")
    page = write_study_report(running.study, OPERATOR).page
    flow = read(page.parent, "flow")
    assert {row["people"] for row in flow} == {"0"}
    text = page.read_text("utf-8")
    assert "Of 0 people enrolled 0 were allocated" in text
    assert "Nothing happened that touched anybody" in text
    running.study.close()


def test_a_study_of_one_arm_needs_no_list_and_names_it(tmp_path: Path) -> None:
    steps = [
        {"kind": "consent", "use": "participation", "version": "1"},
        {"kind": "instrument", "use": "k10"},
    ]
    visits = [{"key": "visit", "title": "-", "days": [1, 2], "steps": steps[:]}]
    arms = [{"key": "alone", "title": "Everybody talks", "medium": "screen", "profile": "avatar"}]
    running = Running(tmp_path, "one_visit", arms=arms, visits=visits, stops=[])
    running.enrol("P1", "P2", "P3", "P4")
    for day, change in (("2026-03-01", 0.0), ("2026-03-02", -3.0)):
        running.clock.at(day)
        for at, code in enumerate(("P1", "P2", "P3")):
            running.step(code)
            running.step(code, Outcome(scores={"total": 20 + 4 * at + change + 0.5 * (at == 1)}))
    running.step("P4", Outcome("refused"))
    folder = write_study_report(running.study, OPERATOR).page.parent
    flow = {(row["stage"], row["arm"]): row["people"] for row in read(folder, "flow")}
    assert flow["analysed by intention to treat", "alone"] == "3"
    assert flow["not allocated: Gave no consent", ""] == "1"
    (change,) = [row for row in read(folder, "changes") if row["set"] == "intention to treat"]
    assert float(change["value"]) == pytest.approx(-3.0, abs=0.01)
    assert read(folder, "differences") == []
    running.study.close()


def test_many_people_and_many_groups_still_fit_a_page() -> None:
    kept = [
        Kept(f"P{n}", "", "", "finished", "daily", day, date(2026, 3, day), state, None, 1, 1, 1.0)  # type: ignore[arg-type]
        for n in range(MOST + 30)
        for day, state in ((1, "held"), (2, "made_up" if n % 2 else "missed"), (3, "ahead"))
    ]
    empty = Branch("Order A", 2, 2, dict.fromkeys(("dropped_out", "withdrawn", "stopped"), 0), 0, 0, 2, 2, 1)
    with mpl.rc_context(STYLE):
        calendar = adherence_figure(kept, DATA, several=False)
        flow = flow_figure(Flow(12, {}, 0, 12, (empty,) * 6), DATA)
    assert calendar is not None
    half = (MOST + 30) // 2
    assert f"{half + MOST + 30} of {2 * (MOST + 30)} visits that came due were kept (75%)" in calendar.title
    assert len(calendar.svg) < 100_000, "one row a person would be more"
    assert "6 groups; each is in the table" in flow.svg.replace("\n", " ")
    assert "Allocated: 12" in flow.svg


def test_colours_are_the_pages_and_numbers_are_as_people_write_them() -> None:
    assert (
        themed('style="fill: #25313b; stroke: #ffffff"')
        == 'style="fill: var(--fig-ink, #25313b); stroke: #ffffff"'
    )
    assert [number(value) for value in (-0.04, -1.25, 3.0)] == ["0.0", "−1.2", "3.0"]
