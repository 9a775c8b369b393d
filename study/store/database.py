"""Opens the database: a SQLite file, or PostgreSQL by its address; brings its tables up to date.

SQLite overwrites what is deleted (secure_delete) and keeps no write-ahead log, so that nothing that was
deleted lingers in a page or beside the file. PostgreSQL is spoken by pg8000 (BSD), from
`pip install alongside[postgres]`.
"""

from __future__ import annotations

import contextlib
import getpass
import importlib.util
import os
from pathlib import Path
from typing import Any

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine, create_engine, event, text
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError, SQLAlchemyError

from alongside.errors import AlongsideError
from alongside.private import private_file

PASSWORD = "ALONGSIDE_DATABASE_PASSWORD"
"""The variable with the password of a PostgreSQL address that has none."""
_LOCK = 0x616C6F6E67
"""PostgreSQL's advisory lock, held while tables are brought up to date."""
WAIT = 20
"""Seconds to wait for another program that writes."""


def open_database(place: str | Path) -> Engine:
    """The engine of a database, its tables up to date. `place`: a path, or `postgresql://…`.

    Raises AlongsideError in one line where it cannot be reached or is newer than this program.
    """
    url = _url(place)
    made = _made(url, keys=False)  # a table that is written anew must not take with it what refers to it
    try:
        with made.begin() as connection:
            _upgrade(connection)
    except (SQLAlchemyError, OSError) as error:
        raise _unreachable(url, error) from None
    finally:
        made.dispose()
    return _made(url, keys=True)


def without_password(place: str) -> str:
    """An address that may be written down."""
    if "://" not in place:
        return place
    url = _url(place, password=False)
    bare = URL.create(url.drivername, url.username, None, url.host, url.port, url.database, url.query)
    return bare.render_as_string(hide_password=False)


def _url(place: str | Path, password: bool = True) -> URL:
    if "://" not in str(place):
        return URL.create("sqlite+pysqlite", database=str(place))
    try:
        url = make_url(str(place))
    except ArgumentError:
        raise AlongsideError(
            "the address of the database cannot be read", "postgresql://USER@HOST/NAME"
        ) from None
    if url.get_backend_name() == "sqlite":
        return url
    if url.get_backend_name() != "postgresql":
        raise AlongsideError(f"no study is kept in {url.get_backend_name()}", "Use SQLite or PostgreSQL.")
    if url.drivername == "postgresql":
        url = url.set(drivername="postgresql+pg8000")
    driver = url.get_driver_name()
    if importlib.util.find_spec(driver) is None:
        raise AlongsideError(f"{driver} is not installed", "pip install 'alongside[postgres]'")
    if not url.username:
        url = url.set(username=getpass.getuser())
    if password and not url.password and PASSWORD in os.environ:
        url = url.set(password=os.environ[PASSWORD])
    return url


def _made(url: URL, keys: bool) -> Engine:
    """An engine; `keys`: whether SQLite holds to foreign keys (PostgreSQL always does)."""
    if url.get_backend_name() != "sqlite":
        return create_engine(url, pool_pre_ping=True)
    path = Path(url.database or "")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with contextlib.suppress(FileExistsError):
            private_file(path).close()  # private before anything is in it
    except OSError as error:
        raise _unreachable(url, error) from None
    engine = create_engine(url, connect_args={"timeout": WAIT, "check_same_thread": False})

    @event.listens_for(engine, "connect")
    def _prepare(connection: Any, _: Any) -> None:
        connection.isolation_level = None  # transactions are begun below, not by the driver
        for pragma in (
            f"foreign_keys={'ON' if keys else 'OFF'}",
            "secure_delete=ON",
            "journal_mode=DELETE",
            "synchronous=FULL",
        ):
            connection.execute(f"PRAGMA {pragma}")

    @event.listens_for(engine, "begin")
    def _begin(connection: Connection) -> None:
        # Who will write takes the lock at once: two that read first and write later would block each other.
        reads = connection.get_execution_options().get("reads", False)
        connection.exec_driver_sql("BEGIN" if reads else "BEGIN IMMEDIATE")

    return engine


def _upgrade(connection: Connection) -> None:
    if connection.dialect.name == "postgresql":
        connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _LOCK})
    config = migrations(connection)
    script = ScriptDirectory.from_config(config)
    found = MigrationContext.configure(connection).get_current_revision()
    if found == script.get_current_head():
        return
    if found and found not in {revision.revision for revision in script.walk_revisions()}:
        raise AlongsideError("the database was made by a newer Alongside", "Update this one.")
    command.upgrade(config, "head")


def migrations(connection: Connection) -> Config:
    """Alembic's configuration for our migrations, on this connection."""
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations").replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    config.attributes["connection"] = connection
    return config


def cause(error: Exception) -> str:
    """What a database says went wrong, in one line and without the values that it was given."""
    said = getattr(error, "orig", None) or error
    first = said.args[0] if said.args else ""
    if isinstance(first, dict):  # PostgreSQL's fields; M is the message, D would hold values
        first = first.get("M", "")
    return str(first or type(said).__name__).strip().split("\n")[0][:160]


def _unreachable(url: URL, error: Exception) -> AlongsideError:
    shown = url.render_as_string(hide_password=True)
    return AlongsideError(
        f"the database {shown} cannot be opened: {cause(error)}", "Check that it is there and yours."
    )
