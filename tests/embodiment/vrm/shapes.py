"""The shapes of a small figure's head and body, in metres, and how its expressions move them."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

Points = npt.NDArray[np.float32]

EXPRESSIONS = (
    *("aa", "ih", "ou", "ee", "oh"),
    *("happy", "angry", "sad", "relaxed", "surprised", "blinkLeft", "blinkRight"),
)
HEAD = np.array([0.105, 0.125, 0.105])
MIDDLE = np.array([0.0, 0.1, 0.0])
"""Half axes of the head and its middle above the head's bone."""
EYE_AT = np.array([0.04, 0.118, 0.078])
MOUTH_AT = (0.0, 0.045)
LIPS = {  # half width and half height
    "": (0.03, 0.0022),
    "aa": (0.026, 0.024),
    "ih": (0.036, 0.007),
    "ou": (0.012, 0.009),
    "ee": (0.034, 0.013),
    "oh": (0.019, 0.02),
}
CORNERS = {"happy": 0.016, "relaxed": 0.008, "sad": -0.014, "angry": -0.005}
BROWS = {
    "sad": (0.014, -0.01),
    "angry": (-0.012, 0.006),
    "surprised": (0.014, 0.014),
    "happy": (0.004, 0.006),
}
"""How far the inner and the outer end of a brow rise."""


@dataclass
class Shape:
    """Points (n, 3), triangles (m, 3), a colour, and the points' moves by expression."""

    points: Points
    faces: npt.NDArray[np.uint16]
    colour: tuple[float, float, float]
    moves: dict[str, Points] = field(default_factory=dict)

    def normals(self) -> Points:
        """Which way the surface looks at each point, as unit vectors."""
        a, b, c = (self.points[self.faces[:, corner]] for corner in range(3))
        found = np.zeros_like(self.points)
        for corner in range(3):
            np.add.at(found, self.faces[:, corner], np.cross(b - a, c - a))
        lengths = np.linalg.norm(found, axis=1, keepdims=True)
        return np.where(lengths > 1e-12, found / np.maximum(lengths, 1e-12), [0, 0, 1]).astype(np.float32)


def sheet(rows: int, columns: int) -> tuple[Points, Points, npt.NDArray[np.uint16]]:
    """Two parameters from 0 to 1 over a grid, and its triangles."""
    v, u = np.meshgrid(np.linspace(0, 1, rows), np.linspace(0, 1, columns), indexing="ij")
    at = np.arange(rows * columns).reshape(rows, columns)
    a, b, c, d = (part.ravel() for part in (at[:-1, :-1], at[:-1, 1:], at[1:, :-1], at[1:, 1:]))
    faces = np.concatenate([np.stack([a, c, b], 1), np.stack([b, c, d], 1)])
    return u.ravel().astype(np.float32), v.ravel().astype(np.float32), faces.astype(np.uint16)


def ball(half: npt.ArrayLike, middle: npt.ArrayLike, colour: tuple[float, float, float]) -> Shape:
    """An ellipsoid."""
    u, v, faces = sheet(18, 28)
    around, down = 2 * np.pi * u, np.pi * v
    unit = np.stack([np.sin(down) * np.sin(around), np.cos(down), np.sin(down) * np.cos(around)], 1)
    return Shape((unit * np.asarray(half) + np.asarray(middle)).astype(np.float32), faces, colour)


def on_head(x: Points, y: Points, above: float) -> Points:
    """Points of the head's front at these places, a little above it."""
    inside = 1 - np.square((x - MIDDLE[0]) / HEAD[0]) - np.square((y - MIDDLE[1]) / HEAD[1])
    return np.stack([x, y, HEAD[2] * np.sqrt(np.clip(inside, 0, 1)) + above], 1).astype(np.float32)


def mouth(colour: tuple[float, float, float]) -> Shape:
    """A mouth that opens, widens and rounds, and whose corners rise and fall."""
    u, v, faces = sheet(7, 17)

    def shaped(wide: float, tall: float, corners: float = 0.0) -> Points:
        side = 2 * u - 1
        x = MOUTH_AT[0] + wide * side
        y = MOUTH_AT[1] + tall * (1 - 2 * v) * np.sqrt(1 - np.square(side)) + corners * np.square(side)
        return on_head(x, y - corners * 0.35, 0.0015)

    rest = shaped(*LIPS[""])
    moves = {name: shaped(*LIPS[name]) - rest for name in LIPS if name}
    moves |= {name: shaped(*LIPS[""], corners) - rest for name, corners in CORNERS.items()}
    moves["surprised"] = shaped(0.016, 0.014) - rest
    return Shape(rest, faces, colour, moves)


def brow(side: int, colour: tuple[float, float, float]) -> Shape:
    """One brow."""
    u, v, faces = sheet(3, 9)

    def shaped(inner: float, outer: float) -> Points:
        x = side * (0.018 + 0.044 * u)
        rise = inner * (1 - u) + outer * u + 0.006 * np.sin(np.pi * u)
        return on_head(x, 0.158 + rise + 0.0075 * (0.5 - v) * (1.2 - 0.7 * u), 0.003)

    rest = shaped(0.0, 0.0)
    return Shape(rest, faces, colour, {name: shaped(*ends) - rest for name, ends in BROWS.items()})


def lid(side: int, colour: tuple[float, float, float]) -> Shape:
    """One upper lid: a part of a ball around the eye that comes down."""
    u, v, faces = sheet(10, 15)

    def shaped(edge: float) -> Points:
        across, up = np.radians(75) * (2 * u - 1), np.radians(80 + (edge - 80) * v)
        unit = np.stack([np.sin(across) * np.cos(up), np.sin(up), np.cos(across) * np.cos(up)], 1)
        return (0.0285 * unit + EYE_AT * [side, 1, 1]).astype(np.float32)

    rest = shaped(42)
    moves = {"blinkLeft" if side > 0 else "blinkRight": shaped(-38) - rest}
    moves |= {"relaxed": shaped(24) - rest, "sad": shaped(28) - rest, "surprised": shaped(60) - rest}
    return Shape(rest, faces, colour, moves)
