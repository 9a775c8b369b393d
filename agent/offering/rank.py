"""The ranking: needs, readiness and what was done or refused go in, sheets with reasons come out.

Pure, on plain data. An offer is all that follows from it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from agent.offering.suited import Needed, Past, Suited
from agent.offering.table import OfferTable
from agent.state import STAGES
from agent.worksheets.schema import Sheet

READY = 0.5
"""How likely the stages that a sheet is for must be, taken together."""
ACUTE = "acute_distress"


def rank(
    needed: Iterable[Needed],
    belief: Sequence[float],
    past: Iterable[Past],
    sheets: Mapping[str, Sheet],
    table: OfferTable,
    *,
    refused: Sequence[str] = (),
    shut: Iterable[str] = (),
    fixed: str = "",
) -> tuple[Suited, ...]:
    """Sheets that may be offered now, the best first. `belief` is over the five stages; () where unknown.

    `refused`: the refusals of this session; `shut`: sheets that are out of the question. `fixed`: the one
    sheet that a study offers whatever the need is; nothing else comes into question then.
    """
    if len(refused) >= table.most_refusals:
        return ()
    needs = _strongest(needed)
    bars = {*refused, *shut}
    earlier = tuple(past)
    found = []
    for key, sheet in sheets.items():
        if key in bars or (fixed and key != fixed):
            continue
        if ACUTE in needs and ACUTE not in sheet.suits.needs and not fixed:
            continue
        need = _served(sheet, needs, belief, table, any_need=bool(fixed))
        if need is None:
            continue
        item = _weighed(key, need, [met for met in earlier if met.sheet == key], table)
        if item.weight >= table.least + table.bar * len(refused):
            found.append(item)
    first = {name: place for place, name in enumerate(table.acute)}
    return tuple(sorted(found, key=lambda item: (-item.weight, first.get(item.sheet, 99), item.sheet)))


def ready(sheet: Sheet, belief: Sequence[float], table: OfferTable) -> bool:
    """Whether they are where the sheet needs them to be. Planning is for preparation and later, always."""
    plans = sheet.key in table.planning or "plan" in sheet.suits.needs
    if not belief:
        return "plan" not in sheet.suits.needs
    if plans and sum(belief[2:]) <= READY:
        return False
    stages = sheet.suits.stages
    return not stages or sum(belief[STAGES.index(stage)] for stage in stages) >= READY


def _strongest(needed: Iterable[Needed]) -> dict[str, Needed]:
    found: dict[str, Needed] = {}
    for item in needed:
        if item.need not in found or item.weight > found[item.need].weight:
            found[item.need] = item
    return found


def _served(
    sheet: Sheet, needs: Mapping[str, Needed], belief: Sequence[float], table: OfferTable, *, any_need: bool
) -> Needed | None:
    """The need that a sheet serves best, weighed by how much it is its own; None if it serves none now."""
    served = [
        Needed(need.need, need.weight, need.because)
        for need in needs.values()
        if need.sheet == sheet.key or (any_need and not need.sheet)
    ]
    if ready(sheet, belief, table):
        for place, name in enumerate(sheet.suits.needs):
            need = needs.get(name)
            if need is not None and not need.sheet:
                served.append(Needed(name, need.weight * (1.0 if place == 0 else table.beside), need.because))
    return max(served, key=lambda need: need.weight, default=None)


def _weighed(key: str, need: Needed, past: Sequence[Past], table: OfferTable) -> Suited:
    """How well a sheet fits, with what the past says of it."""
    weight = need.weight
    reasons = [f"{need.need}: {need.because}"]
    for change, why in _earlier(past, table.past):
        weight += change
        reasons.append(f"{why} ({change:+.1f})")
    return Suited(key, need.need, round(weight, 3), tuple(reasons))


def _earlier(past: Sequence[Past], weights: Mapping[str, float]) -> Iterator[tuple[float, str]]:
    """What was done or refused on other days says of now."""
    lately = [item for item in past if item.became == "refused" and item.days <= weights["refused_days"]]
    if lately:
        last = min(lately, key=lambda item: item.days)
        yield weights["refused"] * len(lately), f"refused {days_ago(last.days)}"
    done = [item for item in past if item.became == "done"]
    if not done:
        return
    last = min(done, key=lambda item: item.days)
    if last.days <= weights["done_days"]:
        yield weights["done"], f"done {days_ago(last.days)}"
    if last.change:
        fell = last.change < 0
        how = f"distress {'fell' if fell else 'rose'} by {abs(last.change):g} with it"
        yield weights["eased" if fell else "worsened"], how


def days_ago(days: int) -> str:
    """ "today", "yesterday", "4 days ago"."""
    return {0: "today", 1: "yesterday"}.get(days, f"{days} days ago")
