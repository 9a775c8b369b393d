"""`alongside study due`, `calendar`, `look-in`, `adherence`, `expired`: the days of a study."""

from __future__ import annotations

import csv
import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path
from typing import Annotated, TextIO

import typer

from commands.study_options import Database, Folder, Json, Seals
from commands.study_people import opened, waits
from study.adherence import Kept
from study.adherence import adherence as rows
from study.protocol.reminders import calendar as made
from study.retention import expired as over
from study.store.records import ENDED
from study.vault.visits import seal_over
from study.visits.engine import Engine
from study.visits.people import look_in as look


def due(
    folder: Folder,
    code: Annotated[str, typer.Argument(metavar="[CODE]", help="Of them alone.")] = "",
    as_json: Json = False,
    database: Database = "",
    seals: Seals = None,
) -> None:
    """Say what is due today, and what may be made up for."""
    with opened(folder, database, seals) as study:
        engine, none = Engine(study), True
        for one in [study.store.person(code)] if code else study.store.people():
            step = engine.next(one.code)
            for standing in engine.due(one.code):
                none = False
                visit = study.protocol.visit(standing.occasion.visit)
                here = step if step and step.occasion == standing.occasion else None
                row = {
                    "code": one.code,
                    "visit": visit.key,
                    "day": standing.occasion.day,
                    "state": standing.state,
                    "next": here.step.name if here else "",
                    "until": str(standing.until) if standing.until.year < 9999 else "",
                    "hours": f"{visit.opens} to {visit.closes}",
                }
                if as_json:
                    typer.echo(json.dumps(row))
                else:
                    what = "to make up" if standing.state == "to_make_up" else "due"
                    then = f"next: {row['next']}" if here else f"opens {row['hours']}"
                    last = f"until {row['until']}" if row["until"] else "waits for them"
                    typer.echo(f"{one.code:12} day {row['day']:<3} {visit.title}: {what}, {last}; {then}")
        if none and not as_json:
            still = waits(study, code)
            typer.echo(f"Nothing is due today{f': {still}' if still else ''}.")


def calendar(
    folder: Folder,
    code: Annotated[str, typer.Argument(metavar="[CODE]", help="Of them alone.")] = "",
    out: Annotated[
        Path | None,
        typer.Option(metavar="FOLDER", help="Where the files go; else the study's own calendars/."),
    ] = None,
    database: Database = "",
    seals: Seals = None,
) -> None:
    """Write a calendar file of reminders for everybody who is under way (or one person)."""
    with opened(folder, database, seals) as study:
        engine = Engine(study)
        place = out or folder / "calendars"
        found = [study.store.person(code)] if code else study.store.people()
        place.mkdir(parents=True, exist_ok=True)
        for one in found:
            if one.status in ENDED:
                continue
            path = place / f"{one.code}.ics"
            path.write_bytes(made(study.protocol, one.code, engine.standing(one.code), study.now()))
            typer.echo(str(path))


def look_in(folder: Folder, database: Database = "", seals: Seals = None) -> None:
    """Once a day: who missed so much that a rule applies. It also seals the sessions that are over."""
    with opened(folder, database, seals) as study:
        seal_over(study, trouble=lambda line: typer.echo(line, err=True))
        found = look(study)
        for code, one in found:
            typer.echo(f"{code}: {one.kind}: {one.why}")
        if not found:
            typer.echo("Nobody new.")


def adherence(
    folder: Folder,
    out: Annotated[Path | None, typer.Option(metavar="FILE", help="Where to; else to the terminal.")] = None,
    database: Database = "",
    seals: Seals = None,
) -> None:
    """Write a CSV row for every person and visit: planned, held, made up for or missed. No arms."""
    with opened(folder, database, seals) as study, _writer(out) as file:
        table = csv.DictWriter(file, [*Kept.__dataclass_fields__], lineterminator="\n")
        table.writeheader()
        table.writerows(asdict(row) for row in rows(study))


def expired(folder: Folder, as_json: Json = False, database: Database = "", seals: Seals = None) -> None:
    """List what has been kept longer than the protocol allows."""
    with opened(folder, database, seals) as study:
        found = over(study.protocol, study.store.people(), study.now().date())
    for one in found:
        typer.echo(
            json.dumps(asdict(one), default=str)
            if as_json
            else f"{one.code:12} {one.what}, since {one.since}"
        )
    if not found and not as_json:
        typer.echo("Nothing.")


def add_to(app: typer.Typer) -> None:
    """Give `alongside study` these verbs."""
    for verb in (due, calendar, look_in, adherence, expired):
        app.command()(verb)


@contextmanager
def _writer(out: Path | None) -> Iterator[TextIO]:
    if out is None:
        yield sys.stdout
        return
    with out.open("w", encoding="utf-8", newline="") as file:
        yield file
