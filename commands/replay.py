"""`alongside replay SESSION`: does the companion do the same again, given what it heard?"""

from __future__ import annotations

import asyncio
import time
from pathlib import Path
from typing import Annotated

import typer

from agent.remembering.began import BEGAN_WITH
from alongside.errors import AlongsideError
from alongside.eventlog import LOG, MANIFEST
from alongside.sessions import find_session
from study.account import Line, read_account
from study.replay import replay as replay_session
from study.transcript import clock, shown
from study.vault.opening import kept

LONGEST_PAUSE = 10.0
"""Seconds; longer silences are shortened when a transcript is printed in time."""


def replay(
    session: Annotated[
        str, typer.Argument(help="A session's folder, its name, or `last` for the newest one.")
    ] = "last",
    speed: Annotated[
        float,
        typer.Option(
            min=0, help="First print the transcript in time: 1 as it was, 10 ten times as fast, 0 not."
        ),
    ] = 0.0,
) -> None:
    """Put what was heard in a session to the same companion again and compare what it does.

    Ends with 0 if the same acts come out, with 1 and a list of the differences if not.
    """
    folder = find_session(session)
    with kept(folder, only=(LOG, MANIFEST, BEGAN_WITH)) as readable:
        if speed:
            print_transcript(readable, speed)
        found = asyncio.run(replay_session(readable))
    for line in (*found.troubles, *found.difference()):
        typer.echo(line)
    if not found.same:
        counts = f"{len(found.recorded)} acts were recorded, {len(found.again)} came out"
        raise AlongsideError(
            f"The replay of {folder} went another way: {counts}", "Lines with - and + differ."
        )
    typer.echo(f"{folder}: the same {len(found.recorded)} acts came out")


def print_transcript(folder: Path, speed: float) -> None:
    """Print the lines of a session, with the pauses between them divided by `speed`."""
    before: Line | None = None
    for line in read_account(folder).lines:
        if before is not None:
            time.sleep(min(LONGEST_PAUSE, max(0.0, line.minute - before.minute) * 60 / speed))
        typer.echo(f"{clock(line.minute):>6}  {line.who:<11}  {shown(line)}")
        before = line
