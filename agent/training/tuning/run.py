"""The whole of it: an encoder for each fold, one trained on everything, and the heads that go with it."""

from __future__ import annotations

import multiprocessing
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

from agent.training.crossval import FOLDS

ALL = "all"
FILES = ("model.onnx", "tokenizer.json")


def encoders(model: Path, data: Path, work: Path, processes: int, tell: Callable[[str], None]) -> Path:
    """Train what `work` lacks: `fold0` and on, and `all`, each as it ships. Returns the folder of `all`.

    `model` holds the published network. Each runs on one thread, `processes` beside each other.
    """
    folds: list[int | None] = [*range(FOLDS), None]
    missing = [fold for fold in folds if not (_folder(work, fold) / FILES[0]).exists()]
    spawn = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(max(1, min(processes, len(missing))), mp_context=spawn) as pool:
        running = {fold: pool.submit(one, model, data, work, fold) for fold in missing}
        for fold, future in running.items():
            future.result()
            tell(f"encoder {_folder(work, fold).name}: trained")
    return work / ALL


def one(model: Path, data: Path, work: Path, fold: int | None) -> None:
    """Train one encoder, without the groups of its fold, and write it as it ships; its log lies beside it."""
    import torch

    from agent.training.tuning.export import write
    from agent.training.tuning.folds import held_out
    from agent.training.tuning.material import tasks, unlabelled
    from agent.training.tuning.tune import tuned

    torch.set_num_threads(1)
    found = tasks(data)
    held = held_out(found, fold) if fold is not None else frozenset[str]()
    out = _folder(work, fold)
    out.mkdir(parents=True, exist_ok=True)
    with (out / "log.txt").open("w", encoding="utf-8", buffering=1) as log:
        network = tuned(model, found, unlabelled(data), held, tell=lambda line: print(line, file=log))
    write(network, model, out)


def _folder(work: Path, fold: int | None) -> Path:
    return work / (ALL if fold is None else f"fold{fold}")
