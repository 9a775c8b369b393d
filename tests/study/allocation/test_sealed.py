"""Concealment: no arm can be read from a study's files before it is revealed; every look is recorded."""

from __future__ import annotations

import stat
from collections import Counter
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from alongside.errors import AlongsideError
from study.allocation.allocator import Allocator, check_list
from study.allocation.seal import Seal, find_seal, keep, new_seal, rehearsal_seal
from study.protocol.load import load_protocol
from study.store.records import Person, Who
from study.store.store import Store
from study.store.tables import AllocationRow
from tests.study.study_folder import study_folder

OPERATOR, KEEPER = Who("kim", "operator"), Who("lee", "keeper")


class Place:
    """A study with a sealed list."""

    def __init__(self, folder: Path, database: str, seal: Seal) -> None:
        self.folder = study_folder(folder / "study")
        self.seals = folder / "keeper"
        self.file = keep(seal, self.seals, self.folder)
        self.store = Store(database, seal.study)
        self.store.begin("A study", "1", seal.commitment, (), KEEPER)
        self.allocator = Allocator(load_protocol(self.folder).protocol, self.store, self.seals)

    def enrol(self, many: int) -> None:
        for number in range(1, many + 1):
            with self.store.writing() as writing:
                writing.enrol(Person(f"P{number}", "", "en", {}, date(2026, 3, 2), "enrolled"), OPERATOR)


@pytest.fixture
def place(tmp_path: Path, database: str) -> Iterator[Place]:
    made = Place(tmp_path, database, rehearsal_seal("fifteen_days", 7))
    yield made
    made.store.close()


def test_people_get_places_and_codes_and_the_arms_are_balanced(place: Place) -> None:
    place.enrol(12)
    given = [place.allocator.allocate(f"P{number}", OPERATOR) for number in range(1, 13)]
    assert len(set(given)) == 12
    assert place.allocator.allocate("P3", OPERATOR) == given[2], "asked again it is the same place"
    tally = Counter(place.allocator.arm_of(f"P{number}") for number in range(1, 13))
    assert max(tally.values()) - min(tally.values()) <= 2
    assert place.store.person("P1").status == "allocated"


def test_no_arm_is_in_the_index_or_its_events_before_it_is_revealed(place: Place) -> None:
    place.enrol(9)
    for number in range(1, 10):
        place.allocator.allocate(f"P{number}", OPERATOR)
    arms = [arm.key for arm in place.allocator.protocol.arms]
    for event in place.store.events():
        assert not any(arm in str(event.data) for arm in arms)
    assert [one.arm for one in place.store.allocations()] == [""] * 9
    seed = find_seal("fifteen_days", place.store.commitment(), place.seals).seed
    for path in [*place.folder.rglob("*"), *place.folder.parent.glob("index*")]:
        if path.is_file():
            data = path.read_bytes()
            assert seed not in data
            assert seed.hex().encode() not in data


def test_two_seeds_leave_the_same_files_but_for_codes(tmp_path: Path) -> None:
    """Whoever sees the files and not the seal sees the same whatever the list is."""
    seen: list[list[object]] = []
    arms: list[list[str]] = []
    for number in (1, 2):
        made = Place(
            tmp_path / str(number), str(tmp_path / f"{number}.sqlite"), rehearsal_seal("fifteen_days", number)
        )
        made.enrol(6)
        for person in range(1, 7):
            made.allocator.allocate(f"P{person}", OPERATOR)
        events = [(event.kind, event.participant, sorted(event.data)) for event in made.store.events()]
        seen.append([events, [(one.number, one.participant, one.arm) for one in made.store.allocations()]])
        arms.append([made.allocator.arm_of(f"P{person}") for person in range(1, 7)])
        made.store.close()
    assert seen[0] == seen[1]
    assert arms[0] != arms[1]


def test_without_the_seal_nobody_is_allocated_and_no_arm_is_told(place: Place) -> None:
    place.enrol(2)
    place.allocator.allocate("P1", OPERATOR)
    blind = Allocator(place.allocator.protocol, place.store, place.folder.parent / "nowhere")
    for ask in (lambda: blind.allocate("P2", OPERATOR), lambda: blind.arm_of("P1")):
        with pytest.raises(AlongsideError, match="the seal of fifteen_days is not at"):
            ask()
    assert len(place.store.allocations()) == 1


def test_another_seal_under_the_same_name_is_refused(place: Place) -> None:
    place.enrol(1)
    place.file.write_text('{"study": "fifteen_days", "seed": "' + "00" * 32 + '"}')
    with pytest.raises(AlongsideError, match="is not the one that fifteen_days began with"):
        place.allocator.allocate("P1", OPERATOR)


def test_who_sees_an_arm_is_recorded_and_the_blinded_do_not(place: Place) -> None:
    place.enrol(1)
    place.allocator.allocate("P1", OPERATOR)
    arm = place.allocator.show("P1", OPERATOR, "sets the robot up")
    with pytest.raises(AlongsideError, match="not shown to the rater"):
        place.allocator.show("P1", Who("ana", "rater"))
    assert [(event.by, event.role, event.data["why"]) for event in place.store.events("arm_seen")] == [
        ("kim", "operator", "sets the robot up")
    ]
    with pytest.raises(AlongsideError, match="needs its reason"):
        place.allocator.reveal("P1", OPERATOR, " ")
    assert place.allocator.reveal("P1", OPERATOR, "an allergy") == arm
    assert place.store.events("revealed")[0].data == {"why": "an allergy", "arm": arm}
    assert place.store.allocations()[0].arm == arm


def test_an_opened_list_can_be_checked_by_anybody_and_takes_nobody_more(place: Place) -> None:
    place.enrol(7)
    for number in range(1, 7):
        place.allocator.allocate(f"P{number}", OPERATOR)
    with pytest.raises(AlongsideError, match="still sealed"):
        check_list(place.allocator.protocol, place.store)
    opened = place.allocator.unseal(KEEPER, "the last person has finished")
    assert len(opened) == 6
    place.file.unlink()
    assert check_list(place.allocator.protocol, place.store) == []
    with pytest.raises(AlongsideError, match="the list was opened"):
        place.allocator.allocate("P7", OPERATOR)
    with place.store.writing() as writing:
        row = writing.session.get_one(AllocationRow, 1)
        row.arm = next(arm.key for arm in place.allocator.protocol.arms if arm.key != row.arm)
    assert "place 1 was" in check_list(place.allocator.protocol, place.store)[0]


def test_a_seal_is_private_stands_apart_and_is_not_overwritten(tmp_path: Path) -> None:
    seal = new_seal("s")
    assert seal != new_seal("s")
    assert seal.seed.hex() not in repr(seal)
    with pytest.raises(AlongsideError, match="may not lie in the study's folder"):
        keep(seal, tmp_path / "study" / "seals", tmp_path / "study")
    path = keep(seal, tmp_path / "seals", tmp_path / "study")
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    with pytest.raises(AlongsideError, match="is there already"):
        keep(seal, tmp_path / "seals", tmp_path / "study")
    assert find_seal("s", seal.commitment, tmp_path / "seals") == seal
    path.write_text("[]")
    with pytest.raises(AlongsideError, match="cannot be read"):
        find_seal("s", seal.commitment, tmp_path / "seals")
