"""What one turn says of the relationship."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Protocol

from agent.appraisal.encoder import Vectors, find_encoder
from agent.appraisal.heads.features import Embeds, Item, features
from agent.appraisal.heads.head import Head, fitted, load
from agent.relationship.pool import Pool, pool
from agent.relationship.probes import SIDES, Side
from agent.relationship.rater import CounterRater, Rater, keyed
from alongside.errors import AlongsideError

HEAD = "alliance_{}"
MOST = 1500
"""Characters of a turn that are read."""


@dataclass(frozen=True)
class Reading:
    """Bond, task and goal from -1 (against) to 1 (for); signs from 0 to 1; the 36 scores, -1 to 1."""

    bond: float = 0.0
    task: float = 0.0
    goal: float = 0.0
    withdrawal: float = 0.0
    dependence: float = 0.0
    unsafe: float = 0.0  # giving up what keeps them safe: care, people, sleep, money
    flattery: float = 0.0  # of the companion
    effort: float = 0.0  # of the participant: how much is said, log(1 + words) / 3
    probes: tuple[float, ...] = ()
    alliance: float = 0.0  # of the participant, these three: all of the above and the vector, weighed
    aims: float = 0.0
    hazard: float = 0.0
    vector: Vectors | None = field(default=None, compare=False, repr=False)
    """[384], where the turn lies in meaning; None where nothing was said."""

    @property
    def harm(self) -> float:
        """Dependence or giving up safety, whichever is more."""
        return max(self.dependence, self.unsafe)

    @property
    def whole(self) -> float:
        """All that speaks for the alliance, how much is said, less drawing back."""
        return self.bond + self.task + self.goal - self.withdrawal + self.effort

    def pooled(self, weights: Pool) -> Reading:
        """With what `weights` make of it."""
        if self.vector is None:
            return self
        alliance, aims, hazard = weights.weigh(self, self.vector)
        return replace(self, alliance=alliance, aims=aims, hazard=hazard)


class Reads(Protocol):
    """What reads turns."""

    def read(self, side: Side, text: str) -> Reading:
        """The same text gives the same reading."""

    def exchange(self, row: Vectors) -> Vectors:
        """[4]: `pool.EXCHANGES` of what is weighed of an exchange."""


class Reader:
    """Reads turns with the trained heads, and with a rater for the probes."""

    def __init__(
        self,
        encoder: Embeds,
        rater: Rater | None = None,
        heads: Mapping[Side, Head] | None = None,
        weights: Pool | None = None,
    ) -> None:
        """`heads`, `weights`: others than those that ship, fitted on `encoder`."""
        self._encoder = encoder
        self.rater = CounterRater(encoder) if rater is None else rater
        self._pool = pool() if weights is None else weights
        self._heads = {side: load(HEAD.format(side)) for side in SIDES} if heads is None else heads

    def read(self, side: Side, text: str) -> Reading:
        """An empty turn says nothing."""
        return self.read_many(side, [text])[0]

    def read_many(self, side: Side, texts: Sequence[str]) -> list[Reading]:
        """Each as by itself (but for rounding); many at once cost far less."""
        cut = [text[:MOST].strip() for text in texts]
        said = [text for text in dict.fromkeys(cut) if text]
        if not said:
            return [Reading() for _ in texts]
        head = self._heads[side]
        seen = features([Item(text) for text in said], side, self._encoder, head.needs, single=True)
        told = head.judge(seen).named()
        found = {text: self._one(side, text, row) for text, row in zip(said, told, strict=True)}
        return [found.get(text, Reading()) for text in cut]

    def _one(self, side: Side, text: str, told: Mapping[str, float]) -> Reading:
        scores = self.rater.rate(side, text)
        scale = {name: told[f"{name}_for"] - told[f"{name}_against"] for name in ("bond", "task", "goal")}
        if self.rater.scales:
            scale = dict(zip(scale, keyed(scores), strict=True))
        signs = {name: told.get(name, 0.0) for name in ("withdrawal", "dependence", "unsafe", "flattery")}
        effort = math.log1p(len(text.split())) / 3 if side == "participant" else 0.0
        vector = self._encoder.one(text)
        found = Reading(
            **scale,
            **signs,
            effort=effort,
            probes=tuple(round(score, 4) for score in scores.tolist()),
            vector=vector,
        )
        if side == "companion":
            return found
        if self.rater.scales:  # another rater's scores have no weights: its scales are taken as they are
            return replace(found, alliance=found.whole, aims=found.goal, hazard=found.harm)
        return found.pooled(self._pool)

    def exchange(self, row: Vectors) -> Vectors:
        """As `Reads.exchange`."""
        return self._pool.exchange(row)


def nearness(one: Reading, other: Reading) -> float:
    """How near two turns lie in meaning: cosine, 0 where either says nothing."""
    return 0.0 if one.vector is None or other.vector is None else float(one.vector @ other.vector)


def reader(rater: Rater | None = None) -> Reader | None:
    """The reader of this computer; None where the encoder's files were taken away."""
    encoder = find_encoder()
    if encoder is None or not {HEAD.format(side) for side in SIDES} <= set(fitted()):
        return None
    try:
        return Reader(encoder, rater)
    except FileNotFoundError as missing:
        raise AlongsideError(f"{missing.filename} is not there", "Install Alongside again.") from None
