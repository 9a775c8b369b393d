"""`alongside study export`: a study as tables, without what tells who somebody is."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from alongside.errors import AlongsideError
from commands.study_options import By, Database, Folder, Seals
from study.store.records import Who
from study.studies import open_study


def export(
    folder: Folder,
    by: By,
    out: Annotated[
        Path | None, typer.Option(metavar="DIR", help="A new folder; else the next in the study's exports/.")
    ] = None,
    format: Annotated[
        str, typer.Option(help="csv, parquet, bids: one or several, with commas.")
    ] = "csv,parquet,bids",
    names: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Names that you know of, one a line: masked as well.")
    ] = None,
    audio: Annotated[
        bool,
        typer.Option("--audio", help="Also the sound of those who agreed to that. A voice is known by it."),
    ] = False,
    unmasked: Annotated[
        str,
        typer.Option(
            metavar="WHY", help="Words as they were said, names and all; the reason goes on record."
        ),
    ] = "",
    role: Annotated[
        str, typer.Option(help="Who gets it: operator, rater or analyst. Those blinded see nobody's arm.")
    ] = "analyst",
    database: Database = "",
    seals: Seals = None,
) -> None:
    """Write the tables of a study: participants, visits, steps, scores, answers, events of the sessions.

    Codes and numbers of days; names, places, organisations, addresses and numbers are masked in words.
    Only what a person's newest consent allows is written.
    """
    from study.export.export import export_study
    from study.export.masking import Names, Unmasked

    masker = Unmasked() if unmasked else Names(_lines(names))
    study = open_study(folder, database=database, seals=seals, drifted=True)
    try:
        with Console(stderr=True).status("opening the study") as status:
            done = export_study(
                study, Who(by, role), masker, out=out, why=unmasked, audio=audio, told=status.update,
                formats=[each.strip() for each in format.split(",") if each.strip()],
            )  # fmt: skip
    finally:
        study.close()
    counts = ", ".join(f"{count} {name}" for name, count in done.rows.items())
    typer.echo(f"{done.place}: {counts or 'nobody yet'}.")
    if done.silent:
        typer.echo(f"{done.silent} records without words: keeping them was not agreed to, or is no more.")
    if audio:
        typer.echo(f"The sound of {done.sounds} records is there.")
    if not unmasked:
        typer.echo("Masking by program misses some names: read before you share.")
    if out is not None:
        typer.echo("When somebody withdraws, delete this folder and export again: it lies apart.")


def add_to(app: typer.Typer) -> None:
    """Give `alongside study` this verb."""
    app.command()(export)


def _lines(path: Path | None) -> list[str]:
    if path is None:
        return []
    try:
        return [line.strip() for line in path.read_text("utf-8").splitlines() if line.strip()]
    except (OSError, UnicodeDecodeError) as error:
        raise AlongsideError(
            f"{path} cannot be read: {error}", "A text file, UTF-8, a name a line."
        ) from None
