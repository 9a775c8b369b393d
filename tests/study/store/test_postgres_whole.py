"""A whole study on a real PostgreSQL: two sites at once, from enrolment to the export; and newer tables."""

from __future__ import annotations

import csv
import shutil
import threading
from collections.abc import Callable
from pathlib import Path

import pytest
from alembic.config import Config
from sqlalchemy import Connection, inspect, text

import study.store.database as database
from alongside.errors import AlongsideError
from study.adherence import adherence
from study.export.export import export_study
from study.export.masking import Unmasked
from study.store.database import open_database
from study.store.records import Who
from study.store.store import Store
from study.studies import open_study
from study.visits.consequences import Outcome
from study.visits.engine import Engine
from study.visits.people import enrol
from tests.study.running import Running

SITES = ("north", "south")
PEOPLE = 4
"""At each site."""


def held(engine: Engine, code: str, who: Who) -> None:
    """Somebody's one visit, with two answers to each questionnaire, the first of them corrected."""
    while step := engine.next(code):
        if step.step.kind == "allocate":
            engine.allocate(step, who)
            continue
        engine.begin(step, who)
        if step.step.kind == "instrument":
            for item, value in (("1", "2"), ("2", "3"), ("1", "4")):
                engine.answer(step, item, value, who)
        engine.take(step, Outcome(scores={"total": 7.0}), who)


def test_two_sites_hold_their_visits_at_the_same_time(
    tmp_path: Path, new_postgres: Callable[[], str]
) -> None:
    rule = {"method": "stratified", "blocks": [2], "factors": [{"key": "site", "levels": list(SITES)}]}
    address = new_postgres()
    begun = Running(tmp_path, "one_visit", database=address, sites=list(SITES), allocation=rule)
    people = {site: [f"{site[0].upper()}{number}" for number in range(PEOPLE)] for site in SITES}
    wrong: list[BaseException] = []

    def at(site: str) -> None:
        """A site with a connection of its own, as from another computer."""
        try:
            here = open_study(
                begun.folder, database=address, seals=begun.seals, clock=begun.clock, zone=begun.study.zone
            )
            who = Who(f"operator of {site}", "operator")
            for code in people[site]:
                enrol(here, code, who, site=site)
                held(Engine(here), code, who)
            here.close()
        except BaseException as error:
            wrong.append(error)

    sites = [threading.Thread(target=at, args=(site,)) for site in SITES]
    for site in sites:
        site.start()
    for site in sites:
        site.join(60)
    assert wrong == []
    store = begun.study.store
    assert store.verify().ok
    assert {person.status for person in store.people()} == {"finished"}
    for site in SITES:
        arms = [begun.study.allocator.arm_of(code) for code in people[site]]
        assert sorted(arms) == ["face"] * (PEOPLE // 2) + ["text"] * (PEOPLE // 2)
    assert sorted(each.number for each in store.allocations()) == list(range(1, 2 * PEOPLE + 1))
    assert {row.state for row in adherence(begun.study)} == {"held"}
    everybody = sorted(code for codes in people.values() for code in codes)
    for code in everybody:
        found = [(a.item, a.value, a.revision) for a in store.answers(code, "visit", 1, "before")]
        assert sorted(found) == [("1", "2", 1), ("1", "4", 2), ("2", "3", 1)]
    done = export_study(begun.study, Who("kim", "analyst"), Unmasked(), why="a test", formats=["csv"])
    with (done.place / "csv" / "participants.csv").open(encoding="utf-8") as file:
        assert sorted(row["participant_id"] for row in csv.DictReader(file)) == [
            f"sub-{c}" for c in everybody
        ]
    assert done.rows["answers"] == 3 * len(everybody) * sum(
        step.kind == "instrument" for step in begun.study.protocol.visits[0].steps
    )
    assert store.events("exported")
    begun.study.close()


NEWER = '''
"""A table with one column more."""

import sqlalchemy as sa
from alembic import op

revision = "9001"
down_revision = "{before}"
branch_labels = depends_on = None


def upgrade():
    with op.batch_alter_table("participants") as table:
        table.add_column(sa.Column("hand", sa.String(8), nullable=False, server_default="right"))


def downgrade():
    with op.batch_alter_table("participants") as table:
        table.drop_column("hand")
'''


def test_a_newer_program_brings_the_tables_up_to_date_once_and_loses_nothing(
    tmp_path: Path, new_postgres: Callable[[], str], monkeypatch: pytest.MonkeyPatch
) -> None:
    address = new_postgres()
    older = Running(tmp_path, "one_visit", database=address)
    older.enrol("P01", "P02")
    older.visit("P01")
    before = (older.study.store.people(), older.study.store.events(), older.study.store.visits("P01"))
    older.study.close()
    made = database.migrations

    def newer(connection: Connection) -> Config:
        config = made(connection)
        config.set_main_option("script_location", str(tmp_path / "migrations"))
        return config

    shutil.copytree(Path(database.__file__).parent / "migrations", tmp_path / "migrations")
    with open_database(address).connect() as connection:
        head = connection.scalar(text("SELECT version_num FROM alembic_version"))
    (tmp_path / "migrations" / "versions" / "m9001_hand.py").write_text(NEWER.format(before=head))
    with monkeypatch.context() as updated:
        updated.setattr(database, "migrations", newer)
        stores: list[Store] = []
        both = [threading.Thread(target=lambda: stores.append(Store(address, "one_visit"))) for _ in SITES]
        for site in both:
            site.start()
        for site in both:
            site.join(60)
        assert len(stores) == 2
        for store in stores:
            assert (store.people(), store.events(), store.visits("P01")) == before
            assert store.verify().ok
        columns = {column["name"] for column in inspect(stores[0].engine).get_columns("participants")}
        assert "hand" in columns
        for store in stores:
            store.close()
    with pytest.raises(AlongsideError, match="made by a newer Alongside"):
        Store(address, "one_visit")
