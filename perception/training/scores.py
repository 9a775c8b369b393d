"""How well strengths and gaze are read: correlation, error, dead zone, and the same for groups of people."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import numpy as np
import numpy.typing as npt

from perception.training.dataset import Rows
from perception.training.looks import CODES
from perception.training.points import CHANNELS

Array = npt.NDArray[Any]
BLENDSHAPES: Mapping[int, tuple[str, ...]] = {
    1: ("browInnerUp",),
    2: ("browOuterUp",),
    4: ("browDown",),
    5: ("eyeWide",),
    6: ("cheekSquint", "eyeSquint"),
    7: ("eyeSquint",),
    9: ("noseSneer", "mouthUpperUp"),
    10: ("mouthUpperUp",),
    12: ("mouthSmile",),
    14: ("mouthDimple", "mouthPress"),
    15: ("mouthFrown",),
    16: ("mouthLowerDown",),
    17: ("mouthShrugLower",),
    18: ("mouthPucker",),
    20: ("mouthStretch",),
    22: ("mouthFunnel",),
    24: ("mouthPress",),
    26: ("jawOpen",),
    28: ("mouthRollLower", "mouthRollUpper"),
    34: ("cheekPuff", "mouthPucker"),
    43: ("eyeBlink",),
}
"""The channels that could stand for a unit; the one that follows it best is compared."""
MOVED = 0.1
"""A reading this much above its mean on faces without the unit has answered."""
DRAWS = 200
"""How often heads are drawn anew."""
SEEN, UNCERTAIN = 0.7, 0.45
"""Correlations from which a unit is called seen, or seen in part."""


@dataclass(frozen=True)
class Score:
    """Of one unit: correlation with the truth, pictures with the unit counting for as much as those
    without (a unit is shown in one of fifteen); the plain correlation; mean absolute error; and the
    strength from which it is answered (1.0: never)."""

    r: float
    plain: float
    error: float
    dead: float


def score(truth: Array, read: Array) -> Score:
    """Of n pictures."""
    shown = truth > 0
    half = np.where(shown, 0.5 / max(1, shown.sum()), 0.5 / max(1, (~shown).sum()))
    return Score(
        _correlation(truth, read, half),
        _correlation(truth, read, np.full(len(truth), 1 / len(truth))),
        float(np.abs(truth - read).mean()),
        dead_zone(truth, read),
    )


def _correlation(truth: Array, read: Array, weight: Array) -> float:
    a, b = truth - weight @ truth, read - weight @ read
    spread = float(np.sqrt((weight @ (a * a)) * (weight @ (b * b))))
    return float(weight @ (a * b)) / spread if spread > 1e-6 else 0.0


def sureness(truth: Array, read: Array, who: Array) -> tuple[float, float]:
    """Standard errors of `Score.r` and `Score.plain`, had other heads been drawn: bootstrap over heads."""
    chance = np.random.default_rng(31)
    places = [np.flatnonzero(who == head) for head in np.unique(who)]
    drawn = []
    for _ in range(DRAWS):
        at = np.concatenate([places[k] for k in chance.integers(len(places), size=len(places))])
        found = score(truth[at], read[at])
        drawn.append((found.r, found.plain))
    r, plain = np.std(drawn, axis=0).tolist()
    return r, plain


def dead_zone(truth: Array, read: Array) -> float:
    """The strength from which the mean reading is `MOVED` above that of faces without the unit."""
    floor = float(read[truth == 0].mean()) if (truth == 0).any() else 0.0
    edges = np.linspace(0, 1, 11)
    middles, means = [0.0], [floor]
    for low, high in pairwise(edges):
        inside = (truth > low) & (truth <= high)
        if inside.sum() >= 3:
            middles.append(float(truth[inside].mean()))
            means.append(float(read[inside].mean()))
    above = np.maximum.accumulate(np.array(means) - floor)
    if above[-1] < MOVED:
        return 1.0
    first = int(np.argmax(above >= MOVED))
    return float(np.interp(MOVED, above[first - 1 : first + 1], middles[first - 1 : first + 1]))


def theirs(rows: Rows) -> Array:
    """[n, codes]: for each unit the blendshape that follows it best, above the person's own at rest."""
    above = np.empty_like(rows.scores)
    for who in np.unique(rows.who):
        of = rows.who == who
        above[of] = np.clip(
            rows.scores[of] - np.median(rows.scores[of & (rows.kind == "rest")], axis=0), 0, 1
        )
    columns = []
    for place, code in enumerate(CODES):
        found = []
        for channel in BLENDSHAPES[code]:
            sides = [
                CHANNELS.index(n) for n in (channel, f"{channel}Left", f"{channel}Right") if n in CHANNELS
            ]
            found.append(above[:, sides].mean(axis=1))
        columns.append(max(found, key=lambda each: score(rows.strengths[:, place], each).r))
    return np.stack(columns, axis=1)


def table(truth: Array, read: Array, which: Array) -> dict[int, Score]:
    """The score of every unit over the chosen rows."""
    return {code: score(truth[which, place], read[which, place]) for place, code in enumerate(CODES)}


def near(rows: Rows, most: float, least: float = 0.0) -> Array:
    """Which rows have a true yaw between the two, in degrees."""
    yaw = np.abs(rows.pose[:, 0])
    return np.asarray((yaw >= least) & (yaw <= most))
