"""`alongside train`: fit the heads on the sentence encoder from published data sets."""

from __future__ import annotations

import importlib.util
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from alongside.errors import AlongsideError


def train(
    data: Annotated[
        Path | None,
        typer.Option(help="Folder with the data sets (see docs/training.md); without, the heads on our own."),
    ] = None,
    only: Annotated[list[str] | None, typer.Option(help="Fit this head only; may be repeated.")] = None,
    out: Annotated[
        Path | None, typer.Option(help="Where heads and cards are written; the installed ones if not given.")
    ] = None,
    threads: Annotated[int, typer.Option(help="Threads of the sentence encoder.")] = 2,
) -> None:
    """Fit the heads, measure them by grouped cross-validation, and write each with its model card."""
    if importlib.util.find_spec("sklearn") is None:
        raise AlongsideError("fitting needs scikit-learn", "Install: pip install 'alongside[train]'")
    from agent.appraisal.encoder import Remembering, encoder
    from agent.appraisal.heads.head import FOLDER
    from agent.training.recipes import RECIPES
    from agent.training.run import make

    if data is not None and not data.is_dir():
        raise AlongsideError(f"{data} is not a folder", "docs/training.md says where the data sets are.")
    names = {item.name for item in RECIPES}
    for name in only or []:
        if name not in names:
            raise AlongsideError(
                f"there is no head called {name!r}", f"There are: {', '.join(sorted(names))}."
            )
    console = Console(stderr=True)
    chosen = [item for item in RECIPES if item.name in (only or names) and (data or item.ours)]
    if not chosen:
        raise AlongsideError(
            f"{', '.join(only or [])} needs data sets",
            "Say --data DIR; docs/training.md says where they are.",
        )
    reader = Remembering(encoder(threads))
    done = 0
    for number, item in enumerate(chosen, 1):
        with console.status(f"{item.name} ({number} of {len(chosen)})") as status:
            done += make(item, data or Path(), out or FOLDER, reader, tell=typer.echo, progress=status.update)
    typer.echo(f"{done} of {len(chosen)} heads written to {out or FOLDER}")
    if not done:
        raise AlongsideError(
            f"no head could be fitted from {data or 'our own sets'}",
            "docs/training.md says where the data sets are.",
        )
