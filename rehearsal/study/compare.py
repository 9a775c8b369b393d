"""The end of a rehearsal: the list is opened, the books are read, and each figure is held to the truth."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from rehearsal.study.conduct import Rehearsed
from rehearsal.study.counted import counted, farthest_apart
from rehearsal.study.reported import reported
from rehearsal.study.truth import truth
from study.allocation.allocator import check_list
from study.analysis.report import TABLES, write_study_report
from study.protocol.parts import Protocol
from study.store.records import Who

KEEPER, ANALYST = Who("lee", "keeper"), Who("ana", "analyst")
WRONG = "events or places that are not as they were written"


@dataclass(frozen=True)
class Row:
    """One figure: what it must be, what the books say, and what the report says (None: it does not)."""

    name: str
    truth: float
    counted: float
    reported: float | None = None
    at_most: bool = False

    @property
    def equal(self) -> bool:
        """Whether all of them are the same (`at_most`: no more than the truth allows)."""
        if self.at_most:
            return self.counted <= self.truth
        return self.counted == self.truth and self.reported in (None, self.truth)


def compare(rehearsed: Rehearsed, told: Callable[[str], None] = lambda _: None) -> list[Row]:
    """Open the study's list, write its report, and compare."""
    study, protocol = rehearsed.study, rehearsed.study.protocol
    study.allocator.unseal(KEEPER, "the rehearsal is over")
    page = write_study_report(study, ANALYST, told=told).page
    report = reported(page.parent / TABLES, protocol)
    told("reading the books")
    must, books = truth(protocol, rehearsed.plan, rehearsed.ledger), counted(study)
    rows = [Row(name, value, books[name], report.get(name)) for name, value in must.items()]
    apart = Row("people by which arms ever differed", bound(protocol), farthest_apart(study), at_most=True)
    left = sum(person.code == rehearsed.plan.withdraws for person in study.store.people())
    verdict = study.store.verify()
    wrong = len(check_list(protocol, study.store)) + (not verdict.ok)
    return [*rows, apart, Row("rows left of who withdrew", 0, left), Row(WRONG, 0, wrong)]


def bound(protocol: Protocol) -> int:
    """By how many people two arms can differ, by the design: within a block, at the worst."""
    return max(protocol.allocation.blocks) // sum(arm.share for arm in protocol.arms)
