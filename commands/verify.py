"""`alongside verify SESSION`: is the record whole, and as it was written?"""

from __future__ import annotations

from typing import Annotated

import typer

from alongside.errors import AlongsideError
from alongside.eventlog import LOG, MANIFEST
from alongside.eventlog import verify as check
from alongside.sessions import find_session
from study.deletion import read_receipt, was_deleted
from study.vault.opening import kept


def verify(
    session: Annotated[
        str, typer.Argument(help="A session's folder, its name, or `last` for the newest one.")
    ] = "last",
) -> None:
    """Check a session's record: has any event been changed, removed, added or cut off?

    Prints one line. Ends with 0 if the record is whole, with 1 if it is not.
    """
    folder = find_session(session)
    if was_deleted(folder):
        when = read_receipt(folder)["when"]
        raise AlongsideError(f"The record in {folder} was deleted on {when}", "Its receipt is receipt.json.")
    with kept(folder, only=(LOG, MANIFEST)) as open_folder:
        verdict = check(open_folder)
    if not verdict.ok:
        place = f"line {verdict.line}: " if verdict.line else ""
        raise AlongsideError(f"The record in {folder} is not whole: {place}{verdict.why}")
    end = "closed" if verdict.closed else "not closed yet"
    typer.echo(f"{folder}: whole, {verdict.count} events, {end}, head {verdict.head[:16]}")
