"""`alongside worksheet`: everything about worksheets from the terminal."""

from __future__ import annotations

import json
from typing import Annotated

import typer
from rich.console import Console

from agent.worksheets.advice import advice, spoken_minutes, wordings
from agent.worksheets.json_schema import schema
from agent.worksheets.sheet import load_sheet, sheet_names
from commands.worksheet_paper import enter, print_sheet
from commands.worksheet_preview import preview
from commands.worksheet_run import run

app = typer.Typer(
    help="Worksheets: check one that you wrote, see how it is asked, do it in the terminal or on paper.",
    no_args_is_help=True,
)
Name = Annotated[str, typer.Argument(metavar="SHEET", help="A worksheet's name, or the path of a YAML file.")]


@app.command()
def check(name: Name) -> None:
    """Say whether a worksheet is in order; what is wrong is told with its line."""
    sheet = load_sheet(name)
    notes = list(advice(sheet))
    many = len(sheet.fields)
    typer.echo(
        f"{sheet.title}: in order. {many} field{'' if many == 1 else 's'}, {wordings(sheet)} wordings."
    )
    asked = max(1, round(spoken_minutes(sheet)))
    typer.echo(
        f"Its questions take about {asked} minute{'' if asked == 1 else 's'} to be said; "
        f"with the answers it is put at {sheet.minutes}."
    )
    for line in notes:
        typer.echo(f"- {line}")


@app.command("preview")
def show(name: Name) -> None:
    """Show a worksheet as it would be asked, with its branches and stop rules."""
    preview(load_sheet(name), Console(highlight=False))


@app.command("list")
def names() -> None:
    """List the worksheets that come along."""
    for name in sheet_names():
        sheet = load_sheet(name)
        typer.echo(f"{name:24} {sheet.minutes:3} min  {sheet.about}")


@app.command("schema")
def json_schema() -> None:
    """Print the JSON Schema of a worksheet, for editors."""
    typer.echo(json.dumps(schema(), indent=2))


app.command("run")(run)

app.command("print")(print_sheet)
app.command("enter")(enter)
