"""Calendar files that any calendar reads, and that say no more than they must."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from icalendar import Calendar

from study.protocol.reminders import calendar
from tests.study.running import Running


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    made = Running(tmp_path_factory.mktemp("study"))
    made.enrol("P01")
    made.visit("P01")
    made.clock.at("2026-03-04")
    yield made
    made.study.close()


def read(running: Running, code: str = "P01") -> list[dict[str, object]]:
    coming = running.engine.standing("P01")
    found = Calendar.from_ical(calendar(running.study.protocol, code, coming, running.study.now()))
    return [
        {
            "uid": str(event["uid"]),
            "title": str(event["summary"]),
            "at": event["dtstart"].dt,
            "long": event["dtend"].dt - event["dtstart"].dt,
            "rings": [alarm["trigger"].dt for alarm in event.walk("VALARM")],
        }
        for event in found.walk("VEVENT")
    ]


def test_every_day_to_come_rings_at_its_time_and_no_day_gone_by(running: Running) -> None:
    events = read(running)
    assert len(events) == 13 + 1, "days 3 to 15, and the last meeting"
    assert events[0] == {
        "uid": events[0]["uid"],
        "title": "Today's exercise",
        "at": datetime(2026, 3, 4, 18, 0),
        "long": timedelta(minutes=25),
        "rings": [timedelta(0)],
    }
    assert events[-1]["at"] == datetime(2026, 3, 17, 8, 0)


def test_an_occasion_is_the_same_in_a_later_file_and_another_for_another_person(running: Running) -> None:
    first = [event["uid"] for event in read(running)]
    assert len(set(first)) == len(first)
    assert [event["uid"] for event in read(running)] == first
    assert not set(first) & {event["uid"] for event in read(running, "P02")}


def test_neither_the_person_nor_their_arm_nor_what_it_is_about_is_in_it(
    running: Running, tmp_path: Path
) -> None:
    data = calendar(
        running.study.protocol, "P01", running.engine.standing("P01"), running.study.now()
    ).decode()
    for word in ("P01", "robot", "chatbot", "worksheet", "fifteen_days", "distress"):
        assert word not in data
