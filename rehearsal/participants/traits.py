"""A simulated person's card: how they are at first, what an arm does to them, how faithfully they come.

All of it is drawn from a seed, the same on every computer. Nothing here is fitted to anybody's data: the
figures are plausible, round and known, so that an analysis can be held against them.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from statistics import NormalDist

from study.allocation.draws import Draws
from study.protocol.parts import Medium

CHANGE: dict[Medium, float] = {
    "robot": -0.012,
    "screen": -0.011,
    "sheet_on_paper": -0.010,
    "sheet_on_screen": -0.010,
    "text": -0.001,
}
"""What one day does to distress (a share of the scale, 0 to 1) by the arm's medium: the known effect. On the
K10, whose scale is 40 points long, -0.012 is 0.48 points a day. The order is that of Kian et al. 2024."""
CHANGE_SPREAD = 0.002
"""Standard deviation of that change between people."""
STREAMS = ("transcript", "audio", "video", "affect", "recontact")
NEVER = 10_000


@dataclass(frozen=True, kw_only=True)
class Traits:
    """One person. Shares and chances run from 0 to 1.

    `distress`: where on the scale of distress they begin. `drift`: what a day adds to their arm's change.
    `spread`: standard deviation of one day. `adherence`: chance of coming on a day. `makes_up`: chance of
    making up for a missed day when they come again. `last_day`: the last day on which they come before they
    drop out, NEVER if they do not. `talk`: turns they take before the exercise. `omits`: chance of leaving
    an item out. `agrees`: the streams they agree to have kept. `danger_day`: the day on which they tell of
    danger to their life, 0 for none. `joins`: whether they consent at all.
    """

    code: str
    distress: float = 0.5
    drift: float = 0.0
    spread: float = 0.04
    adherence: float = 0.9
    makes_up: float = 0.5
    last_day: int = NEVER
    talk: int = 2
    discloses: bool = False
    omits: float = 0.01
    agrees: tuple[str, ...] = STREAMS
    danger_day: int = 0
    joins: bool = True


def draws_of(seed: int, code: str, *name: object) -> Draws:
    """A stream of draws of one person; streams with other names are independent of it."""
    return Draws(hashlib.sha256(f"participants {seed}".encode()).digest(), code, *name)


def drawn(seed: int, code: str, days: int) -> Traits:
    """The card of the person `code` in a study of `days` days. About one in ten drops out."""
    draws = draws_of(seed, code, "traits")
    distress = _within(normal(draws, 0.5, 0.12), 0.15, 0.85)
    drift = normal(draws, 0.0, CHANGE_SPREAD)
    adherence = 0.8 + 0.2 * draws.chance()
    leaves = draws.chance() < 0.1
    # Early enough that three missed days in a row are noticed before the last meeting.
    last_day = draws.below(max(1, days - 3)) if leaves else NEVER
    return Traits(
        code=code,
        distress=distress,
        drift=drift,
        spread=0.03 + 0.03 * draws.chance(),
        adherence=adherence,
        makes_up=0.3 + 0.6 * draws.chance(),
        last_day=last_day,
        talk=1 + draws.below(3),
        discloses=draws.chance() < 0.5,
        omits=0.02 * draws.chance(),
        agrees=tuple(stream for stream in STREAMS if draws.chance() < 0.8),
    )


def feeling(traits: Traits, seed: int, medium: Medium | None, day: int, moment: str = "") -> float:
    """Distress on a day, 0 to 1, in an arm of that medium; None: before allocation."""
    change = CHANGE[medium] + traits.drift if medium else 0.0
    of_the_day = normal(draws_of(seed, traits.code, "feeling", day, moment), 0.0, traits.spread)
    return _within(traits.distress + change * day + of_the_day, 0.0, 1.0)


def normal(draws: Draws, mean: float, spread: float) -> float:
    """A draw from a normal distribution, by its inverse; within four standard deviations."""
    chance = _within(draws.chance(), 0.00004, 0.99996)
    return mean + spread * NormalDist().inv_cdf(chance)


def _within(value: float, low: float, high: float) -> float:
    return min(high, max(low, value))
