"""Heads taught by examples written for this project: patterns of thinking, and depth of disclosure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from agent.appraisal.heads.features import Item
from agent.appraisal.lists import load
from agent.training.example import Example

FOLDER = Path(__file__).parent / "examples"
PATTERNS = (
    "all_or_nothing", "overgeneralising", "mental_filter", "discounting", "mind_reading", "fortune_telling",
    "magnifying", "emotional_reasoning", "shoulds", "labelling", "personalising",
)  # fmt: skip
"""The eleven of the distortion checklist."""
DEEPEST = 3


def distortions(folder: Path) -> list[Example]:
    """Thoughts with the pattern they show. Nothing is read from `folder`."""
    return [
        Example(Item(text), f"{name}/{number}", frozenset({name} & set(PATTERNS)))
        for name, number, text in _each("distortions")
    ]


def disclosure(folder: Path) -> list[Example]:
    """Turns with their depth, 0 to 1. Nothing is read from `folder`."""
    return [
        Example(Item(text), f"{depth}/{number}", (int(depth) / DEEPEST,))
        for depth, number, text in _each("disclosure")
    ]


def _each(name: str) -> list[tuple[str, int, str]]:
    content: Mapping[Any, Sequence[str]] = load(FOLDER / f"{name}.yaml")
    return [(str(key), number, text) for key, texts in content.items() for number, text in enumerate(texts)]
