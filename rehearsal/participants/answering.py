"""A simulated person answers an instrument: each item from how they feel, with a spread of its own."""

from __future__ import annotations

from rehearsal.participants.traits import normal
from study.allocation.draws import Draws
from study.instruments.model import Answers, Instrument

ITEM_SPREAD = 0.12
"""Standard deviation of one answer around the person's own place, as a share of the answers' range."""
GOOD: dict[str, tuple[str, ...]] = {
    "affect_sliders": ("valence",),
    "almere": (),
    "panas": ("positive",),
    "rulers": (),
    "sus": (),
    "wai_sr": (),
    "who_5": (),
}
"""Instruments whose answers rise as distress falls: those scales of them; with none named, all items."""


def answers(
    instrument: Instrument, distress: float, draws: Draws, *, omits: float = 0.0, danger: bool = False
) -> dict[int, float | None]:
    """Answers to all items that are asked, by number; None where one is left out.

    `distress` runs from 0 to 1. Items that open the risk path get their lowest answer, without `danger`;
    with it, the highest, and are never left out.
    """
    found: dict[int, float | None] = {}
    good = _good(instrument)
    turned = {number for scale in instrument.scales for number in scale.reverse}
    alerts = {alert.item for alert in instrument.alerts}
    for number in range(1, instrument.count + 1):
        branch = instrument.branch_of(number)
        leads = found.get(branch.item) if branch else None
        if branch and (leads is None or leads < branch.at_least):
            continue
        values = _values(instrument.answers_of(number))
        if number in alerts:
            found[number] = values[-1 if danger else 0]
            continue
        omitted = draws.chance() < omits
        place = 1 - distress if (number in good) != (number in turned) else distress
        wanted = normal(draws, place, ITEM_SPREAD) * (len(values) - 1)
        nearest = min(len(values) - 1, max(0, round(wanted)))
        found[number] = None if omitted else values[nearest]
    return found


def _good(instrument: Instrument) -> frozenset[int]:
    """The items whose answers rise as distress falls (before any are turned round)."""
    if instrument.key not in GOOD:
        return frozenset()
    named = GOOD[instrument.key]
    if not named:
        return frozenset(range(1, instrument.count + 1))
    return frozenset(number for scale in instrument.scales if scale.key in named for number in scale.items)


def _values(allowed: Answers) -> list[float]:
    """All answers there are, from the lowest."""
    if allowed.options:
        return sorted(option.value for option in allowed.options)
    steps = round((allowed.maximum - allowed.minimum) / allowed.step)
    return [allowed.minimum + allowed.step * number for number in range(steps + 1)]
