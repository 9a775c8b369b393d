"""Small networks from what lies beyond a face at rest to strengths and eyes, with numpy alone.

A line cannot tell a raised cheek from the smile that also lifts it; what it gives one unit leaks into the
next. So the figures, taken together by their main directions, go through some networks of two layers, and
once more as in a mirror; the mean of all is told.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import numpy.typing as npt

FAR = 6.0
"""Standard deviations beyond which a figure is not believed."""
LEAK = 0.1
"""Slope of a unit of a network below zero."""

Array = npt.NDArray[Any]


@dataclass(frozen=True)
class Mirror:
    """Where each of d figures is found in the mirror, and with which sign; both [d]."""

    places: npt.NDArray[np.int64]
    signs: npt.NDArray[np.float32]

    def of(self, figures: Array) -> Array:
        """[n, d]: the same faces as in a mirror."""
        return np.asarray(figures[:, self.places] * self.signs)


Layer = tuple[Array, Array]
"""Weights [a, b] and bias [b]."""


@dataclass(frozen=True)
class Nets:
    """[d] figures to outputs [k], the last two of which are the eyes, right and down: `basis` [d, m] are the
    directions looked at, `nets` the layers of each network."""

    mean: Array
    spread: Array
    basis: Array
    nets: tuple[tuple[Layer, ...], ...]
    mirror: Mirror

    def apply(self, figures: Array) -> npt.NDArray[np.float64]:
        """[n, k]."""
        both = np.concatenate([figures, self.mirror.of(figures)]).astype(np.float32)
        seen = self.directions(both)
        found = np.mean([forward(layers, seen)[-1] for layers in self.nets], axis=0)
        plain, turned = found[: len(figures)], found[len(figures) :]
        turned[:, -2] *= -1
        return np.asarray((plain + turned) / 2, np.float64)

    def directions(self, figures: Array) -> Array:
        """[n, m]."""
        return np.asarray(np.clip((figures - self.mean) / self.spread, -FAR, FAR) @ self.basis)

    def only(self, places: Array) -> Nets:
        """With these outputs alone."""

        def of(layers: tuple[Layer, ...]) -> tuple[Layer, ...]:
            weights, bias = layers[-1]
            return (*layers[:-1], (weights[:, places], bias[places]))

        return replace(self, nets=tuple(of(layers) for layers in self.nets))

    def times(self, gains: Array) -> Nets:
        """With each output [k] so many times as large."""

        def of(layers: tuple[Layer, ...]) -> tuple[Layer, ...]:
            weights, bias = layers[-1]
            scaled = (weights * gains).astype(np.float32), (bias * gains).astype(np.float32)
            return (*layers[:-1], scaled)

        return replace(self, nets=tuple(of(layers) for layers in self.nets))

    def arrays(self, name: str) -> Iterator[tuple[str, Array]]:
        """To be stored, in half precision where that is enough."""
        yield f"{name}.mean", self.mean.astype(np.float32)
        yield f"{name}.spread", self.spread.astype(np.float32)
        yield f"{name}.basis", self.basis.astype(np.float16)
        for number, layers in enumerate(self.nets):
            for depth, (weights, bias) in enumerate(layers):
                yield f"{name}.{number}.{depth}.weights", weights.astype(np.float16)
                yield f"{name}.{number}.{depth}.bias", bias.astype(np.float32)

    @classmethod
    def stored(cls, stored: Mapping[str, Array], name: str, mirror: Mirror) -> Nets:
        """What `arrays` gave."""
        nets: list[tuple[Layer, ...]] = []
        while f"{name}.{len(nets)}.0.bias" in stored:
            layers: list[Layer] = []
            while (key := f"{name}.{len(nets)}.{len(layers)}") + ".bias" in stored:
                layers.append((stored[f"{key}.weights"].astype(np.float32), stored[f"{key}.bias"]))
            nets.append(tuple(layers))
        mean, spread, basis = (stored[f"{name}.{part}"] for part in ("mean", "spread", "basis"))
        return cls(mean, spread, basis.astype(np.float32), tuple(nets), mirror)


def forward(layers: tuple[Layer, ...], seen: Array) -> list[Array]:
    """What goes into each layer of a network, and what comes out of the last."""
    found = [seen]
    for depth, (weights, bias) in enumerate(layers, 1):
        out = found[-1] @ weights + bias
        found.append(out if depth == len(layers) else np.where(out > 0, out, LEAK * out))
    return found
