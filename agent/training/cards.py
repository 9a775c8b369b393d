"""Model cards, written from the figures that were measured (after Mitchell et al. 2019)."""

from __future__ import annotations

from typing import Any

from agent.appraisal.heads.head import Head
from agent.training.recipe import Recipe


def card(recipe: Recipe, head: Head, figures: dict[str, Any], measured: str, size: int) -> str:
    """The card of one head, as Markdown. `measured` says by which command; `size` in bytes."""
    looks = ", ".join((*recipe.dense, *recipe.grams))
    lines = [
        f"# {recipe.name}",
        "",
        recipe.what,
        "",
        "| | |",
        "|---|---|",
        f"| gives | {', '.join(recipe.classes)} |",
        f"| looks at | {looks} |",
        f"| model | a linear head on the sentence encoder, {size / 1024:.0f} KiB |",
        f"| data | {recipe.data} |",
        f"| licence of the data | {recipe.licence} |",
        f"| split | {recipe.split or _folds(figures)} |",
        f"| measured by | `{measured}` |",
        "",
        "## Held-out figures",
        "",
    ]
    if recipe.tell is not None:
        lines += recipe.tell(figures)
    else:
        lines += _measures(figures["measures"]) if "measures" in figures else _classes(figures)
    if recipe.target:
        lines += ["", f"Target: {recipe.target}."]
    if "curve" in figures:
        steps = ", ".join(f"{share} {value:.3f}" for share, value in figures["curve"].items())
        lines += ["", f"Learning curve (share of the training groups, same measure): {steps}."]
        if recipe.tuned:
            lines += ["The curve is the head's: the encoder of each fold had all of its training groups."]
    lines += ["", "## Limits", ""]
    lines += [f"- {limit}" for limit in recipe.limits]
    return "\n".join(lines) + "\n"


def _folds(figures: dict[str, Any]) -> str:
    return (
        f"{figures['folds']}-fold cross-validation, grouped: {figures['groups']} groups, "
        f"{figures['turns']} turns"
    )


def _classes(figures: dict[str, Any]) -> list[str]:
    lines = [
        f"Macro-F1 **{figures['macro_f1']:.3f}**, accuracy {figures['accuracy']:.3f}, "
        f"expected calibration error {figures['calibration_error']:.3f}.",
        "",
        "| class | precision | recall | F1 | turns |",
        "|---|---|---|---|---|",
    ]
    return lines + [
        f"| {name} | {item['precision']:.2f} | {item['recall']:.2f} | {item['f1']:.2f} | {item['turns']} |"
        for name, item in figures["classes"].items()
    ]


def emotion_lines(figures: dict[str, Any]) -> list[str]:
    """The figures of classes, and of their groups."""
    grouped = (
        f"Macro-F1 over the four groups of its authors, from the same choices: {figures['grouped']:.3f}."
    )
    return [*_classes(figures), "", grouped]


def _measures(figures: dict[str, Any]) -> list[str]:
    lines = ["| measure | r | mean absolute error |", "|---|---|---|"]
    return lines + [
        f"| {name} | {item['r']:.3f} | {item['mean_absolute_error']:.3f} |" for name, item in figures.items()
    ]
