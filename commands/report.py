"""`alongside report SESSION`: write the report of a session."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from alongside.errors import AlongsideError
from alongside.sessions import find_session
from study.manifest import write_atomically
from study.vault.note import is_sealed
from study.vault.opening import kept


def report(
    session: Annotated[
        str, typer.Argument(help="A session's folder, its name, or `last` for the newest one.")
    ] = "last",
    out: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help="Where the page goes; a sealed session's folder holds none."),
    ] = None,
) -> None:
    """Write a session's report: one self-contained page with transcript, figures and worksheet.

    Prints the path of the page; open it in any browser, it needs no network.
    """
    folder = find_session(session)
    if is_sealed(folder) and out is None:
        raise AlongsideError(
            f"{folder.name} is sealed", "Say where its readable report is to lie: --out FILE."
        )
    # Imported here: the plotting library takes a second that no other verb should wait for.
    from study.report import write_report

    with kept(folder, only=("*.jsonl", "*.json")) as readable:
        page = write_report(readable)
        if out is not None:
            write_atomically(out, page.read_bytes())
    typer.echo(str(out or page))
