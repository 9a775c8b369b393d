"""The conductor: starts a study and leads its people through it, day by day."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from rehearsal.study.clock import MovedClock
from rehearsal.study.doing import OPERATOR
from rehearsal.study.folder import study_folder
from rehearsal.study.guide import Guide
from rehearsal.study.ledger import Ledger
from rehearsal.study.opening import again, begin
from rehearsal.study.plan import Coming, Plan, make_plan
from rehearsal.study.power import cut_in_the_middle
from rehearsal.study.withdrawal import withdraw
from study.studies import Study
from study.vault.visits import seal_over
from study.visits.people import change_status, enrol, look_in

Told = Callable[[int, int], None]
"""Called with the calendar days that are over, and how many there are."""
MORNING, OPENS, EVENING = 7, 8, 23
STEPS = 5
"""Steps of a usual visit, by which the pace of a day is reckoned."""


@dataclass
class Rehearsed:
    """A rehearsal that is over: the study (open), what was planned, what happened."""

    study: Study
    plan: Plan
    ledger: Ledger


def rehearse(folder: Path, apart: Path, *, people: int, days: int, seed: int, told: Told) -> Rehearsed:
    """Rehearse a study in `folder` from its first day to its last. `apart`: a folder outside
    of it, for its seal and the participants' keys.

    AlongsideError if the folder is not empty, or there is no room for what must happen.
    """
    study_folder(folder, people, days)
    clock = MovedClock()
    study = begin(folder, apart, seed, clock)
    plan = make_plan(study.protocol, seed)
    conductor = Conductor(study, plan, clock, apart)
    last = max(one.arrives for one in plan.people) + days + 1 + _after_the_end(study)
    for day in range(last + 1):
        conductor.day(day)
        told(day + 1, last + 1)
    return Rehearsed(conductor.study, plan, conductor.ledger)


class Conductor:
    """Does one calendar day after another."""

    def __init__(self, study: Study, plan: Plan, clock: MovedClock, apart: Path) -> None:
        self.study, self.plan, self.clock, self.apart = study, plan, clock, apart
        self.ledger = Ledger()
        self.silent: set[str] = set()
        visits = len(plan.people) * STEPS
        self.guide = Guide(study, plan, self.ledger, clock, min(2.0, 12 * 60 / visits))

    def day(self, day: int) -> None:
        """One day: calls in the morning, visits, and a look at who was missing in the evening."""
        self.clock.to(day, MORNING)
        self._calls(day)
        self.clock.to(day, OPENS)
        for one in self.plan.people:
            own = day - one.arrives
            if own == 0:
                enrol(self.study, one.code, OPERATOR)
                self.ledger.note("enrolled", one.code)
            if own >= 0:
                self._comes(one, own)
        self.clock.to(day, EVENING)
        for code, _ in look_in(self.study):
            self.silent.add(code)
        seal_over(self.study)

    def _comes(self, one: Coming, own: int) -> None:
        """Somebody comes for all that they hold on this day of theirs."""
        days = one.days
        visits = 1 if own in (0, days.last) else len(days.held_on(own))
        if not one.traits.joins and own:
            return
        if one.code == self.plan.withdraws and own >= self.plan.withdraw_day:
            if own == self.plan.withdraw_day:
                self._withdraws(one)
            return
        if one.code == self.plan.danger and own == one.traits.danger_day + 1:
            visits += 1  # the visit that was broken off, first
        if one.code == self.plan.cut and own == self.plan.cut_day:
            self._cut(one)
        for _ in range(visits):
            self.guide.lead(one)

    def _calls(self, day: int) -> None:
        """Who was missing and has dropped out says so; who told of danger is spoken with, and goes on."""
        for one in self.plan.people:
            own = day - one.arrives
            if one.code in self.silent and one.traits.last_day < own:
                change_status(self.study, one.code, "dropped_out", OPERATOR, "does not want to go on")
                self.ledger.note("dropped_out", one.code, day=own)
            if one.code == self.plan.danger and own == one.traits.danger_day + 1:
                change_status(self.study, one.code, "enrolled", OPERATOR, "spoken with them")
                self.ledger.note("went_on", one.code, day=own)
        self.silent.clear()

    def _withdraws(self, one: Coming) -> None:
        withdraw(self.study, one.code, OPERATOR)
        self.ledger.forget(one.code)
        self.ledger.note("withdrew", one.code)

    def _cut(self, one: Coming) -> None:
        """The power goes while they are at their exercise; a quarter of an hour later it is back."""
        folder, seconds = self.study.folder, self.clock.seconds
        self.study.close()
        for entry in cut_in_the_middle(folder, self.apart, self.plan.seed, one.code, seconds):
            self.ledger.add(entry)
        self.ledger.note("power_cut", one.code, day=self.plan.cut_day)
        self.clock.wait(15)
        self.study = again(folder, self.apart, self.clock)
        self.guide.study = self.study


def _after_the_end(study: Study) -> int:
    """Days after the last planned one on which something may still be held."""
    late = max(visit.late for visit in study.protocol.visits)
    return late + study.protocol.make_up.within + 1
