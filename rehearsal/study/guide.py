"""A person is led through one visit by the engine, step by step; the ledger notes what they did."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass

from rehearsal.study.clock import MovedClock
from rehearsal.study.doing import OPERATOR, SPOKEN_WITH, Doing
from rehearsal.study.ledger import Ledger
from rehearsal.study.plan import Coming, Plan
from rehearsal.study.room import Session
from study.protocol.days import Occasion
from study.studies import Study
from study.visits.consequences import Outcome
from study.visits.engine import Engine
from study.visits.progress import Next


@dataclass
class Guide:
    """Leads people. `pace`: minutes of the study's clock that a step takes."""

    study: Study
    plan: Plan
    ledger: Ledger
    clock: MovedClock
    pace: float = 2.0

    def lead(self, one: Coming) -> Occasion | None:
        """Lead somebody through the visit that is theirs now; gives which, None where there is none."""
        engine = Engine(self.study)
        first = engine.next(one.code)
        if first is None:
            return None
        doing = Doing(engine, self.plan, self.ledger, one, first)
        asyncio.run(self._hold(doing))
        return first.occasion

    async def _hold(self, doing: Doing) -> None:
        """In the medium of their arm: with a session, or on paper. Before allocation there is a session."""
        if doing.medium is not None and doing.medium not in SPOKEN_WITH:
            await self._steps(doing)
            return
        async with Session(doing.setting()) as session:
            doing.session = session
            if not any(step.kind == "consent" for step in doing.steps()):
                await session.agree(doing.one.traits.agrees)
            await self._steps(doing)
        doing.note("session", doing.first, folder=doing.name)

    async def _steps(self, doing: Doing) -> None:
        engine, code = doing.engine, doing.one.code
        while (step := engine.next(code)) and step.occasion == doing.occasion:
            if step.step.kind == "allocate":
                engine.allocate(step, OPERATOR)
                outcome = Outcome()
            else:
                engine.begin(step, OPERATOR, doing.name)
                outcome = await doing.step(step)
            self._note(doing, step, outcome)
            self.clock.wait(self.pace)

    def _note(self, doing: Doing, step: Next, outcome: Outcome) -> None:
        doing.note("step", step, status=outcome.status, scores=dict(outcome.scores), kind=step.step.kind)
        if step.place == step.of:
            doing.note("visit", step, arm=doing.arm.key if doing.arm else "")
