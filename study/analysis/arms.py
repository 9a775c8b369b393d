"""Whose arm is which, as a report may tell it: by name once the list was opened, before that by a letter.

The letters are dealt by the sealed seed: neither the protocol's order nor the file tells which is which.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from string import ascii_uppercase

from study.allocation.lists import treatments
from study.allocation.orders import conditions
from study.protocol.parts import Arm, Protocol, Step
from study.store.records import Who
from study.studies import Study


@dataclass(frozen=True)
class Arms:
    """Labels of what people were allocated to, and of the conditions they met.

    Between persons both are the same. Within, a group is an order of conditions. `masked`: letters stand for
    names. `told`: whether tables of persons may say whose label is which. `places`: labels by place in the
    list.
    """

    groups: tuple[str, ...]
    conditions: tuple[str, ...]
    masked: bool
    told: bool
    within: bool
    places: Mapping[int, str]
    orders: Mapping[str, tuple[str, ...]]
    everybody: str = ""

    def group(self, number: int) -> str:
        """What the place `number` of the list was allocated to; empty before allocation."""
        return self.everybody or self.places.get(number, "")

    def condition(self, number: int, period: int) -> str:
        """The condition a person met in a period, from 1; between persons the period plays no part."""
        if not self.within:
            return self.group(number)
        order = self.orders.get(self.group(number), ())
        return order[period - 1] if 0 < period <= len(order) else ""

    def tells(self, step: Step) -> bool:
        """Whether it would tell masked arms apart to show this step by arm: it is not done in all of them."""
        return self.masked and bool(step.arms)

    def in_person_tables(self, label: str) -> str:
        """The label as tables of persons may say it."""
        return label if self.told else ""


def opened_label(arm: Arm) -> str:
    """What an arm is called in a report once the list was opened."""
    return arm.key.replace("_", " ")


def read_arms(study: Study, who: Who) -> Arms:
    """The labels of a study's arms. AlongsideError where a list that was not opened has no seal here."""
    protocol, store = study.protocol, study.store
    within = protocol.design == "within"
    names = [one.name for one in treatments(protocol)]
    titles = {arm.key: opened_label(arm) for arm in protocol.arms}
    if len(titles) == 1:
        only = next(iter(titles.values()))
        return Arms((only,), (only,), False, True, False, {}, {}, only)
    opened = bool(store.events("unsealed"))
    given = store.allocations()
    dealt = names if opened else list(study.allocator.masked(names))
    keys = list(titles) if opened else list(study.allocator.masked(list(titles), "conditions"))
    condition = {key: titles[key] if opened else f"Condition {_letter(at)}" for at, key in enumerate(keys)}
    if within:
        group = {
            name: " then ".join(titles[key] for key in conditions(name)) if opened else f"Order {_letter(at)}"
            for at, name in enumerate(dealt)
        }
    else:
        group = {name: titles[name] if opened else f"Arm {_letter(at)}" for at, name in enumerate(dealt)}
        condition = group
    known = {one.number: one.arm for one in given} if opened else study.allocator.arms()
    return Arms(
        groups=tuple(group[name] for name in dealt),
        conditions=tuple(dict.fromkeys(condition[key] for key in (keys if within else dealt))),
        masked=not opened,
        told=opened or who.role not in protocol.allocation.blinded,
        within=within,
        places={number: group[name] for number, name in known.items()},
        orders={group[name]: tuple(condition[key] for key in conditions(name)) for name in dealt}
        if within
        else {},
    )


def note(protocol: Protocol, arms: Arms) -> str:
    """What a reader should know of the labels, in a line."""
    if not arms.masked:
        return "; ".join(f"{opened_label(arm)}: {arm.title}" for arm in protocol.arms) + "."
    what = "Conditions" if arms.within else "Arms"
    return f"{what} are named by letters, dealt by the sealed seed: the list was not opened yet" + (
        "." if arms.told else ", and tables of persons do not say whose letter is which."
    )


def _letter(at: int) -> str:
    """A, B, … Z, AA, AB, …"""
    return (ascii_uppercase[at // 26 - 1] if at >= 26 else "") + ascii_uppercase[at % 26]
