"""The index in SQLite and in PostgreSQL: whole or not at all, chained, private, and of one shape."""

from __future__ import annotations

import os
import sqlite3
import stat
import threading
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy import delete, event, inspect, text, update

from alongside.errors import AlongsideError
from study.store.database import migrations, open_database, without_password
from study.store.records import PROGRAM, Person, Who
from study.store.store import Store
from study.store.tables import Base, EventRow, ParticipantRow

OPERATOR = Who("kim", "operator")


def begun(place: str, key: str = "s") -> Store:
    store = Store(place, key)
    store.begin("A study", "1", "0" * 64, ("north", "south"), OPERATOR)
    return store


def person(code: str) -> Person:
    return Person(code, "north", "en", {"sex": "f"}, date(2026, 3, 2), "enrolled")


def enrol(store: Store, code: str) -> None:
    with store.writing() as writing:
        writing.enrol(person(code), OPERATOR)


def test_what_was_written_is_there_after_opening_again(database: str) -> None:
    store = begun(database)
    enrol(store, "P01")
    store.close()
    again = Store(database, "s")
    assert again.people()[0].code == "P01"
    assert again.person("P01").factors == {"sex": "f"}
    assert [one.kind for one in again.events()] == ["started", "enrolled"]
    assert again.events()[1].by == "kim"
    assert again.verify().ok
    again.close()


def test_what_fails_half_way_leaves_nothing(database: str) -> None:
    store = begun(database)

    def fail_half_way() -> None:
        with store.writing() as writing:
            writing.enrol(person("P01"), OPERATOR)
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail_half_way()
    assert (store.people(), len(store.events())) == ((), 1)
    enrol(store, "P01")
    with pytest.raises(AlongsideError, match="there is a P01 already"):
        enrol(store, "P01")
    assert store.verify().count == 2
    store.close()


@pytest.mark.parametrize(
    ("tamper", "line"),
    [
        (update(EventRow).where(EventRow.n == 2).values(data='{"day_one":"2026-03-09"}'), 2),
        (delete(EventRow).where(EventRow.n == 2), 2),
        (delete(EventRow).where(EventRow.n == 4), 0),
        (update(EventRow).where(EventRow.n == 4).values(by="somebody else"), 4),
    ],
)
def test_an_event_that_was_changed_or_removed_is_found(database: str, tamper: object, line: int) -> None:
    store = begun(database)
    for code in ("P01", "P02", "P03"):
        enrol(store, code)
    assert store.verify().ok
    with store.engine.begin() as connection:
        connection.execute(tamper)  # type: ignore[call-overload]
    verdict = store.verify()
    assert (verdict.ok, verdict.line) == (False, line)
    store.close()


def test_several_writers_make_one_chain(database: str) -> None:
    begun(database).close()

    def write(name: str) -> None:
        store = Store(database, "s")
        for number in range(8):
            enrol(store, f"{name}{number}")
        store.close()

    writers = [threading.Thread(target=write, args=(name,)) for name in "ABC"]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()
    store = Store(database, "s")
    assert len(store.people()) == 24
    assert (store.verify().ok, store.verify().count) == (True, 25)
    store.close()


def test_two_studies_in_one_database_keep_to_themselves(database: str) -> None:
    one, other = begun(database, "one"), begun(database, "other")
    enrol(one, "P01")
    assert other.people() == ()
    assert len(other.events()) == 1
    with pytest.raises(AlongsideError, match="in the database already"):
        one.begin("A study", "1", "0" * 64, (), OPERATOR)
    one.close()
    other.close()


def test_the_migrations_make_the_tables_that_the_program_has(database: str) -> None:
    engine = open_database(database)
    with engine.begin() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, Base.metadata) == []
        command.downgrade(migrations(connection), "base")
        assert set(inspect(connection).get_table_names()) <= {"alembic_version"}
    engine.dispose()


def test_a_database_of_a_newer_program_is_left_alone(database: str) -> None:
    engine = open_database(database)
    with engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    engine.dispose()
    with pytest.raises(AlongsideError, match="newer Alongside"):
        open_database(database)


def test_sqlite_is_private_and_overwrites_what_is_deleted(tmp_path: Path) -> None:
    path = tmp_path / "deep" / "index.sqlite"
    store = begun(str(path))
    enrol(store, "SECRETCODE")
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert b"SECRETCODE" in path.read_bytes()
    with store.engine.begin() as connection:
        connection.execute(delete(EventRow))
        connection.execute(delete(ParticipantRow))
    store.close()
    assert [item.name for item in path.parent.iterdir()] == ["index.sqlite"]
    assert b"SECRETCODE" not in path.read_bytes()


def test_a_place_that_is_no_database_is_told_in_one_line(tmp_path: Path) -> None:
    (tmp_path / "index.sqlite").write_bytes(b"not a database, but long enough to look like one" * 30)
    for place in (
        str(tmp_path / "index.sqlite"),
        "postgresql://study@localhost:1/none",
        "mysql://localhost/x",
        "postgresql://[",
    ):
        with pytest.raises(AlongsideError) as caught:
            open_database(place)
        assert "\n" not in str(caught.value)


def test_a_password_is_never_written_down_and_can_come_from_the_surroundings(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    assert without_password("postgresql://kim:secret@db.example/study") == (
        "postgresql+pg8000://kim@db.example/study"
    )
    monkeypatch.setenv("ALONGSIDE_DATABASE_PASSWORD", "hidden!")
    with pytest.raises(AlongsideError) as caught:
        open_database("postgresql://kim@localhost:1/study")
    assert "hidden!" not in str(caught.value)


def test_a_writer_that_is_killed_leaves_a_whole_index(tmp_path: Path) -> None:
    path = tmp_path / "index.sqlite"
    store = begun(str(path))
    enrol(store, "P01")
    store.close()
    child = os.fork()
    if child == 0:
        inner = Store(path, "s")
        with inner.writing() as writing:
            writing.enrol(person("P02"), PROGRAM)
            writing.session.flush()
            os._exit(9)  # as if the power went
    os.waitpid(child, 0)
    again = Store(path, "s")
    assert [one.code for one in again.people()] == ["P01"]
    enrol(again, "P02")
    assert again.verify().ok
    again.close()
    assert sqlite3.connect(path).execute("PRAGMA integrity_check").fetchone() == ("ok",)


def test_a_full_disk_is_told_and_nothing_is_half_written(tmp_path: Path) -> None:
    store = begun(str(tmp_path / "index.sqlite"))
    store.engine.dispose()

    @event.listens_for(store.engine, "connect")
    def _no_more_room(connection: sqlite3.Connection, _: object) -> None:
        connection.execute("PRAGMA max_page_count=60")

    def fill() -> None:
        for number in range(100):
            with store.writing() as writing:
                large = replace(person(f"P{number}"), factors={"sex": "f" * 20_000})
                writing.enrol(large, OPERATOR)

    with pytest.raises(AlongsideError, match=r"is full\. Nothing of it was written") as caught:
        fill()
    assert "\n" not in str(caught.value)
    people = len(store.people())
    assert 0 < people < 100
    assert (store.verify().ok, store.verify().count) == (True, 1 + people)
    store.close()


def test_a_password_may_stand_in_the_address(new_postgres: Callable[[], str]) -> None:
    store = begun(new_postgres().replace("study@", "study:word@"))
    enrol(store, "P01")
    assert store.people()[0].code == "P01"
    store.close()
