"""A study that runs by a clock of its own, for tests: started from a template, its seal beside it."""

from __future__ import annotations

from datetime import datetime, timezone
from pathlib import Path
from typing import Any

from study.allocation.seal import rehearsal_seal
from study.store.records import Who
from study.studies import Study, open_study, start_study
from study.visits.consequences import Outcome
from study.visits.engine import Engine
from study.visits.people import enrol
from tests.study.study_folder import study_folder

OPERATOR = Who("kim", "operator")


class Calendar:
    """A clock that stands until it is set: to noon UTC of a day, unless an hour is given."""

    def __init__(self, day: str = "2026-03-01") -> None:
        self.at(day)

    def at(self, day: str, hour: int = 12) -> None:
        """Set it."""
        when = datetime.fromisoformat(day).replace(hour=hour, tzinfo=timezone.utc)
        self.seconds = when.timestamp()

    def __call__(self) -> float:
        """The time; each look takes a millisecond."""
        self.seconds += 0.001
        return self.seconds


class Running:
    """A started study with its engine and its clock."""

    def __init__(
        self, place: Path, template: str = "fifteen_days", database: str = "", **changes: Any
    ) -> None:
        self.folder = study_folder(place / "study", template, **changes)
        self.seals = place / "seals"
        self.database = database
        self.clock = Calendar()
        seal = rehearsal_seal(str(changes.get("key", template)), 1)
        self.study: Study = start_study(
            self.folder,
            OPERATOR,
            database=database,
            seals=self.seals,
            seal=seal,
            clock=self.clock,
            zone=timezone.utc,
        )
        self.engine = Engine(self.study)

    def reopen(self) -> None:
        """As after the program was killed: everything anew, from what lies on the disk."""
        self.study.close()
        self.study = open_study(
            self.folder, database=self.database, seals=self.seals, clock=self.clock, zone=timezone.utc
        )
        self.engine = Engine(self.study)

    def enrol(self, *codes: str, **about: Any) -> None:
        """Enter people."""
        for code in codes:
            enrol(self.study, code, OPERATOR, **about)

    def step(self, code: str, outcome: Outcome | None = None) -> str:
        """Do the next step of somebody; gives its name, empty where there is none."""
        step = self.engine.next(code)
        if step is None:
            return ""
        if step.step.kind == "allocate":
            self.engine.allocate(step, OPERATOR)
        else:
            self.engine.begin(step, OPERATOR)
            self.engine.take(step, outcome or Outcome(), OPERATOR)
        return step.step.name

    def visit(self, code: str) -> list[str]:
        """Do all that is due for somebody now; gives the steps' names."""
        names = []
        while name := self.step(code):
            names.append(name)
        return names
