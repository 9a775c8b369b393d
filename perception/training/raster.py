"""A z-buffer in numpy: which triangle is seen at each pixel, and where in it.

Triangles of about one size are filled together, so a head of ten thousand takes a tenth of a second.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt

Array = npt.NDArray[Any]
SIDES = (2, 3, 4, 5, 6, 8, 11, 16, 24, 48, 128)
"""Pixels: triangles are filled in squares of these sides."""


def raster(corners: Array, depth: Array, size: int) -> tuple[Array, Array, Array]:
    """What is seen in a picture of `size` x `size` pixels.

    `corners` [t, 3, 2] in pixels, `depth` [t, 3], smaller is nearer. Triangles that face away are not drawn.
    Returns the pixels that are covered (flat), the triangle seen at each, and its shares of the corners
    [n, 3].
    """
    first, second, third = corners[:, 0], corners[:, 1], corners[:, 2]
    area = _cross(second - first, third - first)
    low = np.floor(corners.min(axis=1)).astype(int)
    high = np.ceil(corners.max(axis=1)).astype(int)
    seen = (area < 0) & (high > 0).all(axis=1) & (low < size).all(axis=1)
    wide = (high - low).max(axis=1) + 1
    near = np.full(size * size, np.inf)
    found: list[tuple[Array, Array, Array, Array]] = []
    for smallest, side in zip((0, *SIDES), SIDES, strict=False):
        chosen = np.flatnonzero(seen & (wide > smallest) & (wide <= side))
        if len(chosen):
            found.append(_fill(corners[chosen], depth[chosen], area[chosen], low[chosen], chosen, side, size))
            np.minimum.at(near, found[-1][0], found[-1][3])
    pixel, triangle, share, z = (np.concatenate(part) for part in zip(*found, strict=True))
    front = z <= near[pixel]
    pixel, triangle, share = pixel[front], triangle[front], share[front]
    last = np.full(size * size, -1)
    last[pixel] = np.arange(len(pixel))
    pixel = np.flatnonzero(last >= 0)
    return pixel, triangle[last[pixel]], share[last[pixel]]


def _cross(a: Array, b: Array) -> Array:
    return np.asarray(a[..., 0] * b[..., 1] - b[..., 0] * a[..., 1])


def _fill(
    corners: Array, depth: Array, area: Array, low: Array, names: Array, side: int, size: int
) -> tuple[Array, Array, Array, Array]:
    """(pixels, triangles, shares, depths) of all pixels inside triangles at most `side` pixels wide.

    A share is linear in the place of the pixel: it is reckoned at the square's corner, and from there on.
    """
    across, down = corners[:, 1] - corners[:, 0], corners[:, 2] - corners[:, 0]
    start = low + 0.5 - corners[:, 0]
    steps = np.arange(side, dtype=np.float32)
    second = _plane(_cross(start, down), down[:, 1], -down[:, 0], area, steps)
    third = _plane(_cross(across, start), -across[:, 1], across[:, 0], area, steps)
    row, y, x = np.nonzero((second >= 0) & (third >= 0) & (second + third <= 1))
    v, w = second[row, y, x], third[row, y, x]
    x, y = x + low[row, 0], y + low[row, 1]
    inside = (x >= 0) & (y >= 0) & (x < size) & (y < size)
    row, v, w, x, y = row[inside], v[inside], w[inside], x[inside], y[inside]
    share = np.stack([1 - v - w, v, w], axis=1)
    z = np.einsum("ij,ij->i", share, depth[row])
    return y * size + x, names[row], share, z


def _plane(start: Array, per_x: Array, per_y: Array, area: Array, steps: Array) -> Array:
    """[t, side, side]: a linear function over the square of each triangle."""
    start, per_x, per_y = ((part / area).astype(np.float32) for part in (start, per_x, per_y))
    rows = start[:, None] + per_y[:, None] * steps
    return np.asarray(rows[:, :, None] + per_x[:, None, None] * steps)
