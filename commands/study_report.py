"""`alongside study report`: a study on one page, with all its tables."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from alongside.errors import AlongsideError
from commands.study_options import By, Database, Folder, Seals
from study.store.records import Who
from study.studies import open_study


def report(
    folder: Folder,
    by: By,
    out: Annotated[
        Path | None, typer.Option(metavar="FOLDER", help="Where to; else `report` in the study's folder.")
    ] = None,
    role: Annotated[
        str, typer.Option(help="Who reads it: operator, rater or analyst. Those blinded see nobody's arm.")
    ] = "analyst",
    per_protocol: Annotated[
        float, typer.Option(min=0, max=1, help="The least share of visits kept that counts as per protocol.")
    ] = 0.8,
    database: Database = "",
    seals: Seals = None,
) -> None:
    """Write the report on a study: flow, adherence, scores by arm, safety, and all tables as CSV.

    Until the list is opened (alongside study unseal) arms are named by letters that tell nothing.
    """
    # Imported here: the plotting and statistics libraries take seconds that no other verb should wait for.
    try:
        import statsmodels  # noqa: F401 - only whether it is there
    except ImportError:
        raise AlongsideError("statsmodels is not installed", "pip install 'alongside[analysis]'") from None
    from study.analysis.report import write_study_report

    # Looked at, not gone on with: it may be read on a computer that is not the one it runs on.
    study = open_study(folder, database=database, seals=seals, drifted=True)
    try:
        with Console(stderr=True).status("opening the study") as status:
            made = write_study_report(study, Who(by, role), out, per_protocol, status.update)
    finally:
        study.close()
    typer.echo(f"{made.page}: open it in a browser. {made.tables} tables lie beside it.")
    if out is not None:
        typer.echo("When somebody withdraws, delete this folder and make the report again: it lies apart.")


def add_to(app: typer.Typer) -> None:
    """Give `alongside study` this verb."""
    app.command()(report)
