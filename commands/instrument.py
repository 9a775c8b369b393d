"""`alongside instrument`: questionnaires, their terms, their scoring, and the wording a lab puts in."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn, TimeRemainingColumn

from alongside.errors import AlongsideError
from study.corpus.writing import writing
from study.instruments import instrument_names, load
from study.instruments.json_schema import schema
from study.instruments.loading import fit as fit_wording
from study.instruments.model import Instrument
from study.instruments.table import ScoredRow, score_table

app = typer.Typer(
    help="Instruments: which there are, on what terms, how they are scored, and scoring a table of answers.",
    no_args_is_help=True,
)
Name = Annotated[
    str, typer.Argument(metavar="INSTRUMENT", help="An instrument's name, or a YAML file's path.")
]
SHOWN = 20
"""Bad rows told one by one; the rest are counted."""
_HERE = {"embedded": "wording here", "notice": "wording here, with its notice", "slot": "wording fitted"}


@app.command("list")
def names() -> None:
    """List the instruments, and whether their wording is here."""
    for name in instrument_names():
        instrument = load(name)
        text = _HERE[instrument.licence.text] if instrument.has_text else "scoring only: fit the wording"
        typer.echo(f"{name:15} {instrument.count:3} items  {text:30} {instrument.about}")


@app.command()
def show(name: Name) -> None:
    """Show an instrument: terms, items, scales, cut-offs, rules for missing answers, and their sources."""
    typer.echo("\n".join(_lines(load(name))))


@app.command("schema")
def json_schema() -> None:
    """Print the JSON Schema of an instrument, for editors."""
    typer.echo(json.dumps(schema(), indent=2))


@app.command()
def fit(
    name: Name,
    items: Annotated[Path | None, typer.Argument(help="The wording, as YAML.")] = None,
) -> None:
    """Put in the wording you have a licence for; it is kept in your data folder, never in the program."""
    instrument, path = fit_wording(name, items)
    typer.echo(instrument.licence.notice or instrument.licence.terms)
    typer.echo(f"{instrument.title}: {instrument.count} items fitted, kept as {path}")


@app.command()
def score(
    name: Name,
    file: Annotated[Path, typer.Argument(help="Answers as CSV: a row a person, columns q1, q2 and so on.")],
    out: Annotated[
        Path | None,
        typer.Option(help="Where to write: .csv, .jsonl or .parquet. Without it: CSV on the screen."),
    ] = None,
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help="No progress bar.")] = False,
) -> None:
    """Score a table of answers; other columns are kept. A row that cannot be scored is named and left out.

    Ends with 3 if any answer is one that a person has to act on now.
    """
    instrument = load(name)
    console = Console(stderr=True)
    rows = bad = risky = 0
    with writing(out, sys.stdout, "csv") as sink:
        for row in _watched(score_table(instrument, file), file, console, quiet):
            if row.why:
                bad += 1
                if bad <= SHOWN:
                    console.print(f"{file.name}, line {row.line}: {row.why}", highlight=False, soft_wrap=True)
                continue
            rows += 1
            if row.severity:
                risky += 1
                if risky <= SHOWN:
                    console.print(
                        f"{file.name}, line {row.line}: RISK, severity {row.severity}", highlight=False
                    )
            sink.write([row.found])
    left = f", {bad} left out" if bad else ""
    if not quiet or bad:
        console.print(f"scored {rows} rows{left}" + (f": {out}" if out else ""), highlight=False)
    if bad and not rows:
        raise AlongsideError(f"no row of {file.name} could be scored", "See the lines named above.")
    if risky:
        raise AlongsideError(
            f"{risky} of {rows} rows hold an answer that opens the risk path",
            "Somebody who can act has to look at them now.",
            code=3,
        )


def _watched(rows: Iterator[ScoredRow], file: Path, console: Console, quiet: bool) -> Iterator[ScoredRow]:
    columns = (
        TextColumn("scoring"),
        BarColumn(),
        TextColumn("{task.percentage:.0f} %"),
        TimeRemainingColumn(),
    )
    total = file.stat().st_size if file.is_file() else None
    with Progress(*columns, console=console, disable=quiet) as bar:
        task = bar.add_task("", total=total)
        for number, row in enumerate(rows):
            yield row
            if number % 500 == 0:
                bar.update(task, completed=row.place)
        bar.update(task, completed=total or 0)


def _lines(instrument: Instrument) -> Iterator[str]:
    licence = instrument.licence
    yield f"{instrument.title}. {instrument.about}"
    yield f"Cite: {instrument.citation}"
    yield f"Terms: {licence.terms} ({licence.source})"
    if licence.notice:
        yield f"Notice: {licence.notice}"
    if licence.scores_for == "researcher":
        yield "Its scores are for researchers and health professionals, and are not shown to participants."
    yield ""
    if instrument.frame and instrument.has_text:
        yield instrument.frame
    if not instrument.has_text:
        yield f"{instrument.count} items without wording: alongside instrument fit {instrument.key} FILE"
    for number, item in enumerate(instrument.items, 1):
        yield f"{number:3} {item.text}"
    answers = instrument.answers
    told = "; ".join(f"{option.value:g} {option.text}" for option in answers.options)
    yield told or f"Answers {answers.minimum:g} to {answers.maximum:g}"
    for scale in instrument.scales:
        yield ""
        yield from _scale_lines(instrument, scale.key)
    for alert in instrument.alerts:
        yield f"Risk path: item {alert.item} from {alert.at_least:g}, severity {alert.severity}"


def _scale_lines(instrument: Instrument, key: str) -> Iterator[str]:
    scale = next(each for each in instrument.scales if each.key == key)
    yield f"{scale.key}: {scale.title}, {scale.low:g} to {scale.high:g}. {scale.source}"
    made = ", ".join(map(str, scale.items)) or " ".join(
        f"{part.times:+g} {part.scale}" for part in scale.parts
    )
    back = f"; reversed {', '.join(map(str, scale.reverse))}" if scale.reverse else ""
    yield f"  {'items' if scale.items else 'made of'} {made}{back}"
    missing = scale.missing
    rule = (
        f"up to {missing.most} missing answers take the {missing.fill}"
        if missing.most
        else "none may be missing"
    )
    yield f"  {rule}. {missing.source}"
    if scale.bands:
        bands = ", ".join(f"{band.name} from {band.at:g}" for band in scale.bands)
        yield f"  {bands}. {scale.bands_source}"
    if scale.remark:
        yield f"  {scale.remark}"
