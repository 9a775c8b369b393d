"""`alongside worksheet print` and `enter`: sheets on paper, and back from it."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from agent.worksheets.saving import from_json_text, to_json
from agent.worksheets.schema import Sheet
from agent.worksheets.sheet import load_sheet
from agent.worksheets.state import SheetRun
from alongside.errors import AlongsideError

NAME = Annotated[str, typer.Argument(metavar="SHEET", help="A worksheet's name, or the path of a YAML file.")]


def print_sheet(
    sheet: NAME,
    filled: Annotated[
        Path | None, typer.Option(metavar="RUN.json", help="Print the answers in this file, too.")
    ] = None,
    paper: Annotated[str, typer.Option(help="A4 or Letter.")] = "A4",
    out: Annotated[Path | None, typer.Option(metavar="F.pdf", help="Where to write it.")] = None,
    person: Annotated[str, typer.Option(help="A code to print on a filled sheet.")] = "",
) -> None:
    """Write a worksheet as a PDF to fill in by hand, or with the answers of a saved run.

    Prints the path of the file.
    """
    # Imported here: no other verb should wait for the PDF library.
    from study.paper.pdf import sheet_pdf
    from study.paper.sources import blank, of_run

    read = load_sheet(sheet)
    done = _saved(filled, read) if filled is not None else None
    printed = of_run(done, who=person) if done is not None else blank(read)
    path = out or Path(f"{read.key}.pdf" if filled is None else f"{filled.stem}.pdf")
    _write(path, sheet_pdf(printed, paper))
    typer.echo(str(path))


def enter(
    sheet: NAME,
    out: Annotated[Path, typer.Option(metavar="RUN.json", help="Where the answers are written.")],
    twice: Annotated[bool, typer.Option("--twice", help="Type it twice, and settle what differs.")] = False,
    resume: Annotated[bool, typer.Option("--resume", help="Go on with a file that was begun.")] = False,
) -> None:
    """Type in a worksheet that was filled on paper, field by field.

    The file is the same that the screen and the voice leave, entered through the channel `paper`.
    """
    from study.paper.entry import Entry, StoppedError

    read = load_sheet(sheet)
    if out.exists() and not resume:
        raise AlongsideError(f"{out} is there already", "Name another file, or go on with it: --resume.")
    begun = _saved(out, read) if resume else None
    typing = Entry(_ask, typer.echo)
    try:
        run = typing.enter(read, begun)
        if twice:
            typer.echo("\nOnce more from the beginning, without looking at the first time.")
            run, found = typing.settle(run, typing.enter(read))
            fields = sum(run.plays)
            typer.echo(f"{len(found)} of {fields} fields differed.")
    except StoppedError as stopped:
        _write(out, to_json(stopped.run).encode())
        typer.echo(f"\nKept in {out}. Go on with: alongside worksheet enter {sheet} --out {out} --resume")
        raise typer.Exit(1) from None
    _write(out, to_json(run).encode())
    typer.echo(f"{out}\nPrint it: alongside worksheet print {sheet} --filled {out}")


def _ask(prompt: str) -> str:
    return input(prompt)


def _saved(path: Path, sheet: Sheet) -> SheetRun:
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError):
        raise AlongsideError(f"{path} cannot be read", "Name a file that `worksheet enter` wrote.") from None
    return from_json_text(text, sheet)


def _write(path: Path, data: bytes) -> None:
    try:
        path.write_bytes(data)
    except OSError as error:
        raise AlongsideError(f"{path} cannot be written: {error.strerror}", "Name another place.") from None
