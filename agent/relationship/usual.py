"""What is usual in ordinary talk: where probes lie and how far scales move from turn to turn.

`usual.json` is written by `python -m rehearsal.trajectories --usual`.
"""

from __future__ import annotations

import functools
import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from agent.appraisal.encoder import Vectors
from agent.relationship.probes import SIDES, Side

FILE = Path(__file__).parent / "usual.json"


@dataclass(frozen=True)
class Usual:
    """`probes`: (mean, spread) of the 36 raw scores; `spread` of each scale between turns; both by side."""

    probes: Mapping[Side, tuple[Vectors, Vectors]]
    spread: Mapping[Side, Mapping[str, float]]


@functools.cache
def usual(file: Path = FILE) -> Usual:
    """The figures that come with Alongside."""
    found = json.loads(file.read_text(encoding="utf-8"))
    return Usual(
        {
            side: (
                np.array(found[side]["mean"], np.float32),
                np.maximum(np.array(found[side]["deviation"], np.float32), 1e-3),
            )
            for side in SIDES
        },
        {side: found[side]["spread"] for side in SIDES},
    )
