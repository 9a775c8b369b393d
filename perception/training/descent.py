"""Training the networks of `perception.nets`: Adam (Kingma and Ba 2015) with numpy alone, drawn by fixed
seeds."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from perception.nets import FAR, LEAK, Array, Layer, Mirror, Nets
from perception.training.looks import CODES

DIRECTIONS, FLOOR = 160, 0.5
"""Main directions that are looked at; each is told in its standard deviation and this much variance more."""
NETS = 3
EPOCHS, BATCH, RATE = 50, 256, 2e-3
DECAY = 1e-3
"""Share of the weights that is lost with each step, of the rate."""
EYES = 2.0
"""How much the error of the eyes counts, that of a unit which is not shown being one."""
OPEN = 0.5
"""Eyes more closed than this tell nothing of where they look."""


@dataclass(frozen=True)
class Plan:
    """Sizes of the hidden layers; share of their units that is dropped at random; standard deviation of the
    noise put onto the directions; and how much the error counts where a unit is shown, which it is in one
    picture of fifteen."""

    hidden: tuple[int, ...]
    dropped: float
    noise: float
    shown: float


LARGE = Plan(hidden=(256, 128), dropped=0.2, noise=0.15, shown=2.0)
SMALL = Plan(hidden=(64, 32), dropped=0.3, noise=0.5, shown=6.0)
FAINT = (6,)
"""Units that move next to nothing, which a small network reads that is fed with much noise: a large one finds
fine marks that their sculptor left, which no photograph bears."""


def trained(figures: Array, truth: Array, mirror: Mirror) -> Nets:
    """Networks from `figures` [n, d] to `truth` [n, k]: strengths, and the eyes; fitted to the mirror images
    as well."""
    both = np.concatenate([figures, mirror.of(figures)]).astype(np.float32)
    turned = truth.copy()
    turned[:, -2] *= -1
    wanted = np.concatenate([truth, turned]).astype(np.float32)
    mean, spread = both.mean(axis=0), both.std(axis=0) + np.float32(1e-4)
    seen = np.clip((both - mean) / spread, -FAR, FAR)
    size, axes = np.linalg.eigh((seen.T @ seen).astype(np.float64) / len(seen))
    basis = (axes / np.sqrt(np.maximum(size, 0) + FLOOR))[:, ::-1][:, :DIRECTIONS].astype(np.float32)
    given = seen @ basis
    nets = tuple(_joined(given, wanted, seed) for seed in range(NETS))
    return Nets(mean, spread, basis, nets, mirror)


def _joined(given: Array, wanted: Array, seed: int) -> tuple[Layer, ...]:
    """A large network and a small one side by side, as one: each output comes from one of them."""
    faint = np.isin(np.arange(wanted.shape[1]), [CODES.index(code) for code in FAINT])
    told, rest = (~faint).astype(np.float32), faint.astype(np.float32)
    large = _net(given, wanted, _weight(wanted, LARGE) * told, LARGE, seed)
    small = _net(given, wanted, _weight(wanted, SMALL) * rest, SMALL, seed)
    layers = []
    for depth, ((a, b), (c, d)) in enumerate(zip(large, small, strict=True), 1):
        if depth == 1:
            layers.append((np.concatenate([a, c], axis=1), np.concatenate([b, d])))
        elif depth < len(large):
            apart = np.block([[a, np.zeros((len(a), c.shape[1]))], [np.zeros((len(c), a.shape[1])), c]])
            layers.append((apart.astype(np.float32), np.concatenate([b, d])))
        else:
            layers.append((np.concatenate([a * told, c * rest]), b * told + d * rest))
    return tuple(layers)


def _weight(wanted: Array, plan: Plan) -> Array:
    """[n, k]: how much each error counts."""
    weight: Array = np.where(wanted > 0, np.float32(plan.shown), np.float32(1))
    weight[:, -2:] = np.where(wanted[:, CODES.index(43)] > OPEN, 0, EYES)[:, None]
    return weight


def _net(given: Array, wanted: Array, weight: Array, plan: Plan, seed: int) -> tuple[Layer, ...]:
    chance = np.random.default_rng([21, seed])
    sizes = (given.shape[1], *plan.hidden, wanted.shape[1])
    weights = [chance.normal(0, np.sqrt(1 / a), (a, b)).astype(np.float32) for a, b in pairwise(sizes)]
    weights[-1] *= np.float32(0.1)
    parts = [*weights, *(np.zeros(size, np.float32) for size in sizes[1:])]
    first, second = ([np.zeros_like(part) for part in parts] for _ in range(2))
    steps = EPOCHS * (len(given) // BATCH)
    for step in range(steps):
        if step % (len(given) // BATCH) == 0:
            order = chance.permutation(len(given))
        batch = order[:BATCH]
        order = order[BATCH:]
        slopes = _slopes(parts, given[batch], wanted[batch], weight[batch], plan, chance)
        rate = RATE * 0.5 * (1 + np.cos(np.pi * step / steps))
        for part, slope, a, b in zip(parts, slopes, first, second, strict=True):
            a += 0.1 * (slope - a)
            b += 0.001 * (slope * slope - b)
            towards = (a / (1 - 0.9 ** (step + 1))) / (np.sqrt(b / (1 - 0.999 ** (step + 1))) + 1e-8)
            part -= np.float32(rate) * (towards + np.float32(DECAY if part.ndim == 2 else 0) * part)
    depth = len(weights)
    return tuple(zip(parts[:depth], parts[depth:], strict=True))


def _slopes(
    parts: list[Array], given: Array, wanted: Array, weight: Array, plan: Plan, chance: np.random.Generator
) -> list[Array]:
    """How the weighted error of a batch rises with each of the weights, and with each bias."""
    depth = len(parts) // 2
    inputs = [given + np.float32(plan.noise) * chance.standard_normal(given.shape, np.float32)]
    kept: list[Array] = []
    for weights, bias in zip(parts[: depth - 1], parts[depth:-1], strict=True):
        out = inputs[-1] @ weights + bias
        kept.append(
            (chance.random(out.shape, np.float32) > plan.dropped)
            * np.where(out > 0, np.float32(1), np.float32(LEAK))
            / np.float32(1 - plan.dropped)
        )
        inputs.append(out * kept[-1])
    found = inputs[-1] @ parts[depth - 1] + parts[-1]
    slope = (2 / len(given)) * weight * (found - wanted)
    of_weights, of_biases = [], []
    for place in reversed(range(depth)):
        of_weights.append(inputs[place].T @ slope)
        of_biases.append(slope.sum(axis=0))
        if place:
            slope = (slope @ parts[place].T) * kept[place - 1]
    return [*reversed(of_weights), *reversed(of_biases)]
