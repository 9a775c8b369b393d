"""`alongside study arm`, `reveal`, `unseal`: the sealed list of allocations, each look on record."""

from __future__ import annotations

import typer

from alongside.errors import AlongsideError
from commands.study_options import By, Code, Database, Folder, Role, Seals, Why
from commands.study_people import opened
from study.store.records import Who


def arm(
    folder: Folder,
    code: Code,
    why: Why,
    by: By,
    role: Role = "operator",
    database: Database = "",
    seals: Seals = None,
) -> None:
    """Show somebody's arm to one who may see it; that they saw it goes on record."""
    with opened(folder, database, seals) as study:
        found = study.allocator.show(code, Who(by, role), why)
        typer.echo(f"{code}: {found or 'not allocated yet'}")


def reveal(
    folder: Folder,
    code: Code,
    why: Why,
    by: By,
    role: Role = "operator",
    database: Database = "",
    seals: Seals = None,
) -> None:
    """Break the blind for one person, in need; goes on record with the reason."""
    with opened(folder, database, seals) as study:
        typer.echo(f"{code}: {study.allocator.reveal(code, Who(by, role), why)}")


def unseal(folder: Folder, why: Why, by: By, database: Database = "", seals: Seals = None) -> None:
    """Open the whole list, once the study is over. Nobody is allocated after that.

    The seed goes on record, so that everybody can make the list again and compare: alongside study verify.
    """
    with opened(folder, database, seals) as study:
        if study.store.status() != "closed":
            raise AlongsideError(
                "the study is not closed, and nobody can be allocated once its list is open",
                f"When everybody is through: alongside study status {folder} closed --why 'all are through'",
            )
        for code, found in study.allocator.unseal(Who(by, "keeper"), why).items():
            typer.echo(f"{code}  {found}")


def add_to(app: typer.Typer) -> None:
    """Give `alongside study` these verbs."""
    for verb in (arm, reveal, unseal):
        app.command()(verb)
