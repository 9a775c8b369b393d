"""Graded pictures of people who were not fitted: one unit in steps, another sculptor's units, eyes in
steps."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace

import numpy as np

from perception.landmarks import FaceReading
from perception.regressor import FaceNumbers, Regressor, Rest
from perception.training.dataset import compressed
from perception.training.looks import UNITS, room
from perception.training.mesh import Array, Mesh
from perception.training.people import Person, person, shape
from perception.training.render import Scene, render

STEPS = (0.0, 0.25, 0.5, 0.75, 1.0)
SIDEWAYS = tuple(range(-25, 26, 5))
DOWN = tuple(range(-15, 16, 5))
"""Degrees of the eyes in the head."""
OTHERS: Mapping[int, tuple[str, ...]] = {
    1: ("eyebrows-left-inner-up", "eyebrows-right-inner-up"),
    2: ("eyebrows-left-extern-up", "eyebrows-right-extern-up"),
    4: ("eyebrows-left-down", "eyebrows-right-down"),
    5: ("eye-left-opened-up", "eye-right-opened-up"),
    7: ("eye-left-slit", "eye-right-slit"),
    9: ("nose-left-elevation", "nose-right-elevation"),
    12: ("mouth-corner-puller",),
    15: ("mouth-depression",),
    26: ("mouth-open",),
    43: ("eye-left-closure", "eye-right-closure"),
}
"""MakeHuman's own expression targets, made by others and older than the face units, by the nearest unit."""

Read = Callable[[Array], FaceReading | None]


@dataclass(frozen=True)
class Sitter:
    """Somebody before a camera whose face at rest is known."""

    who: Person
    rest: Rest
    show: Callable[[Scene], FaceReading | None]
    room: Scene


def sitter(mesh: Mesh, read: Read, seed: int, regressor: Regressor) -> Sitter:
    """One, with the face at rest taken from ten pictures."""
    who, chance = person(mesh, seed), np.random.default_rng([13, seed])
    points, before = shape(mesh, who), room(chance)

    def show(scene: Scene) -> FaceReading | None:
        return read(compressed(render(mesh, who, points, scene), 85))

    poses = [(float(chance.normal(0, 8)), float(chance.normal(0, 5))) for _ in range(10)]
    quiet = [show(replace(before, yaw=yaw, pitch=pitch, seed=k)) for k, (yaw, pitch) in enumerate(poses)]
    seen = [item for item in quiet if item is not None]
    turned = np.array([(item.yaw, item.pitch, item.roll) for item in seen])
    return Sitter(
        who, regressor.rest(np.array([regressor.figures(item) for item in seen]), turned), show, before
    )


def graded(regressor: Regressor, sat: Sitter, code: int, *, others: bool = False) -> list[float]:
    """What is read of one unit at each of `STEPS`; `others` by the other sculptor."""
    found = []
    for step in STEPS:
        folder = f"mpfb2/targets/expression/units/{sat.who.ancestry}"
        targets = tuple((f"{folder}/{name}.target.gz", step) for name in OTHERS[code]) if others else ()
        units = {} if others else dict.fromkeys(UNITS[code], step)
        numbers = _numbers(regressor, sat, replace(sat.room, units=units, targets=targets, seed=17))
        found.append(numbers.strengths[code] if numbers else float("nan"))
    return found


def eyes(regressor: Regressor, sat: Sitter) -> Iterator[tuple[str, int, float]]:
    """(sideways or down, degrees as they are, degrees as read): every step of both ladders."""
    for direction, ladder in (("sideways", SIDEWAYS), ("down", DOWN)):
        for degrees in ladder:
            gaze = (float(degrees), 0.0) if direction == "sideways" else (0.0, float(degrees))
            numbers = _numbers(regressor, sat, replace(sat.room, gaze=gaze, seed=19))
            if numbers:
                yield direction, degrees, numbers.gaze_right if direction == "sideways" else numbers.gaze_down


def _numbers(regressor: Regressor, sat: Sitter, scene: Scene) -> FaceNumbers | None:
    found = sat.show(scene)
    return regressor.read(found, sat.rest) if found else None
