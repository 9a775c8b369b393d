"""What must hold of a protocol beyond its shape: that what it names is there, and that it can be held.

Each finding names its place in the file; the loader raises the first, `alongside study check` tells all.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain
from pathlib import Path

from alongside.contacts import FORM, read_contact
from alongside.errors import AlongsideError
from study.protocol.arm_checks import check_allocation, check_arms
from study.protocol.consent_checks import check_consent
from study.protocol.decode import Path as Place
from study.protocol.exercises import check_sheet
from study.protocol.findings import Finding
from study.protocol.instrument_checks import check_instruments
from study.protocol.parts import Protocol, Step, Visit
from study.protocol.places import names_for, place_of

__all__ = ["Finding", "findings"]


@dataclass(frozen=True)
class _At:
    """A step with its visit and its place in the file."""

    place: Place
    visit: Visit
    step: Step


def findings(protocol: Protocol, folder: Path) -> Iterator[Finding]:
    """Everything that is wrong with a protocol. `folder`: where the study's own files lie."""
    steps = [
        _At(("visits", v, "steps", s), visit, step)
        for v, visit in enumerate(protocol.visits)
        for s, step in enumerate(visit.steps)
    ]
    yield from chain(
        _contacts(protocol),
        _names(protocol),
        check_arms(protocol),
        check_allocation(protocol),
        _visits(protocol),
        *(_step(protocol, at, folder) for at in steps),
        _order(protocol, steps),
        _rules(protocol, steps),
        check_instruments(protocol, folder),
        check_consent(protocol, folder),
    )


def _contacts(protocol: Protocol) -> Iterator[Finding]:
    if not protocol.contacts:
        yield Finding(
            ("contacts",),
            "there is no crisis contact",
            f"Name who helps, day and night, where it is held. {FORM}",
        )
    for place, line in enumerate(protocol.contacts):
        try:
            read_contact(line)
        except AlongsideError as error:
            yield Finding(("contacts", place), error.what, error.do)


def _names(protocol: Protocol) -> Iterator[Finding]:
    for group in ("arms", "visits"):
        keys = [item.key for item in getattr(protocol, group)]
        for place, key in enumerate(keys):
            if key in keys[:place]:
                yield Finding(
                    (group, place, "key"), f"{key!r} is there twice in {group}", "Name one otherwise."
                )


def _visits(protocol: Protocol) -> Iterator[Finding]:
    for place, visit in enumerate(protocol.visits):
        at: Place = ("visits", place)
        if len(set(visit.days)) < len(visit.days):
            yield Finding((*at, "days"), f"a day of {visit.key} is there twice", "Take one out.")
        if visit.opens >= visit.closes:
            yield Finding((*at, "closes"), f"{visit.key} closes before it opens", "Give a later time of day.")
        if visit.remind and visit.remind > visit.closes:
            yield Finding(
                (*at, "remind"), "the reminder rings after the visit closes", "Give an earlier time."
            )
        names = [step.name for step in visit.steps]
        for number, name in enumerate(names):
            if name in names[:number]:
                yield Finding(
                    (*at, "steps", number), f"two steps of {visit.key} are {name!r}", "Give this one a `key`."
                )
    periods = {visit.period for visit in protocol.visits} - {0}
    if protocol.design == "within" and periods != set(range(1, len(protocol.arms) + 1)):
        yield Finding(
            ("visits",),
            f"within persons, the visits need periods 1 to {len(protocol.arms)}, one for each arm",
            "Add `period:` to the visits.",
        )
    if protocol.design == "between" and periods:
        yield Finding(("visits",), "periods are for a design within persons", "Take `period:` out.")
    if protocol.make_up.within and not protocol.make_up.most:
        yield Finding(("make_up",), "visits may be made up for, but no more than 0 of them", "Add `most:`.")


