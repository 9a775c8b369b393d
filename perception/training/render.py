"""One picture of a head: who, with which face, turned how, in what light, by which camera."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import cv2
import numpy as np

from perception.training.mesh import EYE, LASHES, Array, Mesh, Target, move
from perception.training.people import Person
from perception.training.raster import raster
from perception.training.styles import styled

LID_PER_DEGREE = 1 / 25
"""How far the lids follow an eye that looks up or down."""


@dataclass(frozen=True)
class Scene:
    """What is to be seen. Degrees as in `FaceReading`: yaw to the picture's right, pitch down, roll
    counter-clockwise. `gaze` is (right in the picture, down) of the eyes in the head. `units` are ARKit names
    with weights, `targets` any others of the mesh. `style`: whose muscles, 0 for the units as they were
    sculpted (`perception.training.styles`)."""

    units: Mapping[str, float]
    targets: tuple[tuple[str, float], ...] = ()
    gaze: tuple[float, float] = (0.0, 0.0)
    yaw: float = 0.0
    pitch: float = 0.0
    roll: float = 0.0
    light: tuple[float, float, float] = (0.3, 0.5, 0.9)
    ambient: float = 0.35
    gain: float = 1.0
    background: float = 0.5
    distance: float = 14.0
    zoom: float = 3.5
    shift: tuple[float, float] = (0.0, 0.0)
    blur: float = 0.6
    noise: float = 0.0
    seed: int = 0
    style: int = 0


def rotation(yaw: float, pitch: float, roll: float) -> Array:
    """Rotation matrix, degrees."""
    a, b, c = np.radians([yaw, pitch, roll])
    turn = np.array([[np.cos(a), 0, np.sin(a)], [0, 1, 0], [-np.sin(a), 0, np.cos(a)]])
    nod = np.array([[1, 0, 0], [0, np.cos(b), -np.sin(b)], [0, np.sin(b), np.cos(b)]])
    tilt = np.array([[np.cos(c), -np.sin(c), 0], [np.sin(c), np.cos(c), 0], [0, 0, 1]])
    return np.asarray(tilt @ turn @ nod)


def moved(mesh: Mesh, rest: Array, scene: Scene) -> Array:
    """The points of a head at rest with the face of the scene: units, other targets, and eyes turned."""
    points: Array = rest.copy()
    sideways, down = scene.gaze
    lids = dict(scene.units)
    for side in ("Left", "Right"):
        name = f"eyeLook{'Down' if down > 0 else 'Up'}{side}"
        lids[name] = lids.get(name, 0.0) + abs(down) * LID_PER_DEGREE
    for name, weight in lids.items():
        if weight:
            move(points, styled(mesh.unit(name), mesh.points, name, scene.style), weight)
    for path, weight in scene.targets:
        found = mesh.target(path)
        keep = ~np.isin(found.places, np.concatenate(mesh.eyes))
        move(points, Target(found.places[keep], found.moves[keep]), weight)
    turn = rotation(sideways, down, 0)
    for eye in mesh.eyes:
        centre = points[eye].mean(axis=0)
        points[eye] = (points[eye] - centre) @ turn.T + centre
    return points


def render(mesh: Mesh, who: Person, rest: Array, scene: Scene, size: int = 288) -> Array:
    """One picture, `size` x `size`, BGR, 8 bit. `rest` is `people.shape(mesh, who)`."""
    centres = np.array([rest[eye].mean(axis=0) for eye in mesh.eyes])
    gap = float(abs(centres[0, 0] - centres[1, 0]))
    middle = centres.mean(axis=0) - [0, 0.45 * gap, 1.2 * gap]
    turn = rotation(scene.yaw, scene.pitch, scene.roll)
    placed = (moved(mesh, rest, scene) - middle) @ turn.T
    placed[:, :2] -= (turn @ [0, 0, 1.2 * gap])[:2]  # the camera is aimed at the face
    depth = scene.distance * gap - placed[:, 2]
    screen = np.stack([placed[:, 0], -placed[:, 1]], axis=1) / depth[:, None]
    screen = (screen * scene.zoom * scene.distance / 14 + 0.5 + np.array(scene.shift)) * size
    faces = mesh.faces if who.lashes else mesh.faces[mesh.faces[:, 6] != LASHES]
    pixel, triangle, share = raster(screen[faces[:, :3]], depth[faces[:, :3]], size)
    at = faces[triangle]

    share = share.astype(np.float32)

    def mixed(values: Array, columns: slice) -> Array:
        first, second, third = at[:, columns].T
        values = values.astype(np.float32)
        return np.asarray(
            share[:, :1] * values[first] + share[:, 1:2] * values[second] + share[:, 2:] * values[third]
        )

    points = mixed(np.concatenate([_normals(placed, faces), rest], axis=1), slice(0, 3))
    normal, place = points[:, :3], points[:, 3:]
    colour = _paint(mesh, who, place, mixed(mesh.texels, slice(3, 6)), at[:, 6], centres.astype(np.float32))
    flat = np.full((size * size, 3), scene.background, np.float32)
    flat[pixel] = colour * _lit(normal, scene)[:, None]
    return _developed(flat.reshape(size, size, 3), scene)


def _lit(normal: Array, scene: Scene) -> Array:
    towards = (np.array(scene.light) / np.linalg.norm(scene.light)).astype(np.float32)
    sky = 0.5 + 0.5 * normal[:, 1]
    return np.asarray(
        scene.ambient * (0.7 + 0.3 * sky) + (1 - scene.ambient) * np.clip(normal @ towards, 0, 1)
    )


def _developed(image: Array, scene: Scene) -> Array:
    """Light to pixels: exposure, blur and the camera's noise."""
    chance = np.random.default_rng([3, scene.seed])
    image = np.clip(image * scene.gain, 0, 1) ** (1 / 1.8)
    image = cv2.GaussianBlur(image, (0, 0), scene.blur)
    if scene.noise:
        image = image + chance.normal(0, scene.noise, image.shape).astype(np.float32)
    return (np.clip(image, 0, 1) * 255).astype(np.uint8)[:, :, ::-1]


