"""`alongside study`: a controlled study, from its protocol to its last visit."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated

import typer

from alongside.errors import AlongsideError
from commands import (
    study_days,
    study_export,
    study_list,
    study_people,
    study_rehearse,
    study_report,
    study_vault,
    study_visit,
)
from commands.study_options import By, Database, Folder, Seals, Why
from study.allocation.allocator import check_list
from study.apart import apart
from study.protocol.json_schema import schema as made
from study.protocol.load import examine
from study.protocol.templates import new_study
from study.store.records import Who
from study.studies import amend_study, open_study, start_study
from study.vault.withdrawal import check_receipts

app = typer.Typer(
    help="Studies: begin one from a template, check it, start it, and lead people through it.",
    no_args_is_help=True,
)


@app.command()
def new(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="A new folder for the study.")],
    template: Annotated[str, typer.Option(help="fifteen_days or one_visit.")] = "fifteen_days",
    contact: Annotated[
        list[str] | None,
        typer.Option(help="A crisis contact: 'who | how to reach them | when'. May be given several times."),
    ] = None,
) -> None:
    """Begin a study of your own from one that comes along."""
    path = new_study(folder, template, tuple(contact or ()))
    typer.echo(f"{path}: change it to your study, then: alongside study check {folder}")


@app.command()
def check(folder: Folder) -> None:
    """Say whether a protocol is in order; whatever is wrong is told with its line."""
    loaded, wrong = examine(folder)
    for error in wrong[:-1]:
        typer.echo(str(error), err=True)
    if wrong:
        raise wrong[-1]
    protocol = loaded.protocol
    days = {day for visit in protocol.visits for day in visit.days}
    typer.echo(
        f"{protocol.title}: in order. {protocol.people} people, {_count(len(protocol.arms), 'arm')}, "
        f"{_count(len(days), 'day')}, version {protocol.version}."
    )


@app.command()
def schema() -> None:
    """Print the JSON Schema of a protocol, for editors."""
    typer.echo(json.dumps(made(), indent=2))


@app.command()
def start(folder: Folder, by: By, database: Database = "", seals: Seals = None) -> None:
    """Freeze the protocol and begin: from here on the study runs with what it has now.

    The list of allocations is sealed: its seed is kept in a file outside the study's folder, best with
    somebody who does not enrol. Only its hash goes into the study.
    """
    study = start_study(folder, Who(by, "operator"), database=database, seals=seals)
    typer.echo(f"{study.protocol.title}: begun, version {study.protocol.version}.")
    typer.echo(f"The seal of its list is in {seals or apart('seals')}: keep a copy apart from the study.")
    typer.echo(f"Participants' keys will be in {study.vault.folder}: back them up apart from the data.")
    typer.echo(f"Now: alongside study enrol {folder} P01")
    study.close()


@app.command()
def amend(folder: Folder, why: Why, by: By, database: Database = "") -> None:
    """Record what has changed since the study began, so that it runs again."""
    for change in amend_study(folder, Who(by, "operator"), why, database=database):
        typer.echo(f"- {change}")
    typer.echo("On record. The study runs with this from now on.")


@app.command()
def verify(folder: Folder, database: Database = "", seals: Seals = None) -> None:
    """Is the study what it began with, are its events whole, is an opened list what its seed says?"""
    study = open_study(folder, database=database, seals=seals)
    try:
        verdict = study.store.verify()
        if not verdict.ok:
            raise AlongsideError(f"the events of {folder} are not whole: event {verdict.line}: {verdict.why}")
        for wrong_receipt in check_receipts(study):
            raise AlongsideError(wrong_receipt, "Bring a copy back.")
        wrong = check_list(study.protocol, study.store) if study.store.events("unsealed") else []
        if wrong:
            raise AlongsideError(f"the list of {folder} is not what its seed says: {wrong[0]}")
        typer.echo(f"{folder}: whole, {verdict.count} events, head {verdict.head[:16]}")
    finally:
        study.close()


study_people.add_to(app)
study_days.add_to(app)
study_list.add_to(app)
study_report.add_to(app)
study_rehearse.add_to(app)
study_vault.add_to(app)
study_export.add_to(app)
study_visit.add_to(app)


def _count(number: int, of: str) -> str:
    return f"{number} {of}" if number == 1 else f"{number} {of}s"
