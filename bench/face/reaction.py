"""How soon after a message the drawing changes, and how soon by what a person could see."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from alongside.messages import FacePose
from bench.face.watch import Watched

ORDERS = {
    "thinking": FacePose(mode="thinking"),
    "concern": FacePose(mode="listening", expression="concerned"),
    "a nod": FacePose(mode="listening", gesture="nod"),
    "a slow nod": FacePose(mode="listening", gesture="slow_nod", heavy=True),
    "waiting": FacePose(mode="waiting"),
}
"""What is asked for, each while the face listens."""

MOVES = dict.fromkeys(("lidL", "lidR"), 45) | {
    "gazeX": 13,
    "gazeY": 9,
    "underL": 28,
    "underR": 28,
    "browInL": 17,
    "browInR": 17,
    "browOutL": 15,
    "browOutR": 15,
    "slant": 8,
    "open": 38,
    "smile": 11,
    "wide": 8,
    "yaw": 2.6,
    "pitch": 3.7,
    "roll": 2.3,
    "lean": 9,
}
"""How many units of the drawing (418 high) something moves when this number of the pose grows by one."""
ROUNDS = 5
"""How often each is asked for."""
VISIBLE = 1.0
SOON = 1.0
"""Seconds after which a change is no answer any more."""


@dataclass(frozen=True)
class Reaction:
    """What came of one message, in seconds from its arrival in the page."""

    name: str
    changed: float  # the first frame that was drawn anew
    visible: float  # the first in which something had moved by a unit of the drawing
    frames: int  # how many frames that was


def reactions(watched: Watched) -> list[Reaction]:
    """One for each order that came, in the order of the bench."""
    came = [at for at, kind in watched.messages if kind == "FacePose"]
    names = list(ORDERS)
    asked = came[-2 * len(names) * ROUNDS :][1::2]
    weight = np.array([MOVES.get(name, 0.0) for name in watched.parts])
    time, poses = watched.poses[:, 0], watched.poses[:, 1:] * weight
    found = []
    for number, at in enumerate(asked):
        first = int(np.searchsorted(time, at))
        later = slice(first, int(np.searchsorted(time, at + SOON)))
        moved = np.abs(poses[later] - poses[first - 1]).max(axis=1)
        if not (moved > VISIBLE).any():
            continue
        step = int(np.argmax(moved > VISIBLE))
        seen = float(time[first + step])
        frames = int(((watched.frames[:, 0] > at) & (watched.frames[:, 0] <= seen)).sum())
        found.append(Reaction(names[number % len(names)], float(time[first] - at), seen - at, frames))
    return found
