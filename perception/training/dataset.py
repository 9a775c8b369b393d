"""Pictures of rendered people as MediaPipe reads them, beside the truth."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import numpy.typing as npt

from perception.landmarks import FaceReading, Landmarker
from perception.training.looks import CODES, TURNED, Look, look, room, turned, varied
from perception.training.mesh import Array, Mesh
from perception.training.people import person, repainted, shape
from perception.training.render import render


@dataclass(frozen=True)
class Rows:
    """n pictures. Points as `FaceReading.shape`; angles in degrees, as read and as they are."""

    points: npt.NDArray[np.float32]  # [n, 478, 3]
    scores: npt.NDArray[np.float32]  # [n, 52]
    read_pose: npt.NDArray[np.float32]  # [n, 3]: yaw, pitch, roll as MediaPipe reads them
    pose: npt.NDArray[np.float32]  # [n, 3]: as they are
    strengths: npt.NDArray[np.float32]  # [n, codes]
    gaze: npt.NDArray[np.float32]  # [n, 2]: to the right of the picture, down
    who: npt.NDArray[np.int64]  # [n]
    ancestry: npt.NDArray[Any]  # [n]: names
    age: npt.NDArray[Any]  # [n]: names
    kind: npt.NDArray[Any]  # [n]: names

    def chosen(self, which: Array) -> Rows:
        """Those rows."""
        return Rows(*(getattr(self, item.name)[which] for item in fields(self)))

    def save(self, path: Path) -> None:
        """Write them as `.npz`."""
        path.parent.mkdir(parents=True, exist_ok=True)
        np.savez_compressed(path, **{item.name: getattr(self, item.name) for item in fields(self)})

    @classmethod
    def joined(cls, parts: Sequence[Rows]) -> Rows:
        """All rows of all parts."""
        return cls(*(np.concatenate([getattr(part, item.name) for part in parts]) for item in fields(cls)))

    @classmethod
    def load(cls, path: Path) -> Rows:
        """Read what `save` wrote."""
        with np.load(path, allow_pickle=False) as stored:
            return cls(*(stored[item.name] for item in fields(cls)))


def afresh(landmarker: Landmarker) -> Callable[[Array], FaceReading | None]:
    """Reads pictures (BGR) that have nothing to do with one another."""
    blank = np.zeros((64, 64, 3), np.uint8)

    def read(picture: Array) -> FaceReading | None:
        landmarker.read(blank, 0.0)
        return landmarker.read(np.ascontiguousarray(picture[:, :, ::-1]), 0.0)

    return read


def compressed(picture: Array, quality: int) -> Array:
    """What is left of a picture after JPEG."""
    data = cv2.imencode(".jpg", picture, [cv2.IMWRITE_JPEG_QUALITY, quality])[1]
    return np.asarray(cv2.imdecode(data, cv2.IMREAD_COLOR))


def looks_of(seed: int, each: int, *, vary: bool = False) -> list[Look]:
    """The looks of one person: `each`, and those of the turned head at rest; to fit to, they vary more."""
    chance, other = np.random.default_rng([11, seed]), np.random.default_rng([12, seed])
    before = room(chance)
    found = [look(chance, number, before) for number in range(each)]
    if vary:
        third = np.random.default_rng([14, seed])
        found = [varied(third, one) for one in found]
    return found + [turned(other, before) for _ in range(TURNED)]


def rows(
    mesh: Mesh,
    landmarker: Landmarker,
    seeds: Iterable[int],
    each: int,
    told: Callable[[], None],
    *,
    vary: bool = False,
) -> Rows:
    """`each` pictures of every person of `seeds`, as read; `vary`: to be fitted to. A picture in which no
    face is found is left out."""
    read = afresh(landmarker)
    parts: list[tuple[Any, ...]] = []
    for seed in seeds:
        who = repainted(person(mesh, seed)) if vary else person(mesh, seed)
        rest = shape(mesh, who)
        for item in looks_of(seed, each, vary=vary):
            quality = 60 + item.scene.seed % 35
            found = read(compressed(render(mesh, who, rest, item.scene), quality))
            if found is not None:
                parts.append((*_row(found, item), seed, who.ancestry, who.age, item.kind))
        told()
    columns = [np.array(column) for column in zip(*parts, strict=True)]
    single: list[Any] = [part.astype(np.float32) if part.dtype == float else part for part in columns]
    return Rows(*single)


def _row(found: FaceReading, item: Look) -> tuple[Array, Array, Array, Array, Array, Array]:
    scene = item.scene
    return (
        found.shape,
        np.array([found.scores[name] for name in sorted(found.scores)]),
        np.array([found.yaw, found.pitch, found.roll]),
        np.array([scene.yaw, scene.pitch, scene.roll]),
        np.array([item.strengths.get(code, 0.0) for code in CODES]),
        np.array(scene.gaze),
    )
