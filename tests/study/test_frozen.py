"""A study runs with what it began with, or says what is different and does not run."""

from __future__ import annotations

import json
import stat
from pathlib import Path

import pytest

from alongside.errors import AlongsideError
from study import frozen
from study.protocol.load import PROTOCOL
from study.store.records import Who
from study.studies import STUDY, amend_study, open_study, read_study, start_study
from tests.study.running import OPERATOR, Running
from tests.study.study_folder import change, study_folder


@pytest.fixture
def running(tmp_path: Path) -> Running:
    made = Running(tmp_path, "one_visit")
    made.study.close()
    return made


def test_a_study_without_crisis_contacts_does_not_start_and_says_why(tmp_path: Path) -> None:
    folder = study_folder(tmp_path / "study", contacts=[])
    with pytest.raises(
        AlongsideError, match=r"^study\.yaml, line \d+: there is no crisis contact\. Name who"
    ):
        start_study(folder, OPERATOR, seals=tmp_path / "seals")
    assert not (folder / STUDY).exists()
    assert not (folder / "index.sqlite").exists()


def test_a_template_that_drifted_stops_the_study_and_is_named(
    running: Running, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """The words of the companion lie in the program; here one of its files is another."""
    words = {**frozen._program()["words"], "agent/words/lines.yaml": "0" * 64}
    monkeypatch.setattr(frozen, "_program", lambda: {**_PROGRAM, "words": words})
    with pytest.raises(AlongsideError, match=r"words: agent/words/lines\.yaml changed\. Put it back, or"):
        running.reopen()


_PROGRAM = frozen._program()


def test_packages_that_another_carries_for_itself_are_none_of_the_studys(
    running: Running, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """As setuptools does, which puts them in the way of whoever imports it."""
    for name, version in (("numpy", "0.1"), ("tomli", "2.0")):
        carried = tmp_path / "setuptools" / "_vendor" / f"{name}-{version}.dist-info"
        carried.mkdir(parents=True)
        (carried / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {name}\nVersion: {version}\n")
    frozen._program.cache_clear()
    monkeypatch.syspath_prepend(str(carried.parent))
    try:
        running.reopen()
    finally:
        frozen._program.cache_clear()


@pytest.mark.parametrize(
    ("path", "told"),
    [
        (PROTOCOL, "protocol: study.yaml changed"),
        ("debrief/debrief.md", "texts: debrief/debrief.md changed"),
        ("consent/participation.en.md", "texts: consent/participation.en.md changed"),
    ],
)
def test_a_text_of_the_study_that_changed_stops_it(running: Running, path: str, told: str) -> None:
    file = running.folder / path
    before = file.read_bytes()
    file.write_bytes(before + b"\n")
    with pytest.raises(AlongsideError) as caught:
        running.reopen()
    assert told in str(caught.value)
    file.write_bytes(before)
    running.reopen()
    running.study.close()


def test_an_amendment_lets_it_run_again_and_stays_on_record(running: Running) -> None:
    (running.folder / "debrief" / "debrief.md").write_text("Thank you, all of you.\n", encoding="utf-8")
    with pytest.raises(AlongsideError, match="needs its reason"):
        amend_study(running.folder, OPERATOR, "")
    found = amend_study(running.folder, OPERATOR, "the board asked for it", clock=running.clock)
    assert "texts: debrief/debrief.md changed" in map(str, found)
    running.reopen()
    event = running.study.store.events("amended")[0]
    assert (event.by, event.data["why"]) == ("kim", "the board asked for it")
    assert read_study(running.folder)["amendments"][0]["changes"] == list(map(str, found))
    running.study.close()
    with pytest.raises(AlongsideError, match="nothing has changed"):
        amend_study(running.folder, OPERATOR, "again")


def test_a_protocol_that_changes_takes_a_new_version(running: Running) -> None:
    change(running.folder, people=30)
    with pytest.raises(AlongsideError, match="its version is still '1'"):
        amend_study(running.folder, OPERATOR, "more people")
    change(running.folder, version="2")
    amend_study(running.folder, OPERATOR, "more people")
    running.reopen()
    assert (running.study.protocol.people, running.study.store.version()) == (30, "2")
    running.study.close()


def test_the_list_cannot_be_amended_once_somebody_is_on_it(running: Running) -> None:
    running.reopen()
    running.enrol("P01")
    running.visit("P01")
    running.study.close()
    change(running.folder, version="2", allocation={"method": "blocks", "blocks": [6]})
    with pytest.raises(AlongsideError, match="cannot change after the first allocation"):
        amend_study(running.folder, OPERATOR, "other blocks")


def test_a_manifest_that_was_rewritten_by_hand_is_not_believed(running: Running) -> None:
    path = running.folder / STUDY
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    plain = json.loads(path.read_bytes())
    plain["frozen"]["texts"]["debrief/debrief.md"] = "0" * 64
    path.write_text(json.dumps(plain))
    with pytest.raises(AlongsideError, match="not the one that the study's events tell of"):
        running.reopen()
    path.write_text("{")
    with pytest.raises(AlongsideError, match="cannot be read"):
        running.reopen()


def test_a_rehearsal_says_that_it_is_one(running: Running, tmp_path: Path) -> None:
    assert read_study(running.folder)["rehearsal"] is True
    real = start_study(study_folder(tmp_path / "real"), OPERATOR, seals=tmp_path / "seals")
    assert real.store.events("started")[0].data["rehearsal"] is False
    real.close()


def test_a_study_starts_once_and_by_its_own_name(running: Running, tmp_path: Path) -> None:
    with pytest.raises(AlongsideError, match="has begun already"):
        start_study(running.folder, OPERATOR, seals=tmp_path / "other")
    change(running.folder, key="another")
    with pytest.raises(AlongsideError, match="the study began as 'one_visit'"):
        running.reopen()
    with pytest.raises(AlongsideError, match="has not begun"):
        open_study(study_folder(tmp_path / "fresh"))


def test_everything_that_matters_is_frozen(running: Running) -> None:
    plain = read_study(running.folder)["frozen"]
    assert set(plain) == {
        "protocol", "list", "texts", "used", "profiles", "models", "words", "code", "packages",
    }  # fmt: skip
    assert "agent/worksheets/sheets/thought_record.yaml" in plain["words"]
    assert "agent/models/prompt.yaml" in plain["words"]
    assert {"instrument sus", "consent participation"} <= set(plain["used"])
    assert {"version", "agent", "speech"} <= set(plain["code"])
    assert {"numpy", "pyyaml", "faster-whisper"} <= set(plain["packages"])
    assert "pytest" not in plain["packages"]
    assert list(plain["profiles"]) == ["face"]


def test_several_sites_share_a_study_in_postgresql(tmp_path: Path, new_postgres: object) -> None:
    """Each site has a copy of the folder and of the seal; people, places and events are in the database."""
    address = new_postgres()  # type: ignore[operator]
    rule = {
        "method": "stratified",
        "blocks": [2],
        "factors": [{"key": "site", "levels": ["north", "south"]}],
    }
    running = Running(tmp_path, "one_visit", database=address, sites=["north", "south"], allocation=rule)
    assert not (running.folder / "index.sqlite").exists()
    assert read_study(running.folder)["database"].startswith("postgresql+pg8000://study@")
    other = open_study(running.folder, database=address, seals=running.seals)
    running.enrol("N1", "N2", site="north")
    running.enrol("S1", "S2", site="south")
    for code in ("N1", "S1", "N2", "S2"):
        running.visit(code)
    for site in ("N", "S"):
        assert {other.allocator.arm_of(f"{site}{number}") for number in (1, 2)} == {"face", "text"}
    assert [one.by for one in other.store.events("enrolled")] == ["kim"] * 4
    assert other.store.verify().ok
    with pytest.raises(AlongsideError, match="site 'west' is not of this study"):
        running.enrol("W1", site="west")
    other.close()
    running.study.close()


def test_who_did_what_is_told_of_every_event(running: Running) -> None:
    running.reopen()
    running.enrol("P01")
    running.visit("P01")
    events = running.study.store.events()
    assert {Who(event.by, event.role) for event in events} <= {OPERATOR, Who("alongside", "program")}
    assert [event.n for event in events] == list(range(1, len(events) + 1))
    running.study.close()
