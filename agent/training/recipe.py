"""A recipe: which head, from which data, looking at what, fitted how strictly; and what its card says."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from agent.appraisal.heads.features import Features
from agent.appraisal.heads.head import Kind
from agent.training.example import Example

if TYPE_CHECKING:
    from agent.training.crossval import Trained


@dataclass(frozen=True)
class Recipe:
    """How one head is made. `strictness` is the inverse of the regularisation (C of logistic regression)."""

    name: str
    kind: Kind
    classes: tuple[str, ...]
    speaker: str
    read: Callable[[Path], list[Example]]
    dense: tuple[str, ...]
    grams: tuple[str, ...] = ()
    strictness: float = 1.0
    dense_weight: float = 3.0  # how far the vectors weigh against the n-grams
    grams_weight: float = 3.0
    balanced: bool = True
    what: str = ""
    data: str = ""
    licence: str = ""
    limits: tuple[str, ...] = ()
    target: str = ""
    train: Callable[[Recipe, Sequence[Example], Features], Trained] | None = None  # else by cross-validation
    tell: Callable[[dict[str, Any]], list[str]] | None = None  # the figures as lines of the card
    split: str = ""  # what the card says of the split
    ours: bool = False  # its data come with Alongside: no folder of data sets is needed
    tuned: bool = False  # the encoder that ships was trained on its examples too
    groups: Mapping[str, frozenset[str]] = field(default_factory=dict)  # classes also measured together
