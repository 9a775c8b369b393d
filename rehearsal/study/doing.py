"""What a simulated person does in the steps of one visit: consents, answers, does the exercise."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from agent.worksheets.saving import save
from agent.worksheets.schema import Sheet
from rehearsal.participants.answering import answers
from rehearsal.participants.filling import Filled, fill
from rehearsal.participants.stories import words
from rehearsal.participants.talking import talk_of
from rehearsal.participants.traits import draws_of, feeling
from rehearsal.study.asking import ask
from rehearsal.study.exercise import Exercise, exercise
from rehearsal.study.ledger import Ledger, What
from rehearsal.study.plan import SPOKEN_WITH as SPOKEN_WITH
from rehearsal.study.plan import Coming, Plan
from rehearsal.study.room import Session, Setting
from rehearsal.study.typist import Typist, ratings_of
from study.allocation.draws import Draws
from study.instruments import load, score
from study.protocol.days import steps_of
from study.protocol.exercises import sheet_of
from study.protocol.parts import Step
from study.protocol.places import place_of
from study.store.records import Who
from study.vault.visits import SESSIONS
from study.visits.consequences import Outcome
from study.visits.engine import Engine
from study.visits.progress import Next
from study.visits.recorded import scored_outcome, take_from_session

OPERATOR = Who("kim", "operator")
PAPER = "paper"
"""The folder in a visit's session with sheets that were typed in."""
SKIPS = 0.2
"""Chance that a step which may be skipped is."""


class Doing:
    """One visit of one person. `session`: the open session, None on paper."""

    def __init__(self, engine: Engine, plan: Plan, ledger: Ledger, one: Coming, first: Next) -> None:
        self.engine, self.plan, self.ledger, self.one, self.first = engine, plan, ledger, one, first
        self.occasion = first.occasion
        self.arm = engine.arm(first)
        self.medium = self.arm.medium if self.arm else None
        self.session: Session | None = None
        self.name = f"{one.code}-{first.occasion.visit}-{first.occasion.day:02}"
        self.folder = engine.study.folder / SESSIONS / self.name

    def steps(self) -> tuple[Step, ...]:
        """All steps of the visit."""
        return steps_of(self.first.visit, self.occasion.day, self.arm.key if self.arm else "")

    def setting(self) -> Setting:
        """What its session is held with."""
        protocol, folder = self.engine.protocol, self.engine.study.folder
        text = next(
            place_of(step, folder, protocol.languages)
            for visit in protocol.visits
            for step in visit.steps
            if step.kind == "consent"
        )
        sheets = [sheet for step in self.steps() if (sheet := self._sheet(step))]
        return Setting(
            folder=self.folder,
            consent_text=text or Path(),
            instruments=tuple({step.use: 0 for step in self.steps() if step.kind == "instrument"}),
            contacts=protocol.contacts,
            sheet=sheets[0].key if sheets else "",
            seed=self.plan.seed,
            channel="typed" if self.medium == "text" else "voice",
        )

    async def step(self, step: Next) -> Outcome:
        """Do a step that was begun, and hand its outcome to the engine."""
        if step.step.optional and self._draws(step, "skips").chance() < SKIPS:
            return self._take(step, Outcome("skipped"))
        if step.step.kind == "consent" and self.session is not None:
            return await self._consent(step, self.session)
        if step.step.kind == "instrument":
            return await self._instrument(step)
        if (sheet := self._sheet(step.step)) is not None:
            return await self._exercise(step, sheet)
        return self._take(step, Outcome())

    def note(self, what: What, step: Next, **more: Any) -> None:
        """Write down what they did."""
        one = step.occasion
        self.ledger.note(what, self.one.code, one.visit, one.day, step.step.name, **more)

    async def _consent(self, step: Next, session: Session) -> Outcome:
        if self.one.traits.joins:
            await session.agree(self.one.traits.agrees)
        take_from_session(self.engine, step, session.setting.folder, self._who())
        self.note("agreed" if self.one.traits.joins else "declined", step)
        return Outcome("done" if self.one.traits.joins else "refused")

    async def _instrument(self, step: Next) -> Outcome:
        instrument, traits = load(step.step.use), self.one.traits
        felt = feeling(traits, self.plan.seed, self.medium, self.occasion.day, step.step.name)
        given = answers(instrument, felt, self._draws(step, "answers"), omits=traits.omits)
        outcome = scored_outcome(score(instrument, given))
        if self.session is not None:
            since = await ask(self.session, instrument, given)
            take_from_session(self.engine, step, self.session.setting.folder, self._who(), since)
        told = {number: value for number, value in given.items() if value is not None}
        if self.session is None:
            typed = [(str(number), f"{value:g}", "paper") for number, value in told.items()]
            self.engine.answers(step, typed, OPERATOR)
        for number, value in told.items():
            self.note("answer", step, item=number, value=value)
        return outcome if self.session is not None else self._take(step, outcome)

    async def _exercise(self, step: Next, sheet: Sheet) -> Outcome:
        traits, day, draws = self.one.traits, self.occasion.day, self._draws(step, "exercise")
        story = words().story(draws)
        felt = feeling(traits, self.plan.seed, self.medium, day)
        filled = fill(sheet, story, felt, draws)
        if self.session is None:
            outcome = self._on_paper(sheet, filled)
        else:
            kept = "transcript" in traits.agrees
            talk = talk_of(traits, story, day, draws)
            today = Exercise(sheet, talk, filled, draws, lambda: self.note("turn", step, kept=kept))
            outcome = await exercise(self.session, today)
        if day and day == traits.danger_day and self.session is not None:
            self.note("danger", step)
        else:
            for key, value in numbers(sheet, filled).items():
                self.note("rating", step, field=key, value=value)
        return self._take(step, outcome)

    def _on_paper(self, sheet: Sheet, filled: Mapping[str, Filled]) -> Outcome:
        """The sheet was filled in at home; somebody types it in."""
        run = Typist(sheet, filled).enter()
        papers = self.folder / PAPER
        papers.mkdir(parents=True, exist_ok=True, mode=0o700)
        save(run, papers / f"{sheet.key}.run.json")
        return Outcome("done" if run.status == "done" else "stopped", scores=ratings_of(run))

    def _take(self, step: Next, outcome: Outcome) -> Outcome:
        self.engine.take(step, outcome, OPERATOR)
        return outcome

    def _sheet(self, step: Step) -> Sheet | None:
        if step.kind not in ("exercise", "session"):
            return None
        return sheet_of(self.first.visit, step, self.occasion.day, self.engine.study.folder)

    def _who(self) -> Who:
        return Who(self.one.code, "participant")

    def _draws(self, step: Next, name: str) -> Draws:
        one = step.occasion
        return draws_of(self.plan.seed, self.one.code, name, one.visit, one.day, step.step.name)


def numbers(sheet: Sheet, filled: Mapping[str, Filled]) -> dict[str, float]:
    """The ratings that a filled sheet has whatever else is on it."""
    return {
        field.key: float(filled[field.key].value)
        for field in sheet.fields
        if field.kind == "rating" and not field.when
    }
