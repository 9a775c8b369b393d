"""`alongside study enrol`, `people`, `person`, `status`: who takes part."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict
from datetime import datetime
from pathlib import Path
from typing import Annotated, Literal

import typer

from alongside.errors import AlongsideError
from commands.study_options import By, Code, Database, Folder, Json, Seals, Why
from study.store.records import ENDED, Who
from study.studies import Study, open_study
from study.visits.people import change_status, set_study
from study.visits.people import enrol as enter

Marks = Literal["paused", "on", "dropped_out", "stopped", "withdrawn"]


@contextmanager
def opened(folder: Path, database: str, seals: Path | None, drifted: bool = False) -> Iterator[Study]:
    """A study, closed again at the end. `drifted`: also where it may not go on."""
    study = open_study(folder, database=database, seals=seals, drifted=drifted)
    try:
        yield study
    finally:
        study.close()


def waits(study: Study, code: str = "") -> str:
    """Why nothing is due, where the study, or somebody's part, stands still; empty where they go on."""
    if (status := study.store.status()) != "running":
        return f"the study is {status}"
    status = study.store.person(code).status if code else ""
    return f"{code} is {status.replace('_', ' ')}" if status in (*ENDED, "paused") else ""


def enrol(
    folder: Folder,
    code: Code,
    by: By,
    factor: Annotated[
        list[str] | None, typer.Option(help="What the allocation balances: KEY=LEVEL. Several times.")
    ] = None,
    site: Annotated[str, typer.Option(help="The site where they take part.")] = "",
    language: Annotated[
        str, typer.Option(help="Their language; the first of the study's if not given.")
    ] = "",
    day_one: Annotated[
        datetime | None, typer.Option(formats=["%Y-%m-%d"], help="The date of day 1; else as soon as can be.")
    ] = None,
    database: Database = "",
    seals: Seals = None,
) -> None:
    """Enter somebody under a code. They are allocated later, when the protocol says so."""
    levels = dict(_pair(text) for text in factor or ())
    with opened(folder, database, seals) as study:
        who = Who(by, "operator")
        first = day_one.date() if day_one else None
        person = enter(study, code, who, site=site, language=language, factors=levels, day_one=first)
        typer.echo(f"{person.code} is enrolled; day 1 is {person.day_one}. See: alongside study due {folder}")


def people(folder: Folder, as_json: Json = False, database: Database = "", seals: Seals = None) -> None:
    """List who takes part: their status, day 1, and the code of their place in the list. No arms."""
    with opened(folder, database, seals) as study:
        for one in study.store.people():
            if as_json:
                typer.echo(json.dumps({**asdict(one), "factors": dict(one.factors)}, default=str))
            else:
                end = f"  {one.ended} {one.why}" if one.ended else ""
                typer.echo(
                    f"{one.code:12} {one.status:13} day 1: {one.day_one}  {one.allocation_code:5}{end}"
                )


def person(
    folder: Folder, code: Code, mark: Marks, why: Why, by: By, database: Database = "", seals: Seals = None
) -> None:
    """Record that somebody pauses, goes on (`on`), drops out, is stopped, or withdraws."""
    with opened(folder, database, seals) as study:
        found = change_status(study, code, "enrolled" if mark == "on" else mark, Who(by, "operator"), why)
        typer.echo(f"{code}: {found.status}")


def status(
    folder: Folder,
    mark: Literal["running", "paused", "closed"],
    why: Why,
    by: By,
    database: Database = "",
    seals: Seals = None,
) -> None:
    """Pause a study for everybody, let it go on, or close it."""
    with opened(folder, database, seals) as study:
        set_study(study, mark, Who(by, "operator"), why)
        typer.echo(f"{study.protocol.title}: {mark}")


def add_to(app: typer.Typer) -> None:
    """Give `alongside study` these verbs."""
    for verb in (enrol, people, person, status):
        app.command()(verb)


def _pair(text: str) -> tuple[str, str]:
    key, equals, value = text.partition("=")
    if not equals:
        raise AlongsideError(f"{text!r} is no factor", "Write it as KEY=LEVEL.")
    return key, value
