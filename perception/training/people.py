"""People who do not exist: shapes mixed from MakeHuman's targets, and paint."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

import numpy as np

from perception.training.mesh import Array, Mesh, Target, move

ANCESTRIES = ("african", "asian", "caucasian")
"""The three that the mesh has targets for, by their names there."""
MACRO = "mpfb2/targets/macrodetails"
DETAILS = ("head", "nose", "mouth", "eyes", "eyebrows", "cheek", "chin", "forehead")
"""Folders of targets of which some, at random, make one face unlike another."""
PALEST, DARKEST = np.array([0.86, 0.68, 0.58]), np.array([0.20, 0.12, 0.08])
"""Linear RGB; skins lie between them."""
DARKNESS = {"african": (0.55, 1.0), "asian": (0.1, 0.55), "caucasian": (0.0, 0.4)}
LIDS = (-0.3, 0.8)
"""How much higher lower lids may lie at rest than they were sculpted, in full lid tighteners: in photographs
they do."""


@dataclass(frozen=True)
class Person:
    """Who is drawn. Shares of ancestry sum to one; `old` and `male` run from 0 to 1; lengths of the brow
    and its place are in distances between the eyes; `lids` is how high the lower lids lie at
    rest, in full lid tighteners."""

    seed: int
    shares: tuple[float, float, float]
    old: float
    male: float
    weight: float
    details: tuple[tuple[str, float], ...] = field(repr=False)
    darkness: float = 0.3
    iris: tuple[float, float, float] = (0.16, 0.12, 0.08)
    brow: tuple[float, float, float, float] = (0.25, 0.09, 0.05, 0.3)
    lips: float = 0.3
    hair: float = 0.2
    lashes: bool = False
    lids: float = 0.0

    @property
    def ancestry(self) -> str:
        """The largest share."""
        return ANCESTRIES[int(np.argmax(self.shares))]

    @property
    def age(self) -> str:
        """In two bins."""
        return "old" if self.old > 0.5 else "young"

    @property
    def skin(self) -> Array:
        """Linear RGB."""
        return np.asarray(PALEST + self.darkness * (DARKEST - PALEST))


def person(mesh: Mesh, seed: int) -> Person:
    """One person, always the same for a seed."""
    chance = np.random.default_rng([7, seed])
    main = int(chance.integers(3))
    shares = np.full(3, 0.0)
    shares[main] = 1.0
    if chance.random() < 0.5:
        shares = 0.6 * shares + 0.4 * chance.dirichlet([1, 1, 1])
    low, high = DARKNESS[ANCESTRIES[int(np.argmax(shares))]]
    every = [name for folder in DETAILS for name in mesh.names(f"mpfb2/targets/{folder}")]
    chosen = chance.choice(len(every), 26, replace=False)
    weights = chance.uniform(0.1, 0.55, len(chosen))
    return Person(
        seed=seed,
        shares=(float(shares[0]), float(shares[1]), float(shares[2])),
        old=float(chance.random()),
        male=float(np.clip(chance.random() * 1.4 - 0.2, 0, 1)),
        weight=float(chance.normal(0, 0.4)),
        details=tuple((every[place], float(w)) for place, w in zip(chosen, weights, strict=True)),
        darkness=float(chance.uniform(low, high)),
        iris=tuple(
            (np.array([0.20, 0.16, 0.12]) * chance.uniform(0.35, 1.5) + chance.uniform(0, 0.06, 3)).tolist()
        ),
        brow=(
            float(chance.normal(0.27, 0.025)),
            float(chance.uniform(0.03, 0.13)),
            float(chance.uniform(0.03, 0.075)),
            float(chance.uniform(0.1, 0.7)),
        ),
        lips=float(chance.uniform(0.1, 0.5)),
        hair=float(chance.random()),
        lashes=bool(chance.random() < 0.4),
    )


def repainted(who: Person) -> Person:
    """The same head with skin of any darkness and lower lids at any height, always the same: so that neither
    shape and skin go together in what is fitted to, nor lids and where the eyes look."""
    chance = np.random.default_rng([16, who.seed])
    return replace(who, darkness=float(chance.uniform(0, 1)), lids=float(chance.uniform(*LIDS)))


def shape(mesh: Mesh, who: Person) -> Array:
    """The points of a person's head at rest."""
    points: Array = mesh.points.copy()
    for ancestry, share in zip(ANCESTRIES, who.shares, strict=True):
        for sex, of_sex in (("female", 1 - who.male), ("male", who.male)):
            for age, of_age in (("young", 1 - who.old), ("old", who.old)):
                if (weight := share * of_sex * of_age) > 0:
                    move(points, mesh.target(f"{MACRO}/{ancestry}-{sex}-{age}.target.gz"), weight)
    fat = "maxweight" if who.weight > 0 else "minweight"
    for sex, of_sex in (("female", 1 - who.male), ("male", who.male)):
        for age, of_age in (("young", 1 - who.old), ("old", who.old)):
            start = f"{MACRO}/universal-{sex}-{age}-averagemuscle"
            share, heavy = of_sex * of_age, min(1.0, abs(who.weight))
            for build, of_build in (("averageweight", 1 - heavy), (fat, heavy)):
                move(points, mesh.target(f"{start}-{build}.target.gz"), share * of_build)
    for path, weight in who.details:
        move(points, mesh.target(path), weight)
        if "/l-" in path or "/r-" in path:  # details of one side, on both: small differences stay
            other = path.replace("/l-", "/#-").replace("/r-", "/l-").replace("/#-", "/r-")
            move(points, mesh.target(other), 0.85 * weight)
    for side in ("Left", "Right"):
        move(points, _lower_lid(mesh, side), who.lids)
    return points


def _lower_lid(mesh: Mesh, side: str) -> Target:
    """What the lid tightener does below the middle of the eye."""
    unit = mesh.unit(f"eyeSquint{side}")
    below = mesh.points[unit.places, 1] < mesh.points[np.concatenate(mesh.eyes), 1].mean()
    return Target(unit.places[below], unit.moves[below])
