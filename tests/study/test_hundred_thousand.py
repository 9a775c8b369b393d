"""A hundred thousand events: written, read back, checked and exported, and not one is missing or changed."""

from __future__ import annotations

import csv
import time
from pathlib import Path

import pytest

from alongside.eventlog import EventLog, read_events, verify
from alongside.messages import Act, Event, Message, Spoken, State
from study.export.export import export_study
from study.export.masking import Unmasked
from study.store.records import Who
from study.visits.consequences import Outcome
from tests.study.running import OPERATOR, Running

pytestmark = pytest.mark.slow

COUNT = 100_000
NOTES = 25_000
"""Events of the index: a study of 38 people over 15 days has about a tenth of them."""
AT_ONCE = 1000
"""Of these in one transaction."""


def message(number: int) -> Message:
    """The messages of a long session, each of them another."""
    name = f"a{number}"
    kinds: tuple[Message, ...] = (
        Spoken(act_id=name, status="started", stamp=float(number)),
        Event(kind="tick", data=f'{{"number":{number}}}', stamp=float(number)),
        State(
            turn_id=name, phase="hold", gate_open=False, gate_reason="fresh disclosure", stamp=float(number)
        ),
        Act(act_id=name, turn_id=name, kind="reflect", text=f"So it was {number}.", stamp=float(number)),
    )
    return kinds[number % len(kinds)]


def test_a_record_of_a_hundred_thousand_events_is_read_and_exported_whole(tmp_path: Path) -> None:
    running = Running(tmp_path, "one_visit")
    running.enrol("P01")
    session = running.folder / "sessions" / "long"
    began = time.monotonic()
    log = EventLog(session)
    for number in range(COUNT):
        log.append(message(number), at=float(number))
    log.close()
    print(f"written in {time.monotonic() - began:.1f} s")
    for number, event in enumerate(read_events(session)):
        assert event.message == message(number)
    assert number == COUNT - 1
    verdict = verify(session)
    assert (verdict.ok, verdict.count) == (True, COUNT)
    while step := running.engine.next("P01"):
        if step.step.kind == "allocate":
            running.engine.allocate(step, OPERATOR)
            continue
        running.engine.begin(step, OPERATOR, session="long" if step.step.kind == "session" else "")
        running.engine.take(step, Outcome(note="0: transcript, affect"), OPERATOR)
    done = export_study(running.study, Who("kim", "analyst"), Unmasked(), why="a test", formats=["csv"])
    with (done.place / "csv" / "events.csv").open(encoding="utf-8") as file:
        rows = sum(1 for _ in csv.DictReader(file))
    print(f"all in {time.monotonic() - began:.1f} s")
    assert (done.rows["events"], rows) == (COUNT, COUNT)
    running.study.close()


def test_an_index_of_many_thousand_events_is_one_chain(tmp_path: Path) -> None:
    running = Running(tmp_path, "one_visit")
    began = time.monotonic()
    before = len(running.study.store.events())
    for start in range(0, NOTES, AT_ONCE):
        with running.study.store.writing() as writing:
            for number in range(start, start + AT_ONCE):
                writing.event("note", OPERATOR, number=number)
    running.reopen()
    found = running.study.store.events("note")
    assert [event.data["number"] for event in found] == list(range(NOTES))
    assert [event.n for event in found] == list(range(before + 1, before + NOTES + 1))
    verdict = running.study.store.verify()
    assert (verdict.ok, verdict.count) == (True, before + NOTES)
    print(f"index: {time.monotonic() - began:.1f} s")
    running.study.close()
