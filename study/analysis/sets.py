"""Who is analysed: all who were allocated (intention to treat), and who did it as planned (per protocol)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from study.adherence import Kept
from study.analysis.collect import Gathered

SHARE = 0.8
"""The least share of visits kept that counts as done by protocol, unless another is asked for. Ours."""


@dataclass(frozen=True)
class Sets:
    """Codes of those allocated whose data are here, and of those who kept to the protocol so far.

    `why_not`: of those in the first set alone, what kept them out of the second.
    """

    intention: tuple[str, ...]
    protocol: tuple[str, ...]
    why_not: dict[str, str]


def sets(gathered: Gathered, share: float = SHARE) -> Sets:
    """Both sets. Per protocol: nobody who ended early or kept less than `share` of what has come due."""
    visits: dict[str, list[Kept]] = defaultdict(list)
    allocated_on = {one.participant: one.at for one in gathered.allocations}
    for one in gathered.kept:
        visits[one.code].append(one)
    everybody = bool(gathered.arms.everybody)
    intention = [
        one.code
        for one in gathered.people
        if one.number or (everybody and one.status not in ("refused", "not_eligible"))
    ]
    why: dict[str, str] = {}
    for code in intention:
        person = gathered.person(code)
        if person.status in ("dropped_out", "withdrawn", "stopped"):
            why[code] = person.status
            continue
        at = allocated_on.get(code)
        since = datetime.fromtimestamp(at, gathered.study.zone).date() if at else None
        kept, come = kept_of(visits[code], since)
        if come and kept / come < share:
            why[code] = f"kept {kept} of {come} visits"
    return Sets(tuple(intention), tuple(code for code in intention if code not in why), why)


def kept_of(visits: Sequence[Kept], after: date | None = None) -> tuple[int, int]:
    """How many were kept, in time or made up for, of how many that have come due (of those after `after`)."""
    come = [one for one in visits if one.state in COME and (after is None or one.planned > after)]
    return sum(one.state in KEPT for one in come), len(come)


KEPT = ("held", "made_up")
COME = (*KEPT, "missed", "to_make_up")
"""States of a visit whose time has come; one that is due today may still be held in time."""
