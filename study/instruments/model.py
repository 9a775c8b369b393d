"""What an instrument is made of: items, scales, rules for missing answers, alerts. Plain frozen data.

The notes beside the attributes are the descriptions in the published JSON Schema.
"""

# ruff: noqa: RUF009 - `note` is `dataclasses.field`
from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from agent.worksheets.schema import note

Text = Literal["embedded", "notice", "slot"]
"""Whether the items' wording comes along, comes along under a notice, or is the lab's to put in."""
Combine = Literal["sum", "mean", "highest"]
Fill = Literal["none", "mean", "centre"]


@dataclass(frozen=True, kw_only=True)
class Licence:
    """Under what terms the wording may be used here."""

    text: Text = note(
        "embedded; notice: comes along, the notice is shown with it; slot: the lab supplies it."
    )
    terms: str = note("The terms, in a sentence or two.")
    source: str = note("Where the terms are from, or whom to ask.")
    notice: str = note("What must be shown with the items.", "")
    scores_for: Literal["anyone", "researcher"] = note(
        "researcher: scores are never shown to the participant.", "anyone"
    )


@dataclass(frozen=True, kw_only=True)
class Option:
    """One answer that can be picked."""

    value: float = note("The number it counts as.")
    text: str = note("Its wording.")


@dataclass(frozen=True, kw_only=True)
class Answers:
    """How items are answered: one of some options, or a place between two ends."""

    minimum: float = note("The lowest answer.")
    maximum: float = note("The highest answer.")
    step: float = note("Answers are multiples of this, from the lowest.", 1.0)
    low: str = note("What the lowest answer means.", "")
    high: str = note("What the highest answer means.", "")
    options: tuple[Option, ...] = note("The answers by their wording; none: a scale between two ends.", ())

    def allows(self, value: float) -> bool:
        """Whether `value` is an answer."""
        if not self.minimum <= value <= self.maximum:
            return False
        if self.options:
            return any(option.value == value for option in self.options)
        steps = (value - self.minimum) / self.step
        return abs(steps - round(steps)) < 1e-9


@dataclass(frozen=True, kw_only=True)
class Branch:
    """Items that are asked only after a certain answer."""

    items: tuple[int, ...] = note("The numbers of the items.")
    item: int = note("The item before them whose answer decides.")
    at_least: float = note("They are asked if its answer is this or more.")


@dataclass(frozen=True, kw_only=True)
class Item:
    """One question."""

    text: str = note("Its wording.", "")
    short: str = note("A word or two that stand for it in tables.", "")
    answers: Answers | None = note("How it is answered, if not as the others are.", None)


@dataclass(frozen=True, kw_only=True)
class Band:
    """What scores from here to the next band are called."""

    at: float = note("The lowest score of the band.")
    name: str = note("What it is called.")


@dataclass(frozen=True, kw_only=True)
class Missing:
    """What becomes of a scale with answers missing."""

    most: int = note("So many may be missing; with more there is no score.")
    fill: Fill = note("none, the mean of the answered items, or the centre of the answers.")
    source: str = note("Who says so.")


@dataclass(frozen=True, kw_only=True)
class Part:
    """A scale's share in a scale made of scales."""

    scale: str = note("Its key.")
    times: float = note("What it is multiplied by.", 1.0)


@dataclass(frozen=True, kw_only=True)
class Scale:
    """How items become one number: reversed where it says so, combined, `add` added, then multiplied."""

    key: str = note("The scale's own name: letters, digits and underscores.")
    title: str = note("What it measures.")
    low: float = note("The lowest score there can be.")
    high: float = note("The highest score there can be.")
    source: str = note("Where the scoring is published.")
    missing: Missing = note("What becomes of it with answers missing.")
    items: tuple[int, ...] = note("The numbers of its items.", ())
    reverse: tuple[int, ...] = note("Those of them that count the other way round.", ())
    combine: Combine = note(
        "sum, mean, or highest: the number of the last item answered above the lowest.", "sum"
    )
    parts: tuple[Part, ...] = note("The scales it is the sum of, instead of items.", ())
    add: float = note("Added to what is combined.", 0.0)
    times: float = note("What that is multiplied by.", 1.0)
    bands: tuple[Band, ...] = note("What scores are called, from the lowest on.", ())
    bands_source: str = note("Where these are published.", "")
    remark: str = note("What whoever reads the score should know.", "")


@dataclass(frozen=True, kw_only=True)
class Alert:
    """An answer that opens the risk path."""

    item: int = note("The item.")
    at_least: float = note("The answer from which on.")
    severity: int = note("On the guardian's ladder, 1 to 6.")
    reason: str = note("What is told to the operator. Not the participant's words.")


@dataclass(frozen=True, kw_only=True)
class Instrument:
    """A questionnaire with its scoring. Items are numbered from 1."""

    key: str = note("The instrument's own name, that of its file.")
    title: str = note("Its title.")
    about: str = note("What it measures, over what time.")
    version: str = note("Which version of the instrument, and of this file.")
    citation: str = note("How it is cited.")
    licence: Licence = note("Under what terms the wording may be used.")
    count: int = note("How many items it has.")
    answers: Answers = note("How its items are answered.")
    frame: str = note("What is said before the first item, and stands over each.", "")
    language: str = note("The language of the wording, as a BCP 47 tag.", "en")
    items: tuple[Item, ...] = note("Its items in order; none where the lab supplies the wording.", ())
    branches: tuple[Branch, ...] = note("Items asked only after certain answers.", ())
    scales: tuple[Scale, ...] = note("Its scales.", ())
    alerts: tuple[Alert, ...] = note("Answers that open the risk path.", ())

    @property
    def has_text(self) -> bool:
        """Whether the wording of its items is here."""
        return len(self.items) == self.count and all(item.text for item in self.items)

    def answers_of(self, number: int) -> Answers:
        """How item `number` (from 1) is answered."""
        own = self.items[number - 1].answers if len(self.items) == self.count else None
        return own or self.answers

    def branch_of(self, number: int) -> Branch | None:
        """The branch that item `number` is on."""
        return next((branch for branch in self.branches if number in branch.items), None)