def _normals(placed: Array, faces: Array) -> Array:
    """A unit normal for every point: the mean of its triangles'."""
    corner = placed[faces[:, :3]]
    flat = np.cross(corner[:, 1] - corner[:, 0], corner[:, 2] - corner[:, 0])
    smooth = np.zeros_like(placed)
    for axis in range(3):
        smooth[:, axis] = np.bincount(
            faces[:, :3].ravel(), np.repeat(flat[:, axis], 3), minlength=len(placed)
        )
    return np.asarray(smooth / (np.linalg.norm(smooth, axis=1, keepdims=True) + 1e-9))


def _paint(mesh: Mesh, who: Person, rest: Array, texel: Array, made_of: Array, centres: Array) -> Array:
    """Linear RGB of each pixel, from the place that it has on the head at rest, and what it is made of."""
    middle = centres.mean(axis=0)
    gap = abs(centres[0, 0] - centres[1, 0])
    x, y = np.abs(rest[:, 0] - middle[0]) / gap, (rest[:, 1] - middle[1]) / gap
    colour = np.tile(who.skin.astype(np.float32), (len(rest), 1))
    height, arch, thick, dark = who.brow
    line = height + arch * np.sin(np.clip((x - 0.2) / 0.65, 0, 1) * (np.pi * 0.75))
    edge = np.clip(1.4 - x, 0.3, 1) * thick
    brow = np.clip(1.5 - np.abs(y - line) / edge, 0, 1) * (x > 0.18) * (x < 0.85) * (rest[:, 2] > 0)
    colour *= 1 - brow[:, None] * (1 - dark)
    hair = (y > 1.35 - 0.25 * np.clip(x - 0.5, 0, 1)) | (
        (rest[:, 2] < centres[0, 2] - 2.2 * gap) & (y > -0.8)
    )
    if who.hair > 0.25:
        colour[hair] = np.array([0.16, 0.11, 0.08]) * (2.2 * who.hair - 0.4)
    row, column = ((1 - texel[:, 1]) * 2047).astype(int), (texel[:, 0] * 2047).astype(int)
    lips, inside = mesh.masks["lips"][row, column], mesh.masks["inside-mouth"][row, column]
    colour *= 1 - lips[:, None] * (np.array([0.1, 1.15, 1.0], np.float32) * who.lips)
    colour += inside[:, None] * (np.array([0.12, 0.04, 0.04], np.float32) - colour)
    colour *= 1 - 0.35 * mesh.masks["eyelids"][row, column][:, None]
    eyes = made_of == EYE
    colour[eyes] = _eye(who, rest[eyes], centres)
    colour[made_of == LASHES] = [0.03, 0.025, 0.02]
    return colour


def _eye(who: Person, rest: Array, centres: Array) -> Array:
    """Pupil, iris and white, by how far from the axis of its eye each place lies."""
    left = (rest[:, :1] > centres[:, 0].mean()) == (centres[0, 0] > centres[1, 0])
    away = rest - np.where(left, centres[0], centres[1])
    tilt = np.degrees(np.arctan2(np.hypot(away[:, 0], away[:, 1]), away[:, 2]))[:, None]
    return np.asarray(np.where(tilt < 26, np.where(tilt < 11, 0.015, np.array(who.iris)), [0.82, 0.81, 0.79]))
