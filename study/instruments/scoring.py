"""From answers to scores: pure, typed, and by the published keys alone.

A scale that cannot be scored has no value and says why; nothing is guessed. Values are exact to nine
decimals and not rounded otherwise, so a mean or a prorated sum may lie between two bands' whole numbers:
it belongs to the lower one.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass

from alongside.errors import AlongsideError
from study.instruments.model import Instrument, Scale

EXACT = 9
"""Decimals that are kept."""


@dataclass(frozen=True, kw_only=True)
class Score:
    """One scale of one person. `value` is None where it cannot be scored, with the reason in `why`."""

    scale: str
    value: float | None
    answered: int
    of: int
    filled: int = 0  # how many missing answers were filled in by the rule
    band: str = ""
    why: str = ""


@dataclass(frozen=True, kw_only=True)
class Raised:
    """An answer that opens the risk path."""

    item: int
    severity: int
    reason: str


@dataclass(frozen=True, kw_only=True)
class Scores:
    """What answers to an instrument come to. `unanswered`: risk items that were left out."""

    instrument: str
    version: str
    scales: tuple[Score, ...]
    alerts: tuple[Raised, ...] = ()
    unanswered: tuple[int, ...] = ()

    def __getitem__(self, scale: str) -> Score:
        """The score of that scale. KeyError if there is none."""
        for score_ in self.scales:
            if score_.scale == scale:
                return score_
        raise KeyError(scale)

    @property
    def severity(self) -> int:
        """The highest severity that an answer raised, 0 if none did."""
        return max((alert.severity for alert in self.alerts), default=0)


def score(instrument: Instrument, answers: Mapping[int, float | None]) -> Scores:
    """The scores of `answers`, by item number from 1; None or absent is not answered.

    Raises AlongsideError for an item there is not, or an answer outside its scale.
    """
    given = _checked(instrument, answers)
    scales: dict[str, Score] = {}
    for scale in instrument.scales:
        made = _of_parts(scale, scales) if scale.parts else _of_items(instrument, scale, given)
        scales[scale.key] = made
    first = {alert.item for alert in instrument.alerts}
    return Scores(
        instrument=instrument.key,
        version=instrument.version,
        scales=tuple(scales.values()),
        alerts=raised(instrument, given),
        unanswered=tuple(
            sorted(item for item in first if item not in given and _due(instrument, item, given))
        ),
    )


def raised(instrument: Instrument, answers: Mapping[int, float | None]) -> tuple[Raised, ...]:
    """The alerts that `answers` raise: for each item the severest one."""
    found: dict[int, Raised] = {}
    for alert in instrument.alerts:
        value = answers.get(alert.item)
        known = found.get(alert.item)
        if value is not None and value >= alert.at_least and (not known or known.severity < alert.severity):
            found[alert.item] = Raised(item=alert.item, severity=alert.severity, reason=alert.reason)
    return tuple(found.values())


def reversed_answer(instrument: Instrument, number: int, value: float) -> float:
    """`value` counted from the other end of the item's answers."""
    answers = instrument.answers_of(number)
    return answers.minimum + answers.maximum - value


def _checked(instrument: Instrument, answers: Mapping[int, float | None]) -> dict[int, float]:
    given: dict[int, float] = {}
    for number, value in answers.items():
        if not 1 <= number <= instrument.count:
            raise AlongsideError(
                f"{instrument.key} has no item {number}", f"Its items are 1 to {instrument.count}."
            )
        if value is None:
            continue
        allowed = instrument.answers_of(number)
        if not math.isfinite(value) or not allowed.allows(value):
            raise AlongsideError(
                f"{value:g} is no answer to item {number} of {instrument.key}",
                f"Answers are {allowed.minimum:g} to {allowed.maximum:g} in steps of {allowed.step:g}.",
            )
        given[number] = float(value)
    return given


def _due(instrument: Instrument, number: int, given: Mapping[int, float]) -> bool:
    """Whether the answers so far lead to that item."""
    branch = instrument.branch_of(number)
    return branch is None or given.get(branch.item, -math.inf) >= branch.at_least


def _of_items(instrument: Instrument, scale: Scale, given: Mapping[int, float]) -> Score:
    if scale.combine == "highest":
        return _highest(instrument, scale, given)
    known = {
        number: reversed_answer(instrument, number, given[number])
        if number in scale.reverse
        else given[number]
        for number in scale.items
        if number in given
    }
    gone, of = len(scale.items) - len(known), len(scale.items)
    if gone and (gone > scale.missing.most or not known or scale.missing.fill == "none"):
        allowed = scale.missing.most if scale.missing.fill != "none" else 0
        why = f"{gone} of {of} answers missing, {allowed} may be"
        return Score(scale=scale.key, value=None, answered=len(known), of=of, why=why)
    total = math.fsum(known.values()) + gone * _filler(instrument, scale, list(known.values()))
    value = (total / of if scale.combine == "mean" else total) + scale.add
    return _made(scale, value * scale.times, len(known), of, gone)


def _filler(instrument: Instrument, scale: Scale, known: list[float]) -> float:
    """What stands in for a missing answer."""
    if scale.missing.fill == "centre":
        return (instrument.answers.minimum + instrument.answers.maximum) / 2
    return math.fsum(known) / len(known)


def _highest(instrument: Instrument, scale: Scale, given: Mapping[int, float]) -> Score:
    """The last item answered above the lowest answer; an item that the answers do not lead to is a no."""
    due = [number for number in scale.items if _due(instrument, number, given)]
    gone = [number for number in due if number not in given]
    known = len(scale.items) - len(gone)
    if gone:
        why = f"item {gone[0]} is not answered"
        return Score(scale=scale.key, value=None, answered=known, of=len(scale.items), why=why)
    yes = [
        place
        for place, number in enumerate(scale.items, 1)
        if number in due and _above(instrument, number, given)
    ]
    return _made(scale, (max(yes, default=0) + scale.add) * scale.times, known, len(scale.items), 0)


def _above(instrument: Instrument, number: int, given: Mapping[int, float]) -> bool:
    return given[number] > instrument.answers_of(number).minimum


def _of_parts(scale: Scale, known: Mapping[str, Score]) -> Score:
    parts = [(known[part.scale], part.times) for part in scale.parts]
    answered, of = sum(part.answered for part, _ in parts), sum(part.of for part, _ in parts)
    empty = next((part.scale for part, _ in parts if part.value is None), "")
    if empty:
        return Score(
            scale=scale.key, value=None, answered=answered, of=of, why=f"{empty} could not be scored"
        )
    total = math.fsum((part.value or 0.0) * times for part, times in parts) + scale.add
    return _made(scale, total * scale.times, answered, of, sum(part.filled for part, _ in parts))


def _made(scale: Scale, value: float, answered: int, of: int, filled: int) -> Score:
    value = round(value, EXACT) + 0.0  # no minus zero
    band = next((band.name for band in reversed(scale.bands) if value >= band.at), "")
    return Score(scale=scale.key, value=value, answered=answered, of=of, filled=filled, band=band)
