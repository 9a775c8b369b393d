"""`alongside appraise FILE`: transcripts, turn by turn, as the companion would read them."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from agent.relationship.asked import Way
from alongside.errors import AlongsideError
from study.corpus.allied import unrated
from study.corpus.conduct import conduct
from study.corpus.finding import joined
from study.corpus.rating import Asked
from study.corpus.rows import BadRow, Row, format_of, read_rows
from study.corpus.spread import here, on_dask
from study.corpus.writing import writing

SHOWN = 20
"""Bad rows told one by one; the rest are counted."""


def appraise(
    file: Annotated[Path, typer.Argument(help="Turns of dialogues: .jsonl, .csv or .parquet.")],
    out: Annotated[
        Path | None,
        typer.Option(help="Where to write; its name says the format. Without it: to the screen, as it came."),
    ] = None,
    summary: Annotated[
        Path | None,
        typer.Option(help="Also write one row a dialogue: MITI counts, ratios, rates, BOLT profile."),
    ] = None,
    workers: Annotated[
        int, typer.Option(min=0, help="Processes on this machine (by Dask); 0 is this process alone.")
    ] = 0,
    cluster: Annotated[str, typer.Option(help="Address of a Dask scheduler: tcp://HOST:8786.")] = "",
    rater: Annotated[
        str,
        typer.Option(
            help="Address of a language model that rates the alliance, such as http://127.0.0.1:11434/v1; "
            "without it the sentence encoder does."
        ),
    ] = "",
    model: Annotated[str, typer.Option(help="The model's name there.")] = "",
    way: Annotated[
        Way, typer.Option(help="What it is asked: how far a line agrees with each statement, or entails it.")
    ] = "agree",
    key_env: Annotated[str, typer.Option(help="Environment variable that holds the server's key.")] = "",
    allow_remote: Annotated[
        bool, typer.Option("--allow-remote", help="Let what was said go to another computer, to be rated.")
    ] = False,
    strict: Annotated[
        bool, typer.Option("--strict", help="End with 1 if any row could not be used.")
    ] = False,
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help="No progress bar.")] = False,
) -> None:
    """Read transcripts turn by turn: talk, client acts, emotion, disclosure, risk, stage; behaviour and acts.

    Each row needs "dialogue", "turn", "speaker" (participant or companion) and "text"; "start" and "end" in
    seconds and any other columns are kept. The same rows come out in the same order with what was found
    (docs/appraise.md). A row that cannot be used is named with its line, and the rest goes on.
    """
    if out is None and format_of(file) == "parquet":
        raise AlongsideError("Parquet cannot go to the screen", "Give a file: --out FILE.parquet.")
    for path in (out, summary):
        if path is not None:
            format_of(path)
            if not path.parent.is_dir():
                raise AlongsideError(f"there is no folder {path.parent}", "Make it first.")
    asked = Asked(rater, model, way, key_env, allow_remote) if rater else None
    if asked is not None:
        asked.check()
    elif model or key_env or way != "agree":
        raise AlongsideError("--model, --way and --key-env are of a rater", "Name its address: --rater URL.")
    console = Console(stderr=True)
    rows, bad = _read(file, console)
    spread = workers or cluster
    results = on_dask(rows, workers, cluster, asked) if spread else here(rows, os.cpu_count() or 1, asked)
    silent = 0
    with writing(out, sys.stdout, format_of(file)) as sink:
        found: list[dict[str, Any]] = []
        for part in _in_order(_watched(results, len(rows), console, quiet), len(rows)):
            sink.write([joined(rows[place], item) for place, item in part])
            silent += sum(unrated(rows[place], item) for place, item in part) if asked else 0
            if summary is not None:
                found.extend(item for _, item in part)
    if summary is not None:
        _summarise(summary, rows, found)
    if not quiet or bad:
        kept = f", {bad} left out" if bad else ""
        console.print(f"appraised {len(rows)} turns{kept}", highlight=False)
    if silent:
        console.print(
            f"{silent} turns got no judgments of the model: they count as saying nothing of the alliance"
        )
    if bad and (strict or not rows):
        raise AlongsideError(f"{bad} rows of {file.name} could not be used", "See the lines named above.")


def _read(file: Path, console: Console) -> tuple[list[Row], int]:
    rows: list[Row] = []
    bad = 0
    for item in read_rows(file):
        if isinstance(item, Row):
            rows.append(item)
            continue
        bad += 1
        _complain(item, bad, file.name, console)
    return rows, bad


def _complain(item: BadRow, number: int, name: str, console: Console) -> None:
    if number <= SHOWN:
        console.print(f"{name}, line {item.line}: {item.why}", highlight=False, soft_wrap=True)
    elif number == SHOWN + 1:
        console.print("and more", highlight=False)


def _watched(
    results: Iterator[tuple[list[int], list[dict[str, Any]]]], total: int, console: Console, quiet: bool
) -> Iterator[tuple[list[int], list[dict[str, Any]]]]:
    columns = (TextColumn("appraising"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=console, disable=quiet) as bar:
        task = bar.add_task("", total=total)
        for places, found in results:
            yield places, found
            bar.advance(task, len(places))


def _in_order(
    results: Iterator[tuple[list[int], list[dict[str, Any]]]], total: int
) -> Iterator[list[tuple[int, dict[str, Any]]]]:
    """What is found as soon as all before it is there: (place, found), in the order of the rows."""
    waiting: dict[int, dict[str, Any]] = {}
    following = 0
    for places, found in results:
        waiting.update(zip(places, found, strict=True))
        ready = []
        while following in waiting:
            ready.append((following, waiting.pop(following)))
            following += 1
        yield ready
    assert following == total


def _summarise(path: Path, rows: list[Row], found: list[dict[str, Any]]) -> None:
    dialogues: dict[str, list[tuple[Row, dict[str, Any]]]] = {}
    for row, item in zip(rows, found, strict=True):
        dialogues.setdefault(row.dialogue, []).append((row, item))
    with writing(path, sys.stdout) as sink:
        for name, turns in dialogues.items():
            turns.sort(key=lambda pair: pair[0].turn)
            sink.write([conduct(name, turns)])
