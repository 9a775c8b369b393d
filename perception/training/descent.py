"""Training the networks of `perception.nets`: Adam (Kingma and Ba 2015) with numpy alone, drawn by fixed
seeds."""

from __future__ import annotations

from itertools import pairwise

import numpy as np

from perception.nets import FAR, LEAK, Array, Layer, Mirror, Nets
from perception.training.looks import CODES

DIRECTIONS, FLOOR = 160, 0.5
"""Main directions that are looked at; each is told in its standard deviation and this much variance more."""
HIDDEN = (128, 64)
NETS = 3
EPOCHS, BATCH, RATE = 120, 256, 2e-3
DECAY = 1e-3
"""Share of the weights that is lost with each step, of the rate."""
DROPPED, NOISE = 0.3, 0.2
"""Of the hidden units, dropped at random; standard deviation of noise put onto the directions."""
SHOWN = 4.0
"""A unit is shown in one picture of fifteen; its error there counts so much more."""
OPEN = 0.5
"""Eyes more closed than this tell nothing of where they look."""


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
    weight = np.where(wanted > 0, np.float32(SHOWN), np.float32(1))
    weight[:, -2:] = np.where(wanted[:, CODES.index(43)] > OPEN, 0, 1)[:, None]
    given = seen @ basis
    nets = tuple(_net(given, wanted, weight, seed) for seed in range(NETS))
    return Nets(mean, spread, basis, nets, mirror)


def _net(given: Array, wanted: Array, weight: Array, seed: int) -> tuple[Layer, ...]:
    chance = np.random.default_rng([21, seed])
    sizes = (given.shape[1], *HIDDEN, wanted.shape[1])
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
        slopes = _slopes(parts, given[batch], wanted[batch], weight[batch], chance)
        rate = RATE * 0.5 * (1 + np.cos(np.pi * step / steps))
        for part, slope, a, b in zip(parts, slopes, first, second, strict=True):
            a += 0.1 * (slope - a)
            b += 0.001 * (slope * slope - b)
            towards = (a / (1 - 0.9 ** (step + 1))) / (np.sqrt(b / (1 - 0.999 ** (step + 1))) + 1e-8)
            part -= np.float32(rate) * (towards + np.float32(DECAY if part.ndim == 2 else 0) * part)
    depth = len(weights)
    return tuple(zip(parts[:depth], parts[depth:], strict=True))


def _slopes(
    parts: list[Array], given: Array, wanted: Array, weight: Array, chance: np.random.Generator
) -> list[Array]:
    """How the weighted error of a batch rises with each of the weights, and with each bias."""
    depth = len(parts) // 2
    inputs = [given + np.float32(NOISE) * chance.standard_normal(given.shape, np.float32)]
    kept: list[Array] = []
    for weights, bias in zip(parts[: depth - 1], parts[depth:-1], strict=True):
        out = inputs[-1] @ weights + bias
        kept.append(
            (chance.random(out.shape, np.float32) > DROPPED)
            * np.where(out > 0, np.float32(1), np.float32(LEAK))
            / np.float32(1 - DROPPED)
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
