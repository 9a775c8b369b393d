"""`alongside study seal`, `withdraw`: what participants said, under their keys, and destroyed."""

from __future__ import annotations

import sys
from typing import Annotated

import typer

from alongside.errors import AlongsideError
from commands.study_options import By, Code, Database, Folder, Seals, Why
from commands.study_people import opened
from study.store.records import Who
from study.vault.receipts import unfinished
from study.vault.visits import seal_over
from study.vault.withdrawal import withdraw as destroy_all

_SAID = {
    "key": "The key is destroyed: no copy can be read any more.",
    "sessions": "The sessions are destroyed.",
    "memory": "The companion has forgotten them.",
    "files": "Calendars, exports and reports are deleted.",
    "rows": "Their rows are deleted from the index.",
    "pages": "The database keeps nothing of them.",
}


def seal(folder: Folder, database: Database = "", seals: Seals = None) -> None:
    """Seal the sessions of all visits that are over. One that is under way is left for the next time."""
    trouble: list[str] = []
    with opened(folder, database, seals, drifted=True) as study:
        done = seal_over(study, trouble=trouble.append)
        trouble += [
            f"The withdrawal of {code} was broken off: withdraw again." for code in unfinished(folder)
        ]
    for line in trouble:
        typer.echo(line, err=True)
    typer.echo(f"{len(done)} sessions sealed." if done else "Nothing new to seal.")
    if trouble:
        raise typer.Exit(1)


def withdraw(
    folder: Folder,
    code: Code,
    why: Why,
    by: By,
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask again.")] = False,
    database: Database = "",
    seals: Seals = None,
) -> None:
    """Destroy everything there is of somebody who withdraws: nobody can bring it back. A receipt stays.

    Broken off, it goes on when it is called again. To end their part and keep what was collected:
    alongside study person DIR CODE withdrawn.
    """
    # Withdrawing is everybody's right, also while the study stands still because it drifted.
    with opened(folder, database, seals, drifted=True) as study:
        if not yes and sys.stdin.isatty() and typer.prompt(f"Write {code} to destroy all of theirs") != code:
            raise AlongsideError("nothing was destroyed")
        receipt = destroy_all(study, code, Who(by, "operator"), why, _say)
    if not receipt.destroyed["key"]:
        typer.echo(f"The key of {code} was not here: destroy it where it is, or copies can still be read.")
    for path in receipt.left:
        typer.echo(f"{folder / path} names {code} and is your own: look at it.")
    for name in receipt.again:
        typer.echo(f"{folder / name} held them among others: make it again.")
    for place in receipt.elsewhere:
        typer.echo(f"An export in {place} holds them: delete it, and make it again.")
    typer.echo(f"The receipt: {folder / 'receipts' / code}.json. Destroy copies of the key, too.")


def _say(point: str) -> None:
    if point in _SAID:
        typer.echo(_SAID[point])


def add_to(app: typer.Typer) -> None:
    """Give `alongside study` these verbs."""
    for verb in (seal, withdraw):
        app.command()(verb)
