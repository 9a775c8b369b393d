"""The file of a memory: private, whole or not at all, set aside when damaged, really gone when deleted."""

from __future__ import annotations

import json
import os
import stat
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agent.remembering.began import read_began, write_began
from agent.remembering.keeper import RECEIPT, Keeper
from agent.remembering.keeping import Keeping
from agent.remembering.kept import (
    FORMAT,
    LISTS,
    MOST,
    Kept,
    KeptGoal,
    KeptPlan,
    Memory,
    SessionNote,
    put,
    without,
)
from agent.remembering.store import MemoryStore, memory_folder, parse, person_id, show
from agent.state import CompanionState
from alongside.errors import AlongsideError

TODAY = "2026-03-02"


def fact(key: str, text: str, session: str = "s1") -> Kept:
    return Kept(key=key, text=text, session=session, turn="t1", date=TODAY)


def memory_of(*facts: Kept, session: str = "s1") -> Memory:
    return Memory(person="p1", facts=facts, sessions=(SessionNote(id=session, date=TODAY),))


def state_of(
    memory: Memory, session: str, *, off: bool = False, forgotten: tuple[str, ...] = ()
) -> CompanionState:
    keeping = Keeping(person="p1", session=session, date=TODAY, memory=memory, off=off, forgotten=forgotten)
    return CompanionState(keeping=keeping)


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def test_a_memory_comes_back_as_it_was_and_only_its_owner_can_read_it(tmp_path: Path) -> None:
    store = MemoryStore(tmp_path / "deep" / "memory")
    memory = memory_of(fact("i|live", "you live by the canal"), fact("odd", "half a \ud83d"))
    store.save(memory)
    assert store.load("P1") == memory
    assert mode(store.path("p1")) == 0o600
    assert mode(store.folder) == 0o700
    assert "you live by the canal" in store.path("p1").read_text("utf-8")  # readable as it lies there
    assert store.people() == ["p1"]


def test_a_folder_that_was_open_is_closed(tmp_path: Path) -> None:
    (tmp_path / "m").mkdir(mode=0o755)
    MemoryStore(tmp_path / "m").save(memory_of())
    assert mode(tmp_path / "m") == 0o700


def test_nobody_kept_is_an_empty_memory_and_makes_no_file(tmp_path: Path) -> None:
    store = MemoryStore(tmp_path)
    assert store.load("p9") == Memory(person="p9")
    assert not store.path("p9").exists()


@pytest.mark.parametrize("name", ["", "..", "../p1", "a/b", ".hidden", "p 1", "x" * 49, "p1.json", "ü"])
def test_what_could_be_another_file_is_no_person(name: str) -> None:
    with pytest.raises(AlongsideError):
        person_id(name)


@pytest.mark.parametrize(
    "damage",
    [
        b"",
        b"{",
        b"null",
        b"[1]",
        b"\xff\xfe",
        b'{"person": "p2"}',
        b'{"person": "p1", "facts": 3}',
        b"[" * 5000,
    ],
)
def test_a_damaged_file_is_set_aside_and_nothing_is_lost(tmp_path: Path, damage: bytes) -> None:
    store = MemoryStore(tmp_path)
    store.save(memory_of(fact("a", "b")))
    store.path("p1").write_bytes(damage)
    if not damage:
        assert store.load("p1") == Memory(person="p1")
        return
    assert store.load("p1") == Memory(person="p1")
    assert store.aside is not None
    assert store.aside.read_bytes() == damage
    assert mode(store.aside) == 0o600
    store.save(memory_of(fact("c", "d")))
    assert store.aside.read_bytes() == damage
    assert store.people() == ["p1"]


def test_a_file_of_a_newer_version_is_refused_and_left(tmp_path: Path) -> None:
    store = MemoryStore(tmp_path)
    store.save(memory_of())
    newer = store.path("p1").read_text("utf-8").replace(f'"format": {FORMAT}', f'"format": {FORMAT + 1}')
    store.path("p1").write_text(newer, "utf-8")
    with pytest.raises(AlongsideError, match="newer"):
        store.load("p1")
    assert store.path("p1").read_text("utf-8") == newer


