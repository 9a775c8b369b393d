"""`alongside study visit`: hold a participant's visit, step by step, and go on where it broke off."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated, get_args

import typer

from alongside.errors import AlongsideError
from alongside.profiles import load_profile
from commands.study_options import By, Code, Database, Folder, Seals
from commands.study_people import opened, waits
from commands.up import choose_transport, run_graph
from study.protocol.places import place_of
from study.store.records import ENDED, Who
from study.vault.visits import seal_over
from study.visits.consequences import Consequence, Outcome, Status
from study.visits.engine import Engine
from study.visits.live import counts_from, follow, open_session
from study.visits.progress import Next
from study.visits.stretch import Stretch, stretch_of, write_profile


def visit(
    folder: Folder,
    code: Code,
    by: By,
    skip: Annotated[bool, typer.Option("--skip", help="Leave the next step out, if optional.")] = False,
    end: Annotated[
        str, typer.Option(metavar="WHY", help="End the visit that was begun, before its last step.")
    ] = "",
    transport: Annotated[str, typer.Option(help="ros, local, or auto: ros where it is installed.")] = "auto",
    database: Database = "",
    seals: Seals = None,
) -> None:
    """Hold somebody's visit: consent, questionnaires, the session of their arm, to the end of what is due.

    What is for a page is brought up in the browser, in the medium of their arm; its outcome is taken from the
    record. What is done by hand is asked for here. Broken off with Ctrl+C or by a power cut, it goes on
    where it was; where the person has left, `--end` says so, and what was not done stays so.
    """
    with opened(folder, database, seals) as study:
        engine, who, how = Engine(study), Who(by, "operator"), choose_transport(transport)
        at = engine.next(code)
        if at is None:
            hours = [study.protocol.visit(one.occasion.visit) for one in engine.due(code)]
            later = "; ".join(f"{one.title} is open from {one.opens} to {one.closes}" for one in hours)
            why = waits(study, code) or later
            typer.echo(f"Nothing is due for {code} now{f': {why}' if why else ''}.")
            return
        here = at.occasion
        typer.echo(f"{code}: {at.visit.title}, day {here.day}, step {at.place} of {at.of}")
        if end:
            _end(engine, at, who, end)
            at = None
        elif skip:
            _skip(engine, at, who)
            at = engine.next(code)
        while at is not None and at.occasion == here:
            stretch = stretch_of(engine, at)
            if stretch.steps:
                _on_the_page(engine, stretch, who, how)
            elif at.step.kind == "allocate":
                typer.echo(f"allocated: place {engine.allocate(at, who)}")
            else:
                _by_hand(engine, at, who)
            at = engine.next(code)
            if at is not None and at.occasion == here and at.step in stretch.steps:
                raise AlongsideError(
                    f"{at.step.name} is not over", f"Go on with: alongside study visit {folder} {code}"
                )
        person = study.store.person(code)
        typer.echo(f"{code}: {person.status}." if person.status in ENDED else f"{code}: the visit is over.")
        for sealed in seal_over(study, (code,), lambda line: typer.echo(line, err=True)):
            typer.echo(f"sealed: {sealed.name}")


def _on_the_page(engine: Engine, stretch: Stretch, who: Who, transport: str) -> None:
    """Bring the page up, and take what its record tells."""
    session = open_session(engine, stretch.at)
    profile, settings = write_profile(engine, stretch, session, counts_from(engine, stretch.at), who)
    graph = load_profile(str(profile)).with_settings(settings)
    typer.echo(f"now: {', '.join(step.name for step in stretch.steps)}")
    run_graph(
        graph,
        str(profile),
        session,
        transport=transport,
        settings=settings,
        beside=lambda: follow(engine, stretch, session, who, _tell),
    )


def _skip(engine: Engine, at: Next, who: Who) -> None:
    """Leave a step out that the protocol has optional."""
    if not at.step.optional:
        raise AlongsideError(f"{at.step.name} is not optional", "Hold it, or end the visit: --end WHY.")
    _tell(at, Outcome("skipped"), engine.take(at, Outcome("skipped"), who))


def _end(engine: Engine, at: Next, who: Who, why: str) -> None:
    """End a visit of which something was done."""
    if at.place == 1 and not at.again:
        raise AlongsideError(f"nothing of {at.visit.title} was begun", "It counts as missed by itself.")
    engine.end_visit(at, who, why)


def _by_hand(engine: Engine, at: Next, who: Who) -> None:
    """A step that is no part of a page: it is said what is to be done, and asked how it went."""
    engine.begin(at, who)
    place, sheet = place_of(at.step, engine.study.folder), engine.sheet(at)
    if sheet is not None:  # on paper: whoever hands it over knows the arm, blinded or not
        engine.study.allocator.seen(at.code, who, "they hand a worksheet over")
        typer.echo(f"{at.step.name}: give them {sheet.title!r} (alongside worksheet print {sheet.key})")
    else:
        typer.echo(f"{at.step.name}: {place or 'as the protocol says'}")
    allowed = [status for status in get_args(Status) if status != "refused"]
    said = ""
    while said not in allowed:
        said = typer.prompt(f"How did it go ({', '.join(allowed)})", default="done").strip()
    outcome = Outcome(said)  # type: ignore[arg-type]
    _tell(at, outcome, engine.take(at, outcome, who))


def _tell(at: Next, outcome: Outcome, found: Sequence[Consequence]) -> None:
    typer.echo(f"{at.step.name}: {outcome.status}")
    for one in found:
        typer.echo(f"  {one.kind}: {one.why}")


def add_to(app: typer.Typer) -> None:
    """Give `alongside study` this verb."""
    app.command()(visit)
