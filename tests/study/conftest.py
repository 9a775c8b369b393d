"""Databases for the tests of studies: a SQLite file, and PostgreSQL, one server for all tests of a run."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator
from pathlib import Path

import pg8000.native
import pytest

from tests.study.postgres import postgres

_numbers = itertools.count(1)


@pytest.fixture(scope="session")
def postgres_socket() -> Iterator[Path]:
    """The folder of a running PostgreSQL's socket."""
    with postgres() as place:
        yield place


@pytest.fixture
def new_postgres(postgres_socket: Path) -> Callable[[], str]:
    """Makes the address of a fresh, empty PostgreSQL database."""

    def make() -> str:
        name = f"study_{next(_numbers)}"
        socket = postgres_socket / ".s.PGSQL.5432"
        with pg8000.native.Connection("study", unix_sock=str(socket), database="postgres") as connection:
            connection.run(f"CREATE DATABASE {name}")
        return f"postgresql://study@/{name}?unix_sock={socket}"

    return make


@pytest.fixture(params=["sqlite", "postgresql"])
def database(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """A fresh database, once in each kind."""
    if request.param == "sqlite":
        return str(tmp_path / "index.sqlite")
    make: Callable[[], str] = request.getfixturevalue("new_postgres")
    return make()
