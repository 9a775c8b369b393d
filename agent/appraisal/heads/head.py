"""A trained head: a file of numbers and how to apply it.

A head is a sum of parts. A part is a small network over dense blocks, or a linear map over n-grams; each
gives one figure per class. Their sum is calibrated (`scale`, `shift`), and becomes probabilities (or, for a
head that measures, the measure itself).
"""

from __future__ import annotations

import functools
import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal

import numpy as np
import numpy.typing as npt

from agent.appraisal.heads.features import Features

Array = npt.NDArray[np.float32]
Kind = Literal["one", "several", "measure"]
FOLDER = Path(__file__).parent / "fitted"
FORMAT = 1


@dataclass(frozen=True)
class Dense:
    """A network over dense blocks joined in order: layers (weights [in, out], bias [out]), ReLU between."""

    blocks: tuple[str, ...]
    layers: tuple[tuple[Array, Array], ...]

    def apply(self, features: Features) -> Array:
        """[n, classes]."""
        value: Array = np.concatenate([features.dense[name] for name in self.blocks], axis=1)
        for index, (weights, bias) in enumerate(self.layers):
            value = (np.maximum(value, 0) if index else value) @ weights + bias
        return value


@dataclass(frozen=True)
class Lexical:
    """A linear map over one block of n-grams: weights [BUCKETS, classes]."""

    block: str
    weights: Array

    def apply(self, features: Features) -> Array:
        """[n, classes]."""
        rows = [item.weights @ self.weights[item.places] for item in features.grams[self.block]]
        return np.stack(rows).astype(np.float32)


@dataclass(frozen=True)
class Head:
    """One judgment. `decide` tilts the choice: factors on the probabilities, or thresholds for several."""

    name: str
    kind: Kind
    classes: tuple[str, ...]
    parts: tuple[Dense | Lexical, ...]
    scale: Array
    shift: Array
    decide: Array
    about: dict[str, Any] = field(default_factory=dict)

    @property
    def needs(self) -> frozenset[str]:
        """The blocks it looks at."""
        lexical = {part.block for part in self.parts if isinstance(part, Lexical)}
        return frozenset(lexical.union(*(part.blocks for part in self.parts if isinstance(part, Dense))))

    def raw(self, features: Features) -> Array:
        """[n, classes], the sum of the parts before calibration."""
        total: Array = np.sum([part.apply(features) for part in self.parts], axis=0)
        return total

    def judge(self, features: Features) -> Judgment:
        """Calibrated probabilities (or measures) and decisions for n turns."""
        return Judgment(self, calibrated(self.raw(features), self.kind, self.scale, self.shift))


@dataclass(frozen=True)
class Judgment:
    """What a head says of n turns: `values` [n, classes], probabilities or measures."""

    head: Head
    values: Array

    def best(self) -> list[str]:
        """The class decided for each turn (heads of kind `one`)."""
        return [self.head.classes[index] for index in (self.values * self.head.decide).argmax(1)]

    def several(self) -> list[tuple[str, ...]]:
        """The classes that hold for each turn (heads of kind `several`)."""
        holds = self.values >= self.head.decide
        return [tuple(name for name, on in zip(self.head.classes, row, strict=True) if on) for row in holds]

    def named(self) -> list[dict[str, float]]:
        """Class (or measure) to value, for each turn."""
        return [dict(zip(self.head.classes, row, strict=True)) for row in self.values.tolist()]


def calibrated(raw: Array, kind: Kind, scale: Array, shift: Array) -> Array:
    """Probabilities, or measures, from raw sums."""
    value: Array = (raw * scale + shift).astype(np.float32)
    if kind == "measure":
        return value
    if kind == "several":
        several: Array = (1 / (1 + np.exp(-np.clip(value, -30, 30)))).astype(np.float32)
        return several
    shown = np.exp(value - value.max(1, keepdims=True))
    one: Array = (shown / shown.sum(1, keepdims=True)).astype(np.float32)
    return one


def save(head: Head, path: Path) -> None:
    """Write a head as `.npz`, weights in half precision. The same head gives the same file."""
    arrays: dict[str, npt.NDArray[Any]] = {
        "scale": head.scale.astype(np.float32),
        "shift": head.shift.astype(np.float32),
        "decide": head.decide.astype(np.float32),
    }
    parts: list[dict[str, Any]] = []
    for number, part in enumerate(head.parts):
        if isinstance(part, Lexical):
            parts.append({"grams": part.block})
            arrays[f"part{number}"] = part.weights.astype(np.float16)
        else:
            parts.append({"dense": list(part.blocks), "layers": len(part.layers)})
            for depth, (weights, bias) in enumerate(part.layers):
                arrays[f"part{number}.weights{depth}"] = weights.astype(np.float16)
                arrays[f"part{number}.bias{depth}"] = bias.astype(np.float32)
    about = {
        "format": FORMAT,
        "name": head.name,
        "kind": head.kind,
        "classes": head.classes,
        "parts": parts,
        "about": head.about,
    }
    arrays["about"] = np.array(json.dumps(about, sort_keys=True))
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("wb") as file:
        np.savez_compressed(file, **arrays)  # type: ignore[arg-type]


@functools.lru_cache(maxsize=64)
def load(name: str, folder: Path = FOLDER) -> Head:
    """The head of that name. Raises FileNotFoundError where there is none, ValueError for another format."""
    with np.load(folder / f"{name}.npz", allow_pickle=False) as stored:
        about = json.loads(str(stored["about"]))
        if about["format"] != FORMAT:
            raise ValueError(f"the head {name} is written in another format ({about['format']})")
        return Head(
            name=about["name"],
            kind=about["kind"],
            classes=tuple(about["classes"]),
            parts=tuple(_part(stored, number, spec) for number, spec in enumerate(about["parts"])),
            scale=stored["scale"],
            shift=stored["shift"],
            decide=stored["decide"],
            about=about["about"],
        )


def _part(stored: Any, number: int, spec: dict[str, Any]) -> Dense | Lexical:
    if "grams" in spec:
        return Lexical(spec["grams"], stored[f"part{number}"].astype(np.float32))
    return Dense(
        tuple(spec["dense"]),
        tuple(
            (
                stored[f"part{number}.weights{depth}"].astype(np.float32),
                stored[f"part{number}.bias{depth}"],
            )
            for depth in range(spec["layers"])
        ),
    )


def fitted(folder: Path = FOLDER) -> Sequence[str]:
    """Names of the heads that are there."""
    return sorted(path.stem for path in folder.glob("*.npz"))
