"""The alliance as a trajectory: both sides apart, each against its own beginning, and the gap between them.

The participant's side is made from the participant's words alone. Raw levels are never compared across scales
or sides: what is compared are changes, each in the spreads that are usual on its own side.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Literal

from agent.relationship.course import STEADY, Weights, course_weights
from agent.relationship.exchange import Thread, exchanged
from agent.relationship.level import FEWEST, HALF_LIFE, SURE, Level
from agent.relationship.pool import EXCHANGES, pool
from agent.relationship.probes import Side
from agent.relationship.rater import Rater
from agent.relationship.reading import Reader, Reading, Reads, nearness, reader
from agent.relationship.usual import usual

SCALES = ("bond", "task", "goal", "whole")
SIGNS = ("withdrawal", "dependence", "unsafe", "harm")
FLATTERY = "flattery"
SLOW = ("harm", "hazard", FLATTERY)
LASTING = 8.0
"""Half-life of these in turns: one alarming turn is the guardian's business, a habit the critic's."""
EXCHANGED = 4.0
"""Half-life of what exchanges come to: one suggestion is no steering, one sharp word does not sour."""
BARE = frozenset(("yes", "yeah", "yep", "yes please", "no", "nope", "no thanks", "mm-hm", "mhm", "uh-huh"))
"""Whole turns that are answers and no more."""
Course = Literal["converging", "flat", "widening", "unknown"]


@dataclass(frozen=True)
class Relationship:
    """All that is held of it: levels by name (of `participant` signs and pooled too). It never grows."""

    participant: Mapping[str, Level]
    companion: Mapping[str, Level]
    gap: Mapping[str, Level]
    following: Level = field(default_factory=lambda: Level(1.0))
    """How near the companion's turns lie in meaning to those that they answer: cosine of the two."""
    exchange: Mapping[str, Level] = field(
        default_factory=lambda: {name: Level(1.0, half_life=EXCHANGED) for name in EXCHANGES}
    )
    """How far exchanges warm, sour, are steered where the companion wants, collude: of both sides' words."""
    thread: Thread = field(default_factory=Thread, compare=False, repr=False)
    said: str = field(default="", compare=False, repr=False)  # the person's last turn, until it is answered
    tells: str = STEADY  # one of course.COURSES, which all measures together speak for
    turns: int = 0
    heard: Reading = field(default_factory=Reading)
    answered: Reading = field(default_factory=Reading)
    raised: tuple[str, ...] = ()  # flags that stand, by name
    news: tuple[tuple[str, str], ...] = ()  # those that are new with this turn: name, measures
    turn_id: str = ""  # the last turn taken in

    def change(self, side: Side, scale: str) -> float:
        """From that side's own baseline, in its usual spreads."""
        level = (self.participant if side == "participant" else self.companion)[scale]
        return level.change / level.usual

    def course(self, scale: str = "whole") -> Course:
        """Whether the two views come together or part."""
        level = self.gap[scale]
        if level.count < FEWEST:
            return "unknown"
        if abs(level.sureness) < SURE:
            return "flat"
        return "widening" if (level.slope > 0) == (level.now > 0) else "converging"


def begun() -> Relationship:
    """Before anything was said."""
    spread = usual().spread
    return Relationship(
        {
            name: Level(usually, half_life=_half_life(name))
            for name, usually in ({**spread["participant"], **pool().spread}).items()
        },
        {
            name: Level(spread["companion"].get(name, 1.0), half_life=_half_life(name))
            for name in (*SCALES, FLATTERY)
        },
        {name: Level(1.0) for name in SCALES},
    )


def _half_life(name: str) -> float:
    return LASTING if name in SLOW else HALF_LIFE


def is_bare(text: str) -> bool:
    """Whether a turn is an answer and no more."""
    return text.lower().strip(" .!?,") in BARE


class Observer:
    """Takes turns in, one side at a time; holds no state of its own."""

    def __init__(self, reads: Reads, weights: Weights | None = None) -> None:
        """`weights`: others than those that ship, of what sessions come to."""
        self.reads = reads
        self._weights = course_weights() if weights is None else weights

    def hear(self, held: Relationship, text: str, turn_id: str = "") -> Relationship:
        """The participant's turn, from its words alone. Silence and a bare yes or no say nothing."""
        if not text.strip() or is_bare(text):
            return replace(held, turn_id=turn_id, news=())
        found = self.reads.read("participant", text)
        levels = {name: level.after(getattr(found, name)) for name, level in held.participant.items()}
        return replace(
            held, participant=levels, heard=found, said=text, turns=held.turns + 1, turn_id=turn_id, news=()
        )

    def answer(self, held: Relationship, text: str) -> Relationship:
        """The companion's turn, and the gap: its own change less the participant's, in usual spreads."""
        if not text.strip() or not held.turns:
            return held
        found = self.reads.read("companion", text)
        ours = {name: level.after(getattr(found, name)) for name, level in held.companion.items()}
        gap = {
            name: level.after(
                (getattr(found, name) - ours[name].base) / ours[name].usual
                - (getattr(held.heard, name) - held.participant[name].base) / held.participant[name].usual
            )
            for name, level in held.gap.items()
        }
        held = replace(held, companion=ours, gap=gap, answered=found)
        if held.heard.vector is None or found.vector is None:
            return held
        thread, row = exchanged(held.thread, held.heard, found, held.said, text)
        held = replace(
            held,
            following=held.following.after(nearness(held.heard, found)),
            exchange={
                name: held.exchange[name].after(value)
                for name, value in zip(EXCHANGES, self.reads.exchange(row).tolist(), strict=True)
            },
            thread=thread,
        )
        return replace(held, tells=self._weights.told(held))


def observer(rater: Rater | None = None) -> Observer | None:
    """The observer of this computer, by another `rater` if given; None where the encoder is missing."""
    found: Reader | None = reader(rater)
    return None if found is None else Observer(found)
