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
    encoder_folder: Annotated[
        Path | None,
        typer.Option("--encoder", help="Fit on this encoder (a folder) and not on the one that ships."),
    ] = None,
    tune: Annotated[
        Path | None,
        typer.Option(help="Train the encoder too, from the published network in this folder; needs torch."),
    ] = None,
    work: Annotated[
        Path, typer.Option(help="Where --tune keeps its encoders: cut short, it goes on from there.")
    ] = Path("tuning"),
) -> None:
    """Fit the heads, measure them by grouped cross-validation, and write each with its model card."""
    if importlib.util.find_spec("sklearn") is None:
        raise AlongsideError("fitting needs scikit-learn", "Install: pip install 'alongside[train]'")
    from agent.appraisal.encoder import Encoder, Remembering, encoder
    from agent.appraisal.heads.head import FOLDER
    from agent.training.crossval import FOLDS
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
    if tune is not None:
        encoder_folder = _tuned(tune, data, work, threads)
    reader = Remembering(Encoder(encoder_folder, threads) if encoder_folder else encoder(threads))
    folds = [Remembering(Encoder(work / f"fold{fold}", threads)) for fold in range(FOLDS)] if tune else []
    done = 0
    for number, item in enumerate(chosen, 1):
        if item.tuned and encoder_folder is None:
            typer.echo(f"{item.name}: left out, the encoder that ships was trained on its data (see --tune)")
            continue
        with console.status(f"{item.name} ({number} of {len(chosen)})") as status:
            done += make(item, data or Path(), out or FOLDER, reader, typer.echo, status.update, folds)
    typer.echo(f"{done} of {len(chosen)} heads written to {out or FOLDER}")
    if not done:
        raise AlongsideError(
            f"no head could be fitted from {data or 'our own sets'}",
            "docs/training.md says where the data sets are.",
        )


def _tuned(model: Path, data: Path | None, work: Path, processes: int) -> Path:
    """The folder of an encoder trained on everything; those of the folds lie beside it."""
    if data is None:
        raise AlongsideError("training the encoder needs the data sets", "Say --data DIR.")
    if not (model / "model.safetensors").exists():
        raise AlongsideError(
            f"{model} holds no published network (model.safetensors)",
            "Get it with: alongside weights text-encoder-published",
        )
    if any(importlib.util.find_spec(name) is None for name in ("torch", "transformers", "onnx")):
        raise AlongsideError("training the encoder needs torch", "Install: pip install 'alongside[tune]'")
    from agent.training.tuning.run import encoders

    return encoders(model, data, work, processes, typer.echo)
