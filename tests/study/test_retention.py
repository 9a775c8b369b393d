"""What is kept too long is found, on the day after its last."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from study.protocol.load import load_protocol
from study.retention import Expired, expired
from study.store.records import Person
from tests.study.study_folder import study_folder


def test_recordings_go_before_words_and_nobodys_whose_part_goes_on(tmp_path: Path) -> None:
    protocol = load_protocol(study_folder(tmp_path)).protocol  # 90 days, 365 days
    people = [
        Person("P01", "", "en", {}, date(2026, 1, 1), "finished", ended=date(2026, 1, 20)),
        Person("P02", "", "en", {}, date(2026, 1, 1), "allocated"),
    ]
    recordings = Expired("P01", "recordings", date(2026, 4, 20))
    assert expired(protocol, people, date(2026, 4, 20)) == ()
    assert expired(protocol, people, date(2026, 4, 21)) == (recordings,)
    assert expired(protocol, people, date(2027, 1, 21)) == (
        recordings,
        Expired("P01", "personal", date(2027, 1, 20)),
    )
