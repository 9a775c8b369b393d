"""Understood and pleased in the account and the report: two things, told apart."""

from __future__ import annotations

import json
from pathlib import Path

from alongside.eventlog import EventLog
from alongside.messages import Act, Control, Event, Turn
from study.account import read_account
from study.report import write_report

TOLD = {
    "turn_id": "t2", "about": "plan", "agreed": ["what", "when"], "matched": ["what"], "score": 0.5,
    "verdict": "partial", "attempt": 1,
}  # fmt: skip


def write(session: Path, *events: Event) -> Path:
    log = EventLog(session)
    log.append(Control(name="session", value="start", stamp=1000.0), "participant", at=1000.0)
    log.append(Turn(turn_id="t1", text="Lovely, thanks.", stamp=1010.0), "participant", at=1010.0)
    for number, event in enumerate(events):
        log.append(event, "companion", at=1020.0 + number)
    log.append(Act(act_id="a", turn_id="t1", kind="repair", text="Gladly."), "companion", at=1030.0)
    log.close()
    return session


def test_pleased_is_counted_apart_and_is_not_understood(tmp_path: Path) -> None:
    pleased = Event(kind="satisfaction", data=json.dumps({"turn_id": "t1", "about": "plan"}))
    account = read_account(write(tmp_path, pleased))
    assert len(account.pleased) == 1
    assert account.teach_backs == []
    page = write_report(tmp_path).read_text("utf-8")
    assert "Nothing that was agreed was said back." in page
    assert "They voiced being pleased 1 time" in page


def test_what_came_back_is_in_the_account_and_the_report(tmp_path: Path) -> None:
    whole = {**TOLD, "matched": ["what", "when"], "score": 1.0, "verdict": "complete", "attempt": 2}
    events = [Event(kind="teach_back", data=json.dumps(data)) for data in (TOLD, whole)]
    account = read_account(write(tmp_path, *events))
    assert [(found.verdict, found.score) for found in account.teach_backs] == [
        ("partial", 0.5),
        ("complete", 1.0),
    ]
    assert account.pleased == []
    page = write_report(tmp_path).read_text("utf-8")
    assert "Said back whole" in page
    assert "1 of 2 parts (what)" in page
    assert any("own words (plan): complete" in line.text for line in account.lines)


def test_a_session_without_either_says_nothing_of_it(tmp_path: Path) -> None:
    assert "Understood, and pleased" not in write_report(write(tmp_path)).read_text("utf-8")
