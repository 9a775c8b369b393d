"""Which faces are rendered: single units, mixes, prototypes of feelings, and speech, in all strengths."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np

from perception.training.render import Scene

UNITS: Mapping[int, tuple[str, ...]] = {
    1: ("browInnerUp",),
    2: ("browOuterUpLeft", "browOuterUpRight"),
    4: ("browDownLeft", "browDownRight"),
    5: ("eyeWideLeft", "eyeWideRight"),
    6: ("cheekSquintLeft", "cheekSquintRight"),
    7: ("eyeSquintLeft", "eyeSquintRight"),
    9: ("noseSneerLeft", "noseSneerRight"),
    10: ("mouthUpperUpLeft", "mouthUpperUpRight"),
    12: ("mouthSmileLeft", "mouthSmileRight"),
    14: ("mouthDimpleLeft", "mouthDimpleRight"),
    15: ("mouthFrownLeft", "mouthFrownRight"),
    16: ("mouthLowerDownLeft", "mouthLowerDownRight"),
    17: ("mouthShrugLower",),
    18: ("mouthPucker",),
    20: ("mouthStretchLeft", "mouthStretchRight"),
    22: ("mouthFunnel",),
    24: ("mouthPressLeft", "mouthPressRight"),
    26: ("jawOpen",),
    28: ("mouthRollLower", "mouthRollUpper"),
    34: ("cheekPuff",),
    43: ("eyeBlinkLeft", "eyeBlinkRight"),
}
"""FACS action unit -> the ARKit-named face units that stand for it; its strength is their mean."""
CODES = tuple(UNITS)
NUISANCES = ("jawLeft", "jawRight", "jawForward", "mouthLeft", "mouthRight", "mouthShrugUpper")
PROTOTYPES: tuple[tuple[int, ...], ...] = (
    (6, 12), (6, 12, 26), (12,), (1, 4, 15), (1, 15, 17), (4, 7, 24), (4, 5, 7), (9, 10, 15), (9, 4),
    (10, 17),
    (1, 2, 4, 5, 20, 26), (1, 2, 5, 26), (4, 6, 7, 9, 43), (4, 7, 9, 43), (14, 12), (15, 17, 24), (4, 9, 7),
)  # fmt: skip
"""Units that come together: joy, sadness, anger, disgust, fear, surprise, pain, contempt (FACS; EMFACS)."""
APART = ({12, 15}, {43, 5}, {18, 20}, {12, 18}, {26, 24}, {26, 28}, {24, 16}, {2, 4}, {22, 28}, {34, 26})
"""Units that pull against each other: of two, the second is not shown."""
NEUTRALS = 5
"""Pictures of each person at rest and nearly frontal, rendered first."""
TURNED = 15
"""Pictures of each person at rest with the head turned as heads are in a talk, rendered last."""

STYLED = 0.5
"""Share of the pictures fitted to whose units are not as they were sculpted."""
FURTHER = 1.3
"""How much further the eyes turn in pictures that are fitted to."""
HIGHER = 1.4
"""How much further still they turn up or down, at most."""


@dataclass(frozen=True)
class Look:
    """A scene and the truth of it: strength by action unit, 0 to 1."""

    kind: str
    strengths: Mapping[int, float]
    scene: Scene


def look(chance: np.random.Generator, number: int, room: Scene) -> Look:
    """One at random, in the light and before the camera of `room`; the first `NEUTRALS` are at rest."""
    kind, strengths = _strengths(chance, number)
    units: dict[str, float] = {}
    for code, strength in strengths.items():
        names = UNITS[code]
        tilt = chance.normal(0, 0.08) if len(names) == 2 else 0.0
        for side, name in zip((1, -1), names, strict=False):
            units[name] = float(np.clip(strength + side * tilt * strength, 0, 1))
    shown = {code: float(np.mean([units[name] for name in UNITS[code]])) for code in strengths}
    if kind != "rest" and chance.random() < 0.1:
        units[str(chance.choice(NUISANCES))] = float(chance.uniform(0.2, 0.8))
    return Look(kind, shown, _scene(chance, units, kind, room))


def varied(chance: np.random.Generator, one: Look) -> Look:
    """The same look as it is fitted to: half of the time with units that move as another face's might, and
    with eyes that turn further than is asked for, lest the last steps be read short."""
    style = int(chance.integers(1, 1 << 30)) if chance.random() < STYLED else 0
    sideways, down = (FURTHER * degrees for degrees in one.scene.gaze)
    gaze = (sideways, down * float(chance.uniform(1, HIGHER)))
    return replace(one, scene=replace(one.scene, gaze=gaze, style=style))


def turned(chance: np.random.Generator, before: Scene) -> Look:
    """A face at rest, and the head as it is turned in a talk."""
    scene = _scene(chance, {}, "rest", before)
    yaw, pitch = chance.normal(0, 11), chance.normal(0, 7)
    return Look(
        "rest", {}, replace(scene, yaw=float(np.clip(yaw, -25, 25)), pitch=float(np.clip(pitch, -15, 15)))
    )


def _strengths(chance: np.random.Generator, number: int) -> tuple[str, dict[int, float]]:
    if number < NEUTRALS:
        return "rest", {}
    drawn = chance.random()
    if drawn < 0.3:
        return "single", {int(chance.choice(CODES)): float(chance.uniform(0.1, 1))}
    if drawn < 0.6:
        kind, codes = (
            "mix",
            [int(code) for code in chance.choice(CODES, chance.integers(2, 6), replace=False)],
        )
    elif drawn < 0.9:
        kind, codes = "prototype", list(PROTOTYPES[chance.integers(len(PROTOTYPES))])
    else:
        kind, codes = (
            "speech",
            [int(code) for code in chance.choice((26, 18, 22, 16, 10, 20), 2, replace=False)],
        )
    strong = chance.uniform(0.15, 1) if kind == "prototype" else 1.0
    found: dict[int, float] = {}
    for code in codes:
        if not any(pair - {code} <= found.keys() for pair in APART if code in pair):
            low = 0.6 if kind == "prototype" else 0.1
            found[code] = float(strong * chance.uniform(low, 1))
    if 43 not in found and 5 not in found and chance.random() < 0.12:
        found[43] = float(chance.uniform(0.2, 1))
    return kind, found


def room(chance: np.random.Generator) -> Scene:
    """Light and camera, which stay about the same while one sits before them."""
    return Scene(
        units={},
        light=(float(chance.uniform(-1, 1)), float(chance.uniform(-0.2, 1)), float(chance.uniform(0.4, 1))),
        ambient=float(chance.uniform(0.2, 0.7)),
        gain=float(chance.uniform(0.7, 1.3)),
        background=float(chance.uniform(0.05, 0.95)),
        distance=float(chance.uniform(9, 20)),
        zoom=float(chance.uniform(3.4, 4.6)),
        shift=(float(chance.normal(0, 0.03)), float(chance.normal(0, 0.03))),
        blur=float(chance.uniform(0.4, 1.3)),
        noise=float(chance.uniform(0, 0.035)),
    )


def _scene(chance: np.random.Generator, units: dict[str, float], kind: str, before: Scene) -> Scene:
    """Pose and gaze at random, a little nearer or further, a little lighter or darker; a face at rest is
    nearly frontal."""
    rest = kind == "rest"
    yaw, pitch = (12.0, 10.0) if rest else (35.0, 20.0)
    looking = chance.random() < (0.3 if rest else 0.6)
    nearer, x, y = (float(value) for value in (chance.normal(1, 0.06), *chance.normal(0, 0.015, 2)))
    return replace(
        before,
        units=units,
        gaze=(float(chance.uniform(-25, 25)), float(chance.uniform(-14, 14))) if looking else (0.0, 0.0),
        yaw=float(chance.uniform(-yaw, yaw)),
        pitch=float(chance.uniform(-pitch, pitch)),
        roll=float(chance.normal(0, 5)),
        light=(before.light[0] + float(chance.normal(0, 0.1)), *before.light[1:]),
        gain=before.gain * float(chance.normal(1, 0.04)),
        distance=before.distance * nearer,
        zoom=before.zoom / nearer,
        shift=(before.shift[0] + x, before.shift[1] + y),
        seed=int(chance.integers(1 << 30)),
    )
