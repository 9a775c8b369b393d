"""`alongside report SESSION`: write the report of a session."""

from __future__ import annotations

from typing import Annotated

import typer

from alongside.sessions import find_session


def report(
    session: Annotated[
        str, typer.Argument(help="A session's folder, its name, or `last` for the newest one.")
    ] = "last",
) -> None:
    """Write a session's report: one self-contained page with transcript, figures and worksheet.

    Prints the path of the page; open it in any browser, it needs no network.
    """
    folder = find_session(session)
    # Imported here: the plotting library takes a second that no other verb should wait for.
    from study.report import write_report

    typer.echo(str(write_report(folder)))
