"""`alongside worksheet run`: a worksheet done in the terminal by typing, with the real engine."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path
from typing import Annotated

import typer

from agent.worksheets import saving
from agent.worksheets.run import apply, begin, hear, question, summary
from agent.worksheets.schema import Sheet
from agent.worksheets.sheet import load_sheet
from agent.worksheets.show import problem_text
from agent.worksheets.state import SheetRun
from alongside.messages import Answer

HELP = "Answer in your own words. You can also say: skip, go back, what do you mean, pause, stop."
Ask = Callable[[str], str]
Tell = Callable[[str], None]


def run(
    name: Annotated[
        str, typer.Argument(metavar="SHEET", help="A worksheet's name, or the path of a YAML file.")
    ],
    resume: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help="Keep the answers in this file, and go on with what is in it."),
    ] = None,
) -> None:
    """Do a worksheet in the terminal. Ctrl-C keeps what is answered; --resume goes on with it."""
    sheet = load_sheet(name)
    path = resume or Path(f"{sheet.key}.run.json")
    begun = saving.load(path, sheet) if resume is not None and path.exists() else _opened(sheet)
    if resume is None and path.exists():  # kept from another time: not to be written over
        path = _unused(path)
    done = converse(begun, path, lambda text: str(input(text)), typer.echo, time.time)
    if done.status == "done":
        typer.echo(f"\n{summary(done)}\n\nKept in {path}.")
    else:
        typer.echo(f"\nKept in {path}. Go on with: alongside worksheet run {name} --resume {path}")


def converse(run: SheetRun, path: Path, ask: Ask, tell: Tell, clock: Callable[[], float]) -> SheetRun:
    """Ask until the sheet is done or put away, or the person leaves. Answers are in `path` at once."""
    tell(f"{run.sheet.title}. {HELP}")
    if run.status in ("paused", "stopped", "offered"):
        run = apply(run, Answer(sheet=run.sheet.key, move="resume", channel="typed", stamp=clock()))
    try:
        while run.status in ("open", "paused"):
            tell(f"\n{_asked(run)}")
            line = ask("> ").strip()
            if not line:
                continue
            heard = hear(run, line, channel="typed", at=clock())
            run = heard.run
            saving.save(run, path)
            if heard.instead:
                tell(f"That is another sheet: alongside worksheet run {heard.instead}")
                break
    except (EOFError, KeyboardInterrupt):
        tell("")
    saving.save(run, path)
    if run.status != "open" and question(run, 0):
        tell(f"\n{question(run, len(run.history))}")
    return run


def _asked(run: SheetRun) -> str:
    """The question, with what there is to pick from and what was wrong with the answer before."""
    field = run.current
    asked = question(run, len(run.history))
    if field is None or run.status != "open":
        return f"{asked} (Say: go on, or stop.)"
    problem = problem_text(run, field)
    lines = [f"[{run.settled + 1} of {sum(run.plays)}] {asked}"]
    if field.choices:
        many = ", as many as fit" if field.kind == "several" else ""
        lines.append(f"  ({', '.join(field.choices)}{many})")
    if field.kind in ("timer", "breathing"):
        lines.append("  (Say: ready, then: done.)")
    if field.kind == "table":
        lines.append("  (When there are no more, say: that's all.)")
    if problem:
        lines.append(f"  {problem}")
    return "\n".join(lines)


def _opened(sheet: Sheet) -> SheetRun:
    return apply(begin(sheet), Answer(sheet=sheet.key, move="start", channel="typed"))


def _unused(path: Path) -> Path:
    """The path with the first number behind its name that is free."""
    stem = path.name.removesuffix(".run.json")
    number = 2
    while (other := path.with_name(f"{stem}-{number}.run.json")).exists():
        number += 1
    return other
