"""`alongside study rehearse`: the fifteen-day study with simulated people, end to end, held to the truth."""

from __future__ import annotations

import logging
import tempfile
import time
from collections.abc import Sequence
from contextlib import nullcontext
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn
from rich.table import Table

if TYPE_CHECKING:
    from rehearsal.study.compare import Row


def rehearse(
    folder: Annotated[
        Path | None,
        typer.Argument(metavar="[DIR]", help="A new folder to keep the study in; else nothing is kept."),
    ] = None,
    people: Annotated[int, typer.Option(help="How many are allocated; 6 or more.")] = 38,
    days: Annotated[int, typer.Option(help="Daily visits, from 4 to 15.")] = 15,
    seed: Annotated[int, typer.Option(help="The same seed gives the same study.")] = 1,
) -> None:
    """Rehearse the fifteen-day, three-arm study: simulated people, the real engine, companion and record.

    People drop out, miss days and make up for them; one withdraws, one tells of danger, and the power fails
    in the middle of a visit. Every figure in the study's books is held to what was really done. Ends with 0
    if all are equal, with 1 if not.
    """
    # Imported here: the statistics and plotting libraries take seconds that no other verb should wait for.
    from rehearsal.study.compare import compare
    from rehearsal.study.conduct import rehearse as conduct
    from rehearsal.study.digest import digest

    # What a guardian tells of danger is for those who run sessions; here it is part of the play.
    logging.getLogger("alongside").addHandler(logging.NullHandler())
    console, began = Console(stderr=True), time.monotonic()
    with nullcontext(folder) if folder else tempfile.TemporaryDirectory() as place:
        columns = (TextColumn("day"), MofNCompleteColumn(), BarColumn(), TimeElapsedColumn())
        with Progress(*columns, console=console) as bar:
            task = bar.add_task("", total=None)

            def told(day: int, of: int) -> None:
                bar.update(task, completed=day, total=of)
                if not console.is_terminal:  # where no bar is drawn: in a file, beside a long wait
                    console.print(f"day {day} of {of}")

            done = conduct(
                Path(place) / "study",
                Path(place) / "apart",
                people=people,
                days=days,
                seed=seed,
                told=told,
            )
        content = digest(done.study)
        with console.status("comparing") as status:
            rows = compare(done, status.update)
        done.study.close()
    _show(rows)
    unequal = sum(not row.equal for row in rows)
    typer.echo(
        f"{len(rows) - unequal} of {len(rows)} figures are equal. Seed {seed}: content {content[:16]}."
    )
    typer.echo(f"{people} people, {days} days: {time.monotonic() - began:.0f} s. Turns were read by rules.")
    if folder:
        typer.echo(f"The study is in {folder / 'study'}; its seal and keys are in {folder / 'apart'}.")
    if unequal:
        raise typer.Exit(1)


def _show(rows: Sequence[Row]) -> None:
    table = Table("figure", box=None)
    for name in ("truth", "counted", "in the report", "equal"):
        table.add_column(name, justify="right")
    for row in rows:
        report = "" if row.reported is None else f"{row.reported:g}"
        must = f"at most {row.truth:g}" if row.at_most else f"{row.truth:g}"
        table.add_row(row.name, must, f"{row.counted:g}", report, "yes" if row.equal else "NO")
    Console(width=110).print(table)


def add_to(app: typer.Typer) -> None:
    """Give `alongside study` this verb."""
    app.command()(rehearse)