def test_a_write_that_fails_leaves_the_old_memory(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    store = MemoryStore(tmp_path)
    before = memory_of(fact("a", "b"))
    store.save(before)

    def full(handle: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(AlongsideError, match="No space"):
        store.save(memory_of(fact("c", "d")))
    assert store.load("p1") == before
    assert [path.name for path in tmp_path.iterdir() if path.suffix == ".part"] == []


def test_deleting_takes_the_copies_too(tmp_path: Path) -> None:
    store = MemoryStore(tmp_path)
    store.save(memory_of(fact("a", "b")))
    store.path("p1").write_bytes(b"{")
    store.load("p1")
    store.save(memory_of(fact("a", "b")))
    (tmp_path / ".p1.4711.part").write_text("half", "utf-8")
    store.draft("p1").write_text("draft", "utf-8")
    store.save(replace(memory_of(), person="p10"))
    assert store.forget("P1") == 4
    assert sorted(path.name for path in tmp_path.iterdir() if path.name != ".lock") == ["p10.json"]
    assert store.forget("p1") == 0


def test_a_seal_stands_between_the_memory_and_the_disk(tmp_path: Path) -> None:
    class Backwards:
        def close(self, person: str, readable: bytes) -> bytes:
            return readable[::-1]

        def open(self, person: str, written: bytes) -> bytes:
            return written[::-1]

    store = MemoryStore(tmp_path, Backwards())
    memory = memory_of(fact("a", "you live by the canal"))
    store.save(memory)
    assert b"canal" not in store.path("p1").read_bytes()
    assert store.load("p1") == memory


def test_where_memories_are(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.delenv("ALONGSIDE_MEMORY", raising=False)
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    assert memory_folder() == tmp_path / "alongside" / "memory"
    assert memory_folder("/somewhere") == Path("/somewhere")


TEXT = st.text(max_size=30)
ITEMS = st.builds(Kept, key=TEXT, text=TEXT, session=TEXT, turn=TEXT, confidence=st.floats(0, 1))
GOALS = st.builds(KeptGoal, key=TEXT, text=TEXT, belief=st.lists(st.floats(0, 1), max_size=5).map(tuple))
PLANS = st.builds(KeptPlan, key=TEXT, text=TEXT, when=TEXT, outcome=st.sampled_from(["open", "done", "not"]))
MEMORIES = st.builds(
    Memory,
    person=st.just("p1"),
    facts=st.lists(ITEMS, max_size=5, unique_by=lambda item: item.key).map(tuple),
    goals=st.lists(GOALS, max_size=3, unique_by=lambda item: item.key).map(tuple),
    plans=st.lists(PLANS, max_size=3, unique_by=lambda item: item.key).map(tuple),
)


@given(MEMORIES)
def test_every_memory_survives_its_file(memory: Memory) -> None:
    assert parse(show(memory).encode("utf-8", "surrogatepass"), "p1") == memory


@given(st.binary(max_size=200))
def test_no_file_at_all_can_break_the_reading(data: bytes) -> None:
    try:
        found = parse(data, "p1")
    except (ValueError, AlongsideError):
        return
    assert found.person == "p1"


@given(MEMORIES, st.lists(st.tuples(st.sampled_from(["facts", "people", "threads"]), ITEMS), max_size=80))
def test_putting_and_taking_out(memory: Memory, added: list[tuple[str, Kept]]) -> None:
    for name, item in added:
        memory = put(memory, name, item)
        assert item in getattr(memory, name) or item.status == "proposed"
    for name in LISTS:
        keys = [item.key for item in getattr(memory, name)]
        assert len(keys) == len(set(keys)) <= MOST[name]
    gone = {item.key for _, item in added[:3]}
    assert not without(memory, gone).keys() & gone


# ---------------------------------------------------------------- through a session


def keeper(tmp_path: Path, session: str = "s1") -> Keeper:
    folder = tmp_path / "sessions" / session
    return Keeper(MemoryStore(tmp_path / "memory"), "p1", session, folder, TODAY)


def test_a_session_begins_with_what_the_last_left_and_can_begin_so_again(tmp_path: Path) -> None:
    first = keeper(tmp_path)
    assert first.keep(state_of(memory_of(fact("a", "b")), "s1"))
    assert not first.keep(state_of(memory_of(fact("a", "b")), "s1"))  # nothing changed: nothing is written
    second = keeper(tmp_path, "s2")
    assert second.began.memory.find("a") is not None
    second.keep(state_of(put(second.began.memory, "facts", fact("c", "d", "s2")), "s2"))
    again = keeper(tmp_path, "s2")
    assert again.began == second.began
    assert mode(tmp_path / "sessions" / "s2" / "remembered.json") == 0o600


def test_deleting_the_record_takes_its_share_of_the_memory(tmp_path: Path) -> None:
    keeper(tmp_path).keep(state_of(memory_of(fact("a", "b")), "s1"))
    second = keeper(tmp_path, "s2")
    changed = put(
        put(second.began.memory, "facts", fact("c", "d", "s2")), "facts", fact("a", "changed", "s2")
    )
    second.keep(state_of(put(changed, "sessions", SessionNote(id="s2", date=TODAY)), "s2"))
    second.undo()
    left = MemoryStore(tmp_path / "memory").load("p1")
    assert left == memory_of(fact("a", "b"))
    assert not (tmp_path / "sessions" / "s2" / "remembered.json").exists()
    assert not second.keep(state_of(changed, "s2"))


def test_the_first_session_deleted_leaves_no_file(tmp_path: Path) -> None:
    only = keeper(tmp_path)
    only.keep(state_of(memory_of(fact("a", "b")), "s1"))
    only.undo()
    assert not MemoryStore(tmp_path / "memory").path("p1").exists()


def test_a_deleted_session_that_is_started_again_keeps_nothing(tmp_path: Path) -> None:
    folder = tmp_path / "sessions" / "s1"
    folder.mkdir(parents=True)
    (folder / RECEIPT).write_text("{}", "utf-8")
    assert not keeper(tmp_path).keep(state_of(memory_of(fact("a", "b")), "s1"))
    assert not (folder / "remembered.json").exists()


def test_what_was_taken_out_by_hand_stays_out_of_a_running_session(tmp_path: Path) -> None:
    store = MemoryStore(tmp_path / "memory")
    running = keeper(tmp_path)
    both = memory_of(fact("a", "b"), fact("c", "d"))
    running.keep(state_of(both, "s1"))
    store.save(put(without(both, ["a"]), "facts", fact("c", "put right", "")))
    running.keep(state_of(put(both, "facts", fact("e", "f")), "s1"))
    assert [(item.key, item.text) for item in store.load("p1").facts] == [("c", "put right"), ("e", "f")]
    running.keep(state_of(put(both, "facts", fact("g", "h")), "s1"))
    assert "a" not in store.load("p1").keys() | {""}
    assert store.load("p1").find("c") == fact("c", "put right", "")


def test_two_sessions_at_once_lose_nothing_of_each_other(tmp_path: Path) -> None:
    one, two = keeper(tmp_path, "s1"), keeper(tmp_path, "s2")
    one.keep(state_of(memory_of(fact("a", "b")), "s1"))
    two.keep(state_of(memory_of(fact("c", "d", "s2"), session="s2"), "s2"))
    one.keep(state_of(memory_of(fact("a", "b"), fact("e", "f")), "s1"))
    left = MemoryStore(tmp_path / "memory").load("p1")
    assert {item.key for item in left.facts} == {"a", "c", "e"}
    assert {note.id for note in left.sessions} == {"s1", "s2"}


def test_forgetting_everything_clears_every_copy(tmp_path: Path) -> None:
    keeper(tmp_path).keep(state_of(memory_of(fact("a", "your brother")), "s1"))
    second = keeper(tmp_path, "s2")
    assert "your brother" in (tmp_path / "sessions" / "s2" / "remembered.json").read_text("utf-8")
    second.keep(state_of(Memory(person="p1"), "s2", off=True))
    everything = [path for path in tmp_path.rglob("*") if path.is_file()]
    assert all("your brother" not in path.read_text("utf-8") for path in everything)
    assert not MemoryStore(tmp_path / "memory").path("p1").exists()


def test_what_is_forgotten_goes_from_what_sessions_began_with(tmp_path: Path) -> None:
    keeper(tmp_path).keep(state_of(memory_of(fact("a", "your brother"), fact("b", "the canal")), "s1"))
    second = keeper(tmp_path, "s2")
    second.keep(state_of(without(second.began.memory, ["a"]), "s2", forgotten=("a",)))
    found = read_began(tmp_path / "sessions" / "s2")
    assert found is not None
    assert [item.key for item in found[0].memory.facts] == ["b"]


def test_what_was_only_put_right_stays_in_what_a_session_began_with(tmp_path: Path) -> None:
    keeper(tmp_path).keep(state_of(memory_of(fact("a", "you live with your dad")), "s1"))
    second = keeper(tmp_path, "s2")
    second.keep(state_of(without(second.began.memory, ["a"]), "s2"))
    assert keeper(tmp_path, "s2").began == second.began


def test_a_broken_copy_of_the_beginning_is_no_beginning(tmp_path: Path) -> None:
    folder = tmp_path / "sessions" / "s1"
    first = keeper(tmp_path)
    write_began(folder, first.began)
    for text in ("", "{}", "[]", '{"person": "p1"}', json.dumps({"person": "p1", "memory": {}, "gone": 3})):
        (folder / "remembered.json").write_text(text, "utf-8")
        assert read_began(folder) is None
    assert keeper(tmp_path).began.memory == Memory(person="p1")
