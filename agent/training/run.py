"""Making one head: read, encode, fit, measure, write."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from agent.appraisal.heads.features import Embeds, features
from agent.appraisal.heads.head import load, save
from agent.training.cards import card
from agent.training.crossval import train
from agent.training.example import MissingSetError
from agent.training.recipe import Recipe

COMMAND = "alongside train --data DIR --only {}"
COMMAND_OURS = "alongside train --only {}"
COMMAND_TUNED = "alongside train --data DIR --tune DIR --only {}"


def make(
    recipe: Recipe,
    data: Path,
    out: Path,
    encoder: Embeds,
    tell: Callable[[str], None],
    progress: Callable[[str], None] = lambda _: None,
    folds: Sequence[Embeds] = (),
) -> bool:
    """Write `out/NAME.npz` and `out/NAME.md`; False, with a line, where the data set is missing.

    `folds`: for each fold an encoder that was trained without it, for recipes the encoder was trained on.
    """
    try:
        examples = recipe.read(data)
    except MissingSetError as missing:
        tell(f"{recipe.name}: left out, {missing}")
        return False
    needed = {*recipe.dense, *recipe.grams}
    progress(f"{recipe.name}: encoding {len(examples)} turns")
    items = [example.item for example in examples]
    seen = features(items, recipe.speaker, encoder, needed)
    apart = [features(items, recipe.speaker, other, needed) for other in folds] if recipe.tuned else []
    progress(f"{recipe.name}: fitting on {len(examples)} turns")
    if recipe.train is not None:
        trained = recipe.train(recipe, examples, seen)
    else:
        trained = train(recipe, examples, seen, apart)
    path = out / f"{recipe.name}.npz"
    save(trained.head, path)
    load.cache_clear()
    command = COMMAND_TUNED if recipe.tuned else COMMAND_OURS if recipe.ours else COMMAND
    text = card(recipe, trained.head, trained.figures, command.format(recipe.name), path.stat().st_size)
    path.with_suffix(".md").write_text(text, encoding="utf-8")
    tell(f"{recipe.name}: {_headline(trained.figures)}")
    return True


def _headline(figures: dict[str, object]) -> str:
    if "macro_f1" in figures:
        return (
            f"macro-F1 {figures['macro_f1']:.3f}, calibration error {figures['calibration_error']:.3f}, "
            f"{figures['turns']} turns"
        )
    if "recall" in figures:
        return (
            f"recall {figures['recall']:.3f}, precision {figures['precision']:.3f}, "
            f"calibration error {figures['calibration_error']:.3f}"
        )
    measures = figures["measures"]
    assert isinstance(measures, dict)
    return ", ".join(f"{name} r {item['r']:.3f}" for name, item in measures.items())