def _step(protocol: Protocol, at: _At, folder: Path) -> Iterator[Finding]:
    step, kind = at.step, at.step.kind
    for day in set(step.days) - set(at.visit.days):
        yield Finding((*at.place, "days"), f"day {day} is no day of {at.visit.key}", "Take it out.")
    arms = [arm.key for arm in protocol.arms]
    for arm in set(step.arms) - set(arms):
        yield Finding((*at.place, "arms"), f"there is no arm {arm!r}", f"There is: {', '.join(arms)}.")
    if step.arms and protocol.design == "within":
        yield Finding(
            (*at.place, "arms"), "within persons, every condition has the same steps", "Take `arms:` out."
        )
    if step.admits and kind != "instrument":
        yield Finding(
            (*at.place, "admits"), f"a {kind} has no score that could admit", "Move it to an instrument."
        )
    if step.minutes and kind != "session":
        yield Finding(
            (*at.place, "minutes"), "only a session is brought to its end by the clock", "Take it out."
        )
    if kind == "allocate":
        return
    if not step.use and kind != "session":
        yield Finding(
            at.place, f"which {kind}? 'use' is missing", f"Add `use:` with the {kind}'s name or file."
        )
    elif step.use and place_of(step, folder, protocol.languages) is None:
        names = names_for(kind, folder)
        near = difflib.get_close_matches(step.use, names, n=1)
        do = f"Did you mean {near[0]!r}?" if near else f"There is: {', '.join(names) or 'none yet'}."
        yield Finding((*at.place, "use"), f"there is no {kind} {step.use!r}", do)
    elif kind in ("exercise", "session"):
        try:
            check_sheet(at.visit, step, folder)
        except AlongsideError as error:
            yield Finding((*at.place, "use"), error.what, error.do)
    if kind == "consent" and not step.version:
        yield Finding(at.place, "a consent names its version", 'Add `version: "1"`, that of the text.')


def _order(protocol: Protocol, steps: list[_At]) -> Iterator[Finding]:
    """Consent first; then who may come in; then allocation; then what depends on it."""
    inorder = sorted(steps, key=lambda at: (at.step.days or at.visit.days)[0])
    kinds = [at.step.kind for at in inorder]
    if kinds[0] != "consent":
        yield Finding(inorder[0].place, "the first thing that is done must be the consent", "Move it here.")
    drawn = kinds.count("allocate")
    if len(protocol.arms) > 1 and drawn != 1:
        where = inorder[kinds.index("allocate")].place if drawn else ("visits",)
        yield Finding(
            where, f"allocation happens once, not {drawn} times", "Write one step `kind: allocate`."
        )
        return
    before = True
    for at in inorder:
        if at.step.kind == "allocate":
            before = False
            if len(at.step.days or at.visit.days) > 1:
                yield Finding(at.place, "allocation falls on several days", "Add `days:` with one of them.")
        elif before and len(protocol.arms) > 1 and (at.step.arms or at.step.kind in ("session", "exercise")):
            yield Finding(at.place, f"this {at.step.kind} needs an arm before allocation", "Move it after.")
        elif not before and at.step.admits:
            yield Finding((*at.place, "admits"), "nobody is turned away after allocation", "Move it before.")


def _rules(protocol: Protocol, steps: list[_At]) -> Iterator[Finding]:
    used = {at.step.use for at in steps if at.step.kind == "instrument"}
    for place, rule in enumerate(protocol.stops):
        at: Place = ("stops", place)
        if rule.when == "score" and not (rule.use and rule.score):
            yield Finding(
                at, "a rule about a score names the instrument and the score", "Add `use:` and `score:`."
            )
        elif rule.when == "score" and rule.use not in used:
            yield Finding(
                (*at, "use"), f"no visit asks {rule.use!r}", f"There is: {', '.join(sorted(used))}."
            )
        if rule.when == "risk" and not 1 <= rule.at_least <= 6:
            yield Finding((*at, "at_least"), "severity goes from 1 to 6", "Give one of these.")
