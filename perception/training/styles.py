"""Face units that move as another person's, or another sculptor's, might.

Muscles differ in where they pull most: one person lowers the whole brow, another its inner end. A map that
is fitted to one sculptor's units learns the sculptor. So in part of the pictures that are fitted to, a unit
moves more to one side and less to the other, in a direction at random, the same on both halves of the face.
"""

from __future__ import annotations

import zlib

import numpy as np

from perception.training.mesh import Array, Target

SPREAD = 0.7
"""Standard deviation of how much more a unit moves, one spread of the unit from its middle."""
MOST = 2.0
"""Times the sculptor's move, at most; at least none."""
KEPT = ("eyeBlink", "eyeWide", "eyeLook", "jawOpen")
"""Units that must meet or turn as they are, or their strength would be another."""


def styled(unit: Target, points: Array, name: str, style: int) -> Target:
    """A face unit by its ARKit name, of a mesh of `points` [n, 3], in a style; 0 is the sculptor's own."""
    if not style or name.startswith(KEPT):
        return unit
    both = name.removesuffix("Left").removesuffix("Right")
    chance = np.random.default_rng([15, style, zlib.crc32(both.encode())])
    angle, more = chance.uniform(0, 2 * np.pi), chance.normal(0, SPREAD)
    at = np.stack([np.abs(points[unit.places, 0]), points[unit.places, 1]], axis=1)
    share = np.linalg.norm(unit.moves, axis=1)
    share = share / share.sum()
    along = (at - share @ at) @ [np.cos(angle), np.sin(angle)]
    spread = float(np.sqrt(share @ along**2)) + 1e-9
    factor = np.clip(1 + more * along / spread, 0, MOST)
    return Target(unit.places, unit.moves * factor[:, None])
