"""Which figure is which in the mirror."""

from __future__ import annotations

import numpy as np

from perception.landmarks import BRIDGE
from perception.nets import Array, Mirror
from perception.regressor import pose_terms
from perception.training.points import CHANNELS, PLACES

_SWAP = {"Left": "Right", "Right": "Left"}


def opposite(points: Array) -> Array:
    """For each of the 478 points the one that lies where its mirror image is, by the mean of `points`
    [n, 478, 3]: of faces that also move, for lips that lie on one another are told apart only when open."""
    middle = points.mean(axis=0)
    middle = middle - [middle[BRIDGE, 0], 0, 0]
    away = np.linalg.norm((middle * [-1, 1, 1])[:, None] - middle[None], axis=2)
    return np.asarray(away.argmin(axis=1))


def mirror(points: Array) -> Mirror:
    """For `Regressor.beyond`: the points looked at, the blendshapes, the terms of the pose."""
    twin = opposite(points)[PLACES]
    if not np.isin(twin, PLACES).all():
        raise ValueError("the points that are looked at must be the same on both sides")
    at = 3 * np.searchsorted(PLACES, twin)[:, None] + np.arange(3)
    order = np.array([CHANNELS.index(_other(name)) for name in CHANNELS])
    width = at.size
    places = [at.ravel(), width + order, width + len(order) + np.arange(_poses().size)]
    signs = [np.tile([-1, 1, 1], len(PLACES)), np.ones(len(order)), _poses()]
    return Mirror(np.concatenate(places).astype(np.int64), np.concatenate(signs).astype(np.float32))


def _poses() -> Array:
    """The sign that each term of the pose has in the mirror: yaw and roll change theirs."""
    before, after = pose_terms(np.array([[1.0, 2.0, 3.0], [-1.0, 2.0, -3.0]]))
    return np.asarray(np.sign(before * after))


def _other(name: str) -> str:
    side = next((side for side in _SWAP if name.endswith(side)), "")
    return name.removesuffix(side) + _SWAP.get(side, "")
