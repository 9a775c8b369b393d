"""Whether arms and allocation can be what they promise."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations
from typing import Any

from alongside.errors import AlongsideError
from alongside.profiles import load_profile
from study.allocation.orders import order_names
from study.protocol.findings import Finding
from study.protocol.parts import Arm, Protocol

THINKING = ("companion", "guardian")
"""The nodes that decide what is said. Arms that differ in medium alone have these alike."""
LIVE = ("robot", "screen")
"""Media that a profile brings up."""
_PERSONAL = ("contacts", "name", "person", "memory_folder", "memory_seal")


def check_arms(protocol: Protocol) -> Iterator[Finding]:
    """Arms are there, can be started, and differ in what they may differ in."""
    thinking: dict[str, dict[str, Any]] = {}
    for place, arm in enumerate(protocol.arms):
        at = ("arms", place)
        if arm.medium in LIVE and not arm.profile:
            yield Finding(
                at, f"arm {arm.key!r} needs a profile", "Add `profile:`, as `alongside profile` lists them."
            )
        try:
            thinking[arm.key] = _thinking(protocol, arm)
        except AlongsideError as error:
            yield Finding((*at, "profile"), error.what, error.do)
        if protocol.differ_in == "medium":
            yield from _same_mind(arm, place)
    if protocol.differ_in != "medium":
        return
    for (first, one), (_, other) in combinations(enumerate(protocol.arms), 2):
        if one.medium == other.medium:
            yield Finding(
                ("arms", first, "medium"),
                f"arms {one.key!r} and {other.key!r} are to differ in medium, and both are {one.medium!r}",
                "Give one of them another.",
            )
    known = list(thinking.items())
    for key, settings in known[1:]:
        if settings and known[0][1] and settings != known[0][1]:
            odd = sorted(
                name for name in {*settings, *known[0][1]} if settings.get(name) != known[0][1].get(name)
            )
            yield Finding(
                ("arms", [arm.key for arm in protocol.arms].index(key), "profile"),
                f"arms {known[0][0]!r} and {key!r} are to differ in the medium, and differ in {odd[0]}",
                "Set it alike for all under `companion: settings:`.",
            )


def _same_mind(arm: Arm, place: int) -> Iterator[Finding]:
    if arm.model:
        yield Finding(
            ("arms", place, "model"),
            f"arm {arm.key!r} has a model of its own, and arms are to differ in the medium",
            "Move it to `companion: model:`, for all arms.",
        )
    for number, line in enumerate(arm.settings):
        if line.split(".")[0] in THINKING:
            yield Finding(
                ("arms", place, "settings", number),
                f"arm {arm.key!r} changes what the companion decides, and arms are to differ in the medium",
                "Move it to `companion: settings:`, for all arms.",
            )


def _thinking(protocol: Protocol, arm: Arm) -> dict[str, Any]:
    """The settings by which the companion of an arm decides; empty where there is no profile."""
    if not arm.profile:
        return {}
    profile = load_profile(arm.profile).with_settings([*protocol.companion.settings, *arm.settings])
    return {
        f"{node.name}.{name}": value
        for node in profile.nodes
        if node.name in THINKING
        for name, value in node.settings.items()
        if name not in _PERSONAL
    }


def check_allocation(protocol: Protocol) -> Iterator[Finding]:
    """The method has what it needs."""
    rule = protocol.allocation
    shares = sum(arm.share for arm in protocol.arms)
    if protocol.people < len(protocol.arms):
        yield Finding(
            ("people",), f"{protocol.people} people cannot fill {len(protocol.arms)} arms", "Plan for more."
        )
    if protocol.design == "within":
        shares = len(order_names([arm.key for arm in protocol.arms], rule.order))
        if rule.method not in ("simple", "blocks"):
            yield Finding(("allocation", "method"), "orders are drawn simply or in blocks", "Use `blocks`.")
    elif rule.method in ("blocks", "stratified") and not rule.blocks and len(protocol.arms) > 1:
        yield Finding(("allocation",), f"{rule.method} needs the sizes of its blocks", "Add `blocks:`.")
    for size in rule.blocks:
        if not 0 < size <= 1000 or size % shares:
            yield Finding(
                ("allocation", "blocks"),
                f"a block of {size} cannot hold shares of {shares} evenly",
                f"Use a multiple of {shares}.",
            )
    if rule.method in ("stratified", "minimisation") and not rule.factors:
        yield Finding(("allocation",), f"{rule.method} needs factors", "Add `factors:` with their levels.")
    if rule.method in ("simple", "blocks") and rule.factors:
        yield Finding(("allocation", "factors"), f"{rule.method} takes no factors", "Use `stratified`.")
    keys = [factor.key for factor in rule.factors]
    for place, factor in enumerate(rule.factors):
        if factor.key in keys[:place] or len(set(factor.levels)) < len(factor.levels):
            yield Finding(("allocation", "factors", place), f"{factor.key!r} is there twice", "Take one out.")
        if factor.key == "site" and set(factor.levels) != set(protocol.sites):
            yield Finding(
                ("allocation", "factors", place, "levels"),
                "the levels of `site` are not the sites",
                "Write the same.",
            )
